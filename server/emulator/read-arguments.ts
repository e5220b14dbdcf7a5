import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { z } from "zod";

const Arguments = z.object({
  pack: z.string(),
  upstreams: z.string(),
  port: z.coerce.number().int().min(0).max(65_535),
  database: z.string().optional(),
  webhook: z.url().optional(),
});

/** What the front door was told; `upstreams` is the content of the file. */
export type FrontDoor = { pack: string; upstreams: unknown; port: number; databaseUrl: string | null; webhookUrl: string | null };

export const USAGE = `npm run emulator -- --pack DIR --upstreams FILE.json --port N [--database URL] [--webhook URL]

  --pack       folder of a compiled pack, such as connectors (run "npm run connectors:compile" first)
  --upstreams  file with a map from provider key to loopback URL: {"shopify":"http://127.0.0.1:4601"}
  --port       port on 127.0.0.1
  --database   Postgres URL; otherwise DATABASE_URL; otherwise a server of its own in the data folder
  --webhook    where webhooks go, on this machine

  NANGO_SECRET_KEY (a UUID v4), NANGO_WEBHOOK_SIGNING_KEY and NANGO_ENCRYPTION_KEY (32 characters or more) are read from the environment;
  those that are missing are made once, kept in the data folder, and printed.`;

/** @throws with a sentence when an argument is missing or wrong */
export async function readArguments(argv: readonly string[], databaseUrl: string | undefined): Promise<FrontDoor> {
  const option = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: { pack: option, upstreams: option, port: option, database: option, webhook: option },
  });
  const given = Arguments.safeParse({ ...values, database: values.database ?? databaseUrl });
  if (!given.success) throw new Error(given.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"));
  const upstreams: unknown = JSON.parse(await readFile(given.data.upstreams, "utf8"));
  return {
    pack: given.data.pack,
    upstreams,
    port: given.data.port,
    databaseUrl: given.data.database ?? null,
    webhookUrl: given.data.webhook ?? null,
  };
}
