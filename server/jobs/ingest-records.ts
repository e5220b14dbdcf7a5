import { ingestConnection } from "#server/services/connections/ingest-connection.ts";
import { defineJob } from "./define.ts";

/** Stores what has arrived at Nango since the last time. Safe to run twice. */
export const ingestRecordsJob = defineJob({ name: "ingest-records", retries: 3, timeoutSeconds: 3600, run: ingestConnection });
