import { importEvents } from "#server/services/imports/import-events.ts";
import { defineJob } from "./define.ts";

/** Reads an uploaded file into the event log. Safe to run twice: events known already stay as they are. */
export const importEventsJob = defineJob({ name: "import-events", retries: 3, timeoutSeconds: 4 * 3600, run: importEvents });
