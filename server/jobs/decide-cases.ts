import { decideCases } from "#server/services/automations/decide-cases.ts";
import { defineJob } from "./define.ts";

/** Decides on what came up in a connection's cases. Safe to run twice: a situation is decided on once. */
export const decideCasesJob = defineJob({ name: "decide-cases", retries: 3, timeoutSeconds: 900, run: decideCases });
