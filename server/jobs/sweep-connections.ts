import { sweepConnections } from "#server/services/connections/sweep-connections.ts";
import type { HouseJob } from "./define.ts";

/** Repairs every five minutes what webhooks missed. */
export const sweepConnectionsJob: HouseJob = {
  name: "sweep-connections",
  retries: 0,
  timeoutSeconds: 300,
  cron: "*/5 * * * *",
  run: sweepConnections,
};
