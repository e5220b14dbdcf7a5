import { runEffects } from "#server/services/automations/run-effects.ts";
import { defineJob } from "./define.ts";

/** Carries out what is ready. Safe to run twice and side by side: an effect is lent to one worker, and read before it is done again. */
export const runEffectsJob = defineJob({ name: "run-effects", retries: 3, timeoutSeconds: 3600, run: runEffects });
