import { copyFile, open, rename, stat, truncate, type FileHandle } from "node:fs/promises";

const ROTATE_AT_START_BYTES = 20 * 2 ** 20;
const CUT_WHILE_RUNNING_BYTES = 100 * 2 ** 20;
const TAIL_BYTES = 16_384;

/** Opens a log to append to. The one before is kept beside it as `.1` once it has grown large. */
export async function openLog(file: string): Promise<FileHandle> {
  if ((await sizeOf(file)) > ROTATE_AT_START_BYTES) await rename(file, `${file}.1`);
  return open(file, "a", 0o600);
}

/** Keeps a log that processes are writing to from filling the disk: they append, so it can be emptied under them. */
export async function cutLog(file: string): Promise<void> {
  if ((await sizeOf(file)) <= CUT_WHILE_RUNNING_BYTES) return;
  await copyFile(file, `${file}.1`);
  await truncate(file, 0);
}

/** The last lines of a log written since `start`, without empty ones. [] when there is no such file. */
export async function lastLines(file: string, count: number, start = 0): Promise<string[]> {
  const size = await sizeOf(file);
  const from = Math.max(start > size ? 0 : start, size - TAIL_BYTES);
  if (size === 0) return [];
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.subarray(0, bytesRead).toString("utf8").split("\n").filter(Boolean).slice(-count);
  } finally {
    await handle.close();
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
