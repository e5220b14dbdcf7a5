import { randomBytes, randomUUID } from "node:crypto";
import { readArguments, USAGE } from "./read-arguments.ts";
import { startEmulator } from "./start-emulator.ts";

if (process.argv.includes("--help")) {
  console.log(USAGE);
  process.exit(0);
}

const made: string[] = [];

function keyFrom(name: string, make: () => string): string {
  const given = process.env[name];
  if (given) return given;
  const key = make();
  made.push(`${name}=${key}`);
  return key;
}

try {
  const { pack, upstreams, port, databaseUrl, webhookUrl } = await readArguments(process.argv.slice(2), process.env["DATABASE_URL"]);
  const emulator = await startEmulator({
    pack,
    upstreams,
    port,
    databaseUrl,
    webhookUrl,
    secretKey: keyFrom("NANGO_SECRET_KEY", randomUUID),
    webhookSigningKey: keyFrom("NANGO_WEBHOOK_SIGNING_KEY", randomUUID),
    encryptionKey: keyFrom("NANGO_ENCRYPTION_KEY", () => randomBytes(32).toString("base64")),
  });
  console.log(`Embedded Nango on ${emulator.url}`);
  for (const line of made) console.log(line);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void emulator.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${USAGE}`);
  process.exit(1);
}
