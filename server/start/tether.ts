/**
 * Preloaded into web, worker and build: when the process that started them is gone, even by kill -9, they stop as if asked to.
 * The channel must not keep a process alive that has nothing left to do.
 */
const LONGEST_GOODBYE_MS = 20_000;

process.once("disconnect", () => {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), LONGEST_GOODBYE_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
process.channel?.unref();
