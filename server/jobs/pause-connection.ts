import { pauseConnection } from "#server/services/connections/pause-connection.ts";
import { defineJob } from "./define.ts";

/** Stops the syncs of a connection, or starts them again. Safe to run twice. */
export const pauseConnectionJob = defineJob({ name: "pause-connection", retries: 3, timeoutSeconds: 300, run: pauseConnection });
