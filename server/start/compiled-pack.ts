import { execFile } from "node:child_process";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const folder = fileURLToPath(new URL("../../connectors/", import.meta.url));
const lock = join(folder, ".nango", "compiling");
const LONGEST_COMPILE_MS = 120_000;

/** Folder of the compiled connectors; compiles them when a source is newer than the last build. Processes that ask at once wait for one. */
export async function compiledPack(): Promise<string> {
  const end = performance.now() + LONGEST_COMPILE_MS;
  while (!(await isTaken())) {
    if (performance.now() > end) throw new Error(`${lock} has been there for two minutes: remove it`);
    await wait(200);
  }
  try {
    if (await isStale())
      await promisify(execFile)("npm", ["run", "--silent", "connectors:compile"], { cwd: join(folder, ".."), timeout: LONGEST_COMPILE_MS });
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
  return folder;
}

async function isTaken(): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    return false;
  }
}

async function isStale(): Promise<boolean> {
  const built = await stat(join(folder, ".nango", "nango.json")).catch(() => null);
  if (!built) return true;
  const files = await readdir(folder, { recursive: true });
  const sources = files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.includes("node_modules"));
  const times = await Promise.all(sources.map(async (name) => (await stat(join(folder, name))).mtimeMs));
  return Math.max(...times) > built.mtimeMs;
}
