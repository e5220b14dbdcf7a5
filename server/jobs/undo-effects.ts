import { runUndo } from "#server/services/automations/undo-effects.ts";
import { defineJob } from "./define.ts";

/** Takes effects back, the latest first. Safe to run twice: what is undone stays so. */
export const undoEffectsJob = defineJob({ name: "undo-effects", retries: 3, timeoutSeconds: 3600, run: runUndo });
