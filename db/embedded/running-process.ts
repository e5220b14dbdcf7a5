import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { platform } from "node:os";

/** True while a process of this number exists, whoever owns it. A zombie that nobody has collected yet counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return processState(pid) !== "Z";
}

/**
 * What tells this run of a process from a later one under the same number: the kernel's start time.
 * undefined when there is no such process.
 */
export function startMark(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (platform() !== "linux") return psColumn(pid, "lstart");
  return statFields(pid)?.[19];
}

/** The command line of a process; "" when it is gone or hidden from us. */
export function commandOf(pid: number): string {
  if (platform() !== "linux") return psColumn(pid, "command") ?? "";
  return readOrEmpty(() => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
}

/** The folder a process works in; "" when it is gone, hidden from us or the system does not tell. */
export function workingFolderOf(pid: number): string {
  return platform() === "linux" ? readOrEmpty(() => readlinkSync(`/proc/${pid}/cwd`)) : "";
}

/** Resolves true once the process is gone, false when it still runs after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Sends a signal; a process that is already gone is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function processState(pid: number): string | undefined {
  return platform() === "linux" ? statFields(pid)?.[0] : undefined;
}

/** Fields of /proc/<pid>/stat from the state on. The command before them may hold spaces and brackets, so they start after the last bracket. */
function statFields(pid: number): string[] | undefined {
  const stat = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return stat === "" ? undefined : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function psColumn(pid: number, column: string): string | undefined {
  const { stdout, status } = spawnSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function readOrEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
