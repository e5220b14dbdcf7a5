import { spawnSync } from "node:child_process";
import { chown } from "node:fs/promises";
import { RemedyError } from "./remedy-error.ts";

/** The ordinary user Postgres runs as when we are root; null when it simply runs as us. */
export type ServerUser = { name: string; uid: number; gid: number } | null;

// Postgres refuses to run as root. `postgres` is there where a system package made it; `nobody` is on every Unix.
const CANDIDATES = ["postgres", "nobody"];

/** Who Postgres has to run as. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return null;
  for (const name of CANDIDATES) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid && gid) return { name, uid, gid };
  }
  throw new RemedyError("Postgres does not run as root, and this machine has neither a user `postgres` nor `nobody` to run it as.", {
    remedy: "Run `useradd --system postgres`, or start Slipstream as an ordinary user, or set DATABASE_URL.",
  });
}

/** The part of spawn's options that runs a program as this user. */
export function runAs(user: ServerUser): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Gives a folder to the user; nothing to do when Postgres runs as us. */
export async function giveTo(user: ServerUser, folder: string): Promise<void> {
  if (user) await chown(folder, user.uid, user.gid);
}

/** Whether the user can run the programs in `binaries` and enter `folder`. Asks the system, which knows of access lists too. */
export function canReach(
  user: ServerUser,
  { binaries, folder }: { binaries: string; folder: string },
): { binaries: boolean; folder: boolean } {
  if (!user) return { binaries: true, folder: true };
  const passes = (script: string, path: string) =>
    spawnSync("/bin/sh", ["-c", script, "sh", path], { ...runAs(user), cwd: "/" }).status === 0;
  return {
    binaries: passes('test -x "$1/bin/postgres" && test -r "$1/lib" && test -r "$1/share"', binaries),
    folder: passes('test -x "$1/."', folder),
  };
}

function idOf(flag: "-u" | "-g", name: string): number | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
  return status === 0 ? Number.parseInt(stdout, 10) : undefined;
}
