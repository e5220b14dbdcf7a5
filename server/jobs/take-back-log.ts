import { takeBackLog } from "#server/services/imports/take-back-log.ts";
import { defineJob } from "./define.ts";

/** Erases an imported log with its events and files. Safe to run twice. */
export const takeBackLogJob = defineJob({ name: "take-back-log", retries: 10, timeoutSeconds: 3600, run: takeBackLog });
