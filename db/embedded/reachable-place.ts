import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, cp, lstat, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Binaries } from "./binaries.ts";
import { RemedyError } from "./remedy-error.ts";
import { canReach, type ServerUser } from "./server-user.ts";

// The first is emptied by nobody and writable by root alone. The second is for systems that mount the first read-only.
const PLACES = ["/var/lib/slipstream", "/var/tmp/slipstream"];

/**
 * A folder outside of the clone that the server's user can enter, made when it is missing. Owned by root and writable by
 * nobody else, so that no other user can put programs or data there first.
 */
export async function reachablePlace(user: ServerUser): Promise<string> {
  const reasons: string[] = [];
  for (const place of PLACES) {
    try {
      const made = await mkdir(place, { recursive: true });
      if (made) await chmod(place, 0o755);
      const found = await lstat(place);
      const { uid, mode } = found;
      if (!found.isDirectory() || uid !== 0 || (mode & 0o022) !== 0) reasons.push(`${place} is not a folder that root alone may write`);
      else if (!canReach(user, { binaries: place, folder: place }).folder) reasons.push(`${user?.name} cannot enter ${place}`);
      else return place;
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new RemedyError(
    `Postgres runs as ${user?.name}, who cannot enter this folder, and no other place would do: ${reasons.join("; ")}.`,
    {
      remedy: "Clone to a folder other users may enter (such as /opt or /srv), start as an ordinary user, or set DATABASE_URL.",
    },
  );
}

/** Copies the programs to `place` unless this version is already there. Returns where they are. */
export async function copyBinaries({ folder, version }: Binaries, place: string): Promise<string> {
  const target = join(place, `postgres-${version}`);
  const unfinished = `${target}.${process.pid}`;
  const present = await lstat(join(target, "bin", "postgres")).catch(() => undefined);
  if (present) return target;
  await rm(unfinished, { recursive: true, force: true });
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  // The installer's umask may have kept everybody else out.
  spawnSync("chmod", ["-R", "u+rwX,go+rX,go-w", unfinished]);
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    // Another start may have finished the same copy first.
    if (!(await lstat(join(target, "bin", "postgres")).catch(() => undefined))) throw error;
  });
  return target;
}

/**
 * A folder below `place` for a new database of `home`, never one that was given before: data of a clone that is gone, and its passwords
 * with it, may still stand under the same path.
 */
export function newPlaceFor(home: string, place: string): string {
  const ofPath = createHash("sha256").update(home).digest("hex").slice(0, 16);
  return join(place, `${ofPath}-${randomBytes(4).toString("hex")}`);
}
