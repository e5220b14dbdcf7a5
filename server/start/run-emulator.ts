import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { readArguments, USAGE } from "#server/emulator/read-arguments.ts";
import { startEmulator } from "#server/emulator/start-emulator.ts";
import { dataFolderAt, openDataFolder, secretOf } from "./data-folder.ts";
import { takeLock } from "./instance-lock.ts";
import { nangoKeysOf } from "./nango-keys.ts";

/** The embedded Nango alone: `npm run emulator -- --pack DIR --upstreams FILE.json --port N`. */
async function main(): Promise<void> {
  const given = await readArguments(process.argv.slice(2), process.env["DATABASE_URL"]);
  const folder = dataFolderAt(process.env["SLIPSTREAM_DATA"] ?? ".slipstream");
  await openDataFolder(folder);
  const made = nangoKeysOf(await secretOf(folder));
  const keys = {
    secretKey: process.env["NANGO_SECRET_KEY"] ?? made.secretKey,
    webhookSigningKey: process.env["NANGO_WEBHOOK_SIGNING_KEY"] ?? made.webhookSigningKey,
    encryptionKey: process.env["NANGO_ENCRYPTION_KEY"] ?? made.encryptionKey,
  };
  const database = given.databaseUrl === null ? await ownDatabase(join(folder.path, "emulator")) : null;
  const emulator = await startEmulator({ ...given, ...keys, databaseUrl: given.databaseUrl ?? database?.ownerUrl ?? "" });
  const stop = async () => {
    await emulator.stop();
    await database?.stop();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
  console.log(`NANGO_SECRET_KEY=${keys.secretKey}\nNANGO_WEBHOOK_SIGNING_KEY=${keys.webhookSigningKey}\nNANGO_HOST=${emulator.url}`);
}

async function ownDatabase(home: string): Promise<{ ownerUrl: string; stop: () => Promise<void> }> {
  await mkdir(home, { recursive: true });
  const lock = await takeLock(home);
  if (!lock)
    throw new RemedyError("Another embedded Nango runs on this data folder.", {
      remedy: "Stop it, or set SLIPSTREAM_DATA to another folder.",
    });
  const server = await startEmbedded({ home: join(home, "postgres"), mode: "durable", logFile: join(home, "postgres.log") });
  return {
    ownerUrl: server.ownerUrl,
    // Named here so that the lock lives as long as the server: a lock that nobody holds on to is given up.
    stop: async () => {
      await server.stop();
      lock.release();
    },
  };
}

if (process.argv.includes("--help")) console.log(USAGE);
else {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof RemedyError) console.error(error.remedy);
    else console.error(`\n${USAGE}`);
    process.exit(1);
  }
}
