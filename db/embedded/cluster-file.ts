import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { RemedyError } from "./remedy-error.ts";

const shape = z.object({
  /** Absolute path of the data folder of Postgres. */
  dataFolder: z.string(),
  port: z.number().int(),
  adminPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
});

/** What we must remember of a database server: where its files are, its port and its generated passwords. */
export type ClusterFile = z.infer<typeof shape>;

/** A file for a server that does not exist yet. */
export function newClusterFile(dataFolder: string, port: number): ClusterFile {
  const password = () => randomBytes(24).toString("base64url");
  return { dataFolder, port, adminPassword: password(), ownerPassword: password(), appPassword: password() };
}

/** undefined when there is none. */
export async function readClusterFile(home: string): Promise<ClusterFile | undefined> {
  const file = join(home, "cluster.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = shape.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new RemedyError(`${file} is damaged. It holds the passwords of the database, whose data is untouched.`, {
    remedy: "Restore that one file from a backup. `npm start -- --reset` starts over with an empty database.",
  });
}

/** Writes it so that a crash leaves the old file or the new one, readable by us alone. */
export async function writeClusterFile(home: string, content: ClusterFile): Promise<void> {
  const unfinished = join(home, "cluster.json.new");
  const handle = await open(unfinished, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(content, null, 2));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, join(home, "cluster.json"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
