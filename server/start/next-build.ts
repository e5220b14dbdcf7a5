import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { takeLock } from "./instance-lock.ts";
import { lastLines } from "./log-file.ts";
import { spawnTethered } from "./supervised-process.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where the build lies; the same variable that next.config.js reads. */
export const buildFolder = join(ROOT, process.env["NEXT_DIST_DIR"] ?? ".next");
const STAMP = join(buildFolder, "slipstream-sources");
const BUILD_ID = join(buildFolder, "BUILD_ID");
const SOURCES = ["app", "server", "db", "connectors", "public", "next.config.js", "package.json", "package-lock.json", "tsconfig.json"];
const NOT_SOURCES = /(^|\/)(node_modules|\.nango|build|fixtures)$|\.test\.tsx?$|\.md$/;

/** Builds the pages when their sources differ from those of the last finished build. Resolves to whether it built. */
export async function buildPages({
  logFile,
  signal,
  say,
}: {
  logFile: string;
  signal: AbortSignal;
  say: (line: string) => void;
}): Promise<boolean> {
  const wanted = await sourcesHash();
  if (await isBuilt(wanted)) return false;
  const release = await lockBuild(signal, say);
  try {
    // Another start may have built them while we waited.
    if (await isBuilt(wanted)) return false;
    await rm(STAMP, { force: true });
    await runBuild(logFile, signal);
    await writeFile(STAMP, wanted);
    return true;
  } finally {
    release();
  }
}

/** One hash over the names and contents of everything a build reads. */
async function sourcesHash(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const file of (await Promise.all(SOURCES.map((name) => filesBelow(name)))).flat().sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(ROOT, file)));
  }
  return hash.digest("hex");
}

async function filesBelow(name: string): Promise<string[]> {
  if (NOT_SOURCES.test(name)) return [];
  const found = await stat(join(ROOT, name)).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) return [name];
  const entries = await readdir(join(ROOT, name));
  return (await Promise.all(entries.map((entry) => filesBelow(`${name}/${entry}`)))).flat();
}

async function isBuilt(wanted: string): Promise<boolean> {
  const [stamp, buildId] = await Promise.all([readFile(STAMP, "utf8").catch(() => ""), readFile(BUILD_ID, "utf8").catch(() => "")]);
  return stamp === wanted && buildId !== "";
}

async function lockBuild(signal: AbortSignal, say: (line: string) => void): Promise<() => void> {
  const folder = join(ROOT, "node_modules", ".cache");
  await mkdir(folder, { recursive: true });
  let saidSo = false;
  while (true) {
    const lock = await takeLock(folder, "slipstream-build");
    if (lock) return lock.release;
    if (!saidSo) say("another command is building the pages; waiting for it");
    saidSo = true;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function runBuild(logFile: string, signal: AbortSignal): Promise<void> {
  const script = join(ROOT, "node_modules", "next", "dist", "bin", "next");
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, ...rest } = process.env;
  const env = { ...rest, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = await spawnTethered({ script, args: ["build"], env, logFile });
  const onAbort = () => child.kill("SIGTERM");
  signal.addEventListener("abort", onAbort);
  const code = await new Promise<number | null>((resolve, reject) => child.once("exit", resolve).once("error", reject));
  signal.removeEventListener("abort", onAbort);
  signal.throwIfAborted();
  const isWhole = await stat(BUILD_ID).catch(() => undefined);
  if (code === 0 && isWhole) return removeSourceMaps();
  const logLines = await lastLines(logFile, 40);
  const isFull = logLines.some((line) => /ENOSPC|no space left/i.test(line));
  throw new RemedyError(isFull ? "The disk became full while the pages were built." : "The pages could not be built.", {
    remedy: isFull
      ? "Free about 500 MB and run the command again."
      : "The lines above name the cause. In a fresh clone this should not happen: run `git status` to see what differs.",
    logLines,
  });
}

/** Turbopack writes an empty map beside a worker's script, which nobody asks for; browsers get scripts and styles only. */
async function removeSourceMaps(): Promise<void> {
  const chunks = join(buildFolder, "static", "chunks");
  const maps = (await readdir(chunks)).filter((name) => name.endsWith(".map"));
  await Promise.all(maps.map((name) => rm(join(chunks, name))));
}
