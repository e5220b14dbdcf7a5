/**
 * Preloaded into web, worker and build: when the process that started them is gone, even by kill -9, they stop as if asked to.
 * A process they fork inherits the preload but not the mark, and is left alone.
 */
const LONGEST_GOODBYE_MS = 20_000;

if (process.env["SLIPSTREAM_TETHERED"] === "1") {
  delete process.env["SLIPSTREAM_TETHERED"];
  process.once("disconnect", () => {
    setTimeout(() => process.kill(process.pid, "SIGKILL"), LONGEST_GOODBYE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The channel must not keep a process alive that has nothing left to do.
  process.channel?.unref();
}
