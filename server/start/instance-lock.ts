import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { RemedyError } from "#db/embedded/remedy-error.ts";

export type Lock = { release: () => void };

const SQLITE_BUSY = 5;

/**
 * Takes the lock of a folder for this process; undefined when another one holds it.
 * SQLite holds it by a lock of the operating system, which goes with the process however that ends: there are no stale locks.
 */
export async function takeLock(folder: string, name = "lock"): Promise<Lock | undefined> {
  const file = join(folder, `${name}.db`);
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec("begin exclusive");
    } catch (error) {
      database.close();
      if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
      throw error;
    }
    await chmod(file, 0o600);
    return { release: () => database.close() };
  } catch (error) {
    throw new RemedyError(`Cannot lock ${file}: ${error instanceof Error ? error.message : String(error)}.`, {
      remedy: "Check that this user owns the folder and that the disk is not full or read-only.",
      cause: error,
    });
  }
}
