import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RemedyError } from "./remedy-error.ts";
import { commandOf, isAlive, signalProcess, waitUntilGone, workingFolderOf } from "./running-process.ts";

/**
 * Stops a server that an earlier run left behind on this data folder, in an orderly way where it lets us. The caller must
 * hold the lock of the data folder, so that the server is nobody else's.
 *
 * @returns true when one was running
 */
export async function stopLeftoverServer(dataFolder: string): Promise<boolean> {
  const pid = await postmasterPid(dataFolder);
  if (pid === undefined || !isAlive(pid)) return false;
  if (workingFolderOf(pid) !== dataFolder && !commandOf(pid).includes(dataFolder)) {
    await disownPid(dataFolder);
    return false;
  }
  // SIGINT: fast shutdown with a checkpoint. SIGQUIT: stop at once, the next start replays the log. Both keep what was committed.
  for (const [signal, timeoutMs] of [
    ["SIGINT", 60_000],
    ["SIGQUIT", 10_000],
    ["SIGKILL", 5_000],
  ] as const) {
    signalProcess(pid, signal);
    if (await waitUntilGone(pid, timeoutMs)) return true;
  }
  throw new RemedyError(`A database server of an earlier run (process ${pid}) does not stop.`, {
    remedy: `Stop process ${pid} by hand, then start again.`,
  });
}

/** Process number of the server that wrote postmaster.pid; undefined when there is no such file. */
export async function postmasterPid(dataFolder: string): Promise<number | undefined> {
  const text = await readFile(join(dataFolder, "postmaster.pid"), "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/**
 * After a reboot the number in postmaster.pid may belong to some other program, and Postgres would then refuse to start.
 * The file itself has to stay: its shared memory line keeps Postgres from starting while old backends still write.
 */
async function disownPid(dataFolder: string): Promise<void> {
  const file = join(dataFolder, "postmaster.pid");
  const lines = (await readFile(file, "utf8")).split("\n");
  const gone = spawnSync(process.execPath, ["--version"]).pid;
  await writeFile(file, [String(gone), ...lines.slice(1)].join("\n"));
}
