import { startEmulator } from "#server/emulator/start-emulator.ts";
import * as z from "zod";

/** The embedded Nango in a process of its own, as the parent's first message says; told when it listens, and ended with the parent. */
const Options = z.looseObject({
  pack: z.string(),
  upstreams: z.record(z.string(), z.string()),
  port: z.int(),
  databaseUrl: z.string(),
  encryptionKey: z.string(),
  secretKey: z.string(),
  webhookSigningKey: z.string(),
  webhookUrl: z.string(),
});
process.on("disconnect", () => process.exit(0));
process.once("message", (given) => {
  const options = Options.parse(given);
  void startEmulator({ ...options, proxyRetryDelayMs: 5, webhookRetryDelaysMs: [50, 50], runsSchedule: false, report: () => {} }).then(
    ({ url }) => process.send?.({ url }),
    () => process.exit(1),
  );
});
