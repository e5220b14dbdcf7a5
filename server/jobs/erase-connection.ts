import { eraseConnection } from "#server/services/connections/erase-connection.ts";
import { defineJob } from "./define.ts";

/** Deletes a connection with everything that came through it. Safe to run twice. */
export const eraseConnectionJob = defineJob({ name: "erase-connection", retries: 10, timeoutSeconds: 3600, run: eraseConnection });
