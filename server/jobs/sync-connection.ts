import { syncConnection } from "#server/services/connections/sync-connection.ts";
import { defineJob } from "./define.ts";

/** Follows the syncs of a connection and stores what arrives. Safe to run twice. */
export const syncConnectionJob = defineJob({ name: "sync-connection", retries: 3, timeoutSeconds: 14400, run: syncConnection });
