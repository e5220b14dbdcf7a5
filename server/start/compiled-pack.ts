import { execFile } from "node:child_process";
import { mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { takeLock } from "./instance-lock.ts";

const folder = fileURLToPath(new URL("../../connectors/", import.meta.url));
// Written last: the compiler writes its own list before the scripts, and may be killed in between.
const stamp = join(folder, ".nango", "compiled");
const LONGEST_COMPILE_MS = 300_000;

/** Folder of the compiled connectors; compiles them when a source is newer than the last build. Processes that ask at once wait for one. */
export async function compiledPack(): Promise<string> {
  await mkdir(join(folder, ".nango"), { recursive: true });
  const end = performance.now() + LONGEST_COMPILE_MS;
  let lock = await takeLock(join(folder, ".nango"), "compiling");
  while (!lock) {
    if (performance.now() > end) throw new Error("another process has compiled the connectors for five minutes: end it and try again");
    await wait(200);
    lock = await takeLock(join(folder, ".nango"), "compiling");
  }
  try {
    if (await isStale()) {
      const startedAt = new Date();
      await promisify(execFile)("npm", ["run", "--silent", "connectors:compile"], { cwd: join(folder, ".."), timeout: LONGEST_COMPILE_MS });
      await writeFile(stamp, "");
      await utimes(stamp, startedAt, startedAt);
    }
  } finally {
    lock.release();
  }
  return folder;
}

async function isStale(): Promise<boolean> {
  const built = await stat(stamp).catch(() => null);
  if (!built) return true;
  const files = await readdir(folder, { recursive: true });
  const sources = files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.includes("node_modules"));
  const times = await Promise.all(sources.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return Math.max(...times) > built.mtimeMs;
}
