import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, readdir, stat, statfs, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { readClusterFile } from "#db/embedded/cluster-file.ts";
import { RemedyError } from "#db/embedded/remedy-error.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MARKER = "this-is-slipstream-data";
// The log of a running database alone takes some hundred MB.
const NEEDED_MB = 500;

/** The one folder that holds all of an installation: database, files, secret, logs. */
export type DataFolder = { path: string; postgres: string; logs: string; running: string };

const runningShape = z.object({
  pid: z.number().int(),
  /** undefined until it is ready. */
  url: z.string().optional(),
  processes: z.array(z.object({ name: z.string(), pid: z.number().int(), mark: z.string() })),
});

/** What runs on a data folder: written by the process that holds its lock, for those that do not. */
export type Running = z.infer<typeof runningShape>;

/** Where things are. `path` may be relative to the clone. */
export function dataFolderAt(path: string): DataFolder {
  const absolute = resolve(ROOT, path);
  return { path: absolute, postgres: join(absolute, "postgres"), logs: join(absolute, "logs"), running: join(absolute, "running.json") };
}

/** Makes the folder when it is missing and checks that it is ours, writable, and that the disk has room. */
export async function openDataFolder(folder: DataFolder): Promise<void> {
  try {
    await mkdir(folder.path, { recursive: true });
    await claim(folder);
    // As root, Postgres runs as another user who has to pass through; the files themselves are closed to others.
    await chmod(folder.path, process.getuid?.() === 0 ? 0o711 : 0o700);
    await mkdir(folder.logs, { recursive: true, mode: 0o700 });
  } catch (error) {
    if (error instanceof RemedyError) throw error;
    throw new RemedyError(`The data folder ${folder.path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`, {
      remedy: "Free disk space, run as the owner of the folder, or set SLIPSTREAM_DATA to another one.",
      cause: error,
    });
  }
  const freeMb = await freeMegabytes(folder.path);
  if (freeMb < NEEDED_MB) {
    throw new RemedyError(`The disk of ${folder.path} is nearly full: ${freeMb} MB free, ${NEEDED_MB} MB needed. Nothing was changed.`, {
      remedy: "Free some space and run the command again, or set SLIPSTREAM_DATA to a folder on another disk.",
    });
  }
}

/** Marks an empty folder as ours. One that holds something else is never touched: a reset would remove it all. */
async function claim(folder: DataFolder): Promise<void> {
  const names = (await readdir(folder.path)).filter((name) => !name.startsWith("install.lock"));
  if (names.includes(MARKER)) return;
  if (names.length > 0) {
    throw new RemedyError(`${folder.path} holds files that are not Slipstream's.`, {
      remedy: "Set SLIPSTREAM_DATA to a folder of its own, new or empty.",
    });
  }
  await writeFile(join(folder.path, MARKER), "Made by Slipstream. `npm start -- --reset` removes everything in here and starts over.\n");
}

/** Megabytes that this user may still write. */
export async function freeMegabytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return Math.floor((bavail * bsize) / 2 ** 20);
}

/** The secret that sessions are signed with: made once, readable by us alone. */
export async function secretOf(folder: DataFolder): Promise<string> {
  const file = join(folder.path, "secret");
  const existing = (await readFile(file, "utf8").catch(() => "")).trim();
  if (existing) return existing;
  const secret = randomBytes(32).toString("hex");
  const handle = await open(`${file}.new`, "w", 0o600);
  await handle.writeFile(secret);
  await handle.sync();
  await handle.close();
  await rename(`${file}.new`, file);
  return secret;
}

/** undefined when nothing has run here yet. Whether it still runs, the lock tells. */
export async function readRunning(folder: DataFolder): Promise<Running | undefined> {
  try {
    return runningShape.parse(JSON.parse(await readFile(folder.running, "utf8")));
  } catch {
    return undefined;
  }
}

export async function writeRunning(folder: DataFolder, running: Running): Promise<void> {
  await writeFile(`${folder.running}.new`, JSON.stringify(running, null, 2), { mode: 0o600 });
  await rename(`${folder.running}.new`, folder.running);
}

/** What `resetDataFolder` would remove, for the question to the person. */
export async function foldersToReset(folder: DataFolder): Promise<string[]> {
  const cluster = await readClusterFile(folder.postgres).catch(() => undefined);
  const outside = cluster && !cluster.dataFolder.startsWith(folder.postgres) ? [cluster.dataFolder] : [];
  return [folder.path, ...outside];
}

/** Removes all data. The caller holds the lock, whose file stays, as does the mark that the folder is ours. */
export async function resetDataFolder(folder: DataFolder): Promise<void> {
  const isOurs = await stat(join(folder.path, MARKER)).catch(() => undefined);
  if (!isOurs)
    throw new RemedyError(`${folder.path} was not made by Slipstream, so it is not removed.`, { remedy: "Check SLIPSTREAM_DATA." });
  const [, ...outside] = await foldersToReset(folder);
  for (const path of outside) await rm(path, { recursive: true, force: true });
  const inside = (await readdir(folder.path)).filter((name) => name !== MARKER && !name.startsWith("lock.db"));
  for (const name of inside) await rm(join(folder.path, name), { recursive: true, force: true });
}
