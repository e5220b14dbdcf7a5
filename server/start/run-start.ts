import { createInterface } from "node:readline/promises";
import { relative } from "node:path";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { foldersToReset, openDataFolder, readRunning, resetDataFolder, type DataFolder } from "./data-folder.ts";
import { takeLock, type Lock } from "./instance-lock.ts";
import { createProgress } from "./progress.ts";
import { reportError } from "./report-error.ts";
import { readStartSettings, type StartSettings } from "./start-settings.ts";
import { supervise, type Programs } from "./supervise.ts";

/** The whole of `npm start`: settings, lock, reset, supervision. Sets the exit code. */
export async function runStart(programs: Programs, args: readonly string[]): Promise<void> {
  const beganAt = Number(process.env["SLIPSTREAM_BEGAN_AT"]) || Date.now();
  const progress = createProgress((line) => process.stdout.write(line), beganAt);
  const stop = new AbortController();
  listenForStop(() => stop.abort());
  try {
    const settings = readStartSettings(process.env, args);
    const lock = await lockDataFolder(settings.dataFolder);
    try {
      if (settings.reset) await reset(settings);
      progress.say(
        `Slipstream keeps its data in ${relative(process.cwd(), settings.dataFolder.path) || settings.dataFolder.path}; Ctrl-C stops it`,
      );
      await supervise(settings, programs, { progress, signal: stop.signal });
    } finally {
      lock.release();
    }
  } catch (error) {
    if (!stop.signal.aborted) reportError(error);
    process.exitCode = stop.signal.aborted ? 0 : 1;
  }
  // The channel to the process that called us would keep us alive.
  if (process.connected) process.disconnect?.();
}

/** Any number of requests to stop is one request: Ctrl-C reaches us from the terminal and again from npm. */
function listenForStop(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.once("disconnect", stop);
  // A terminal that was closed takes no more lines; stopping matters more than saying so.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", stop);
}

async function lockDataFolder(folder: DataFolder): Promise<Lock> {
  await openDataFolder(folder);
  const lock = await takeLock(folder.path);
  if (lock) return lock;
  const running = await readRunning(folder);
  throw new RemedyError(
    running?.url
      ? `Slipstream is already running at ${running.url} (process ${running.pid}).`
      : `Slipstream is already starting on ${folder.path}${running ? ` (process ${running.pid})` : ""}.`,
    {
      remedy:
        "Use that one, or stop it first (Ctrl-C where it runs). A second one needs a data folder of its own: SLIPSTREAM_DATA=./other npm start",
    },
  );
}

async function reset({ dataFolder, yes, databaseUrl }: StartSettings): Promise<void> {
  const folders = await foldersToReset(dataFolder);
  const text = `This removes all data of this installation for good: ${folders.join(" and ")}.${databaseUrl ? " The database of DATABASE_URL stays as it is." : ""}`;
  if (!yes) {
    if (!process.stdin.isTTY)
      throw new RemedyError(`${text} Nothing was removed.`, { remedy: "To confirm without a terminal: npm start -- --reset --yes" });
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`${text}\nType "reset" to go on: `);
    terminal.close();
    if (answer.trim() !== "reset")
      throw new RemedyError("Nothing was removed.", { remedy: "Run `npm start` to go on with the data as it is." });
  }
  await resetDataFolder(dataFolder);
  await openDataFolder(dataFolder);
}
