import { createHmac } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { RemedyError } from "#db/embedded/remedy-error.ts";
import { startEmbedded } from "#db/embedded/start-embedded.ts";
import { readArguments, USAGE } from "#server/emulator/read-arguments.ts";
import { startEmulator } from "#server/emulator/start-emulator.ts";
import { dataFolderAt, openDataFolder, secretOf } from "./data-folder.ts";
import { takeLock } from "./instance-lock.ts";

/** The embedded Nango alone: `npm run emulator -- --pack DIR --upstreams FILE.json --port N`. */
async function main(): Promise<void> {
  const given = await readArguments(process.argv.slice(2), process.env["DATABASE_URL"]);
  const folder = dataFolderAt(process.env["SLIPSTREAM_DATA"] ?? ".slipstream");
  await openDataFolder(folder);
  const secret = await secretOf(folder);
  const keys = {
    secretKey: process.env["NANGO_SECRET_KEY"] ?? uuidFrom(secret, "nango secret key"),
    webhookSigningKey: process.env["NANGO_WEBHOOK_SIGNING_KEY"] ?? uuidFrom(secret, "nango webhook signing key"),
    encryptionKey: process.env["NANGO_ENCRYPTION_KEY"] ?? createHmac("sha256", secret).update("nango encryption key").digest("hex"),
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

/** The same UUID v4 for the same secret and purpose. */
function uuidFrom(secret: string, purpose: string): string {
  const hex = createHmac("sha256", secret).update(purpose).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
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
