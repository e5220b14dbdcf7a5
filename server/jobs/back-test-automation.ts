import { runBackTest } from "#server/services/automations/run-back-test.ts";
import { defineJob } from "./define.ts";

/** Replays past decisions against one version of an automation's rules. Safe to run twice: the later result stands. */
export const backTestAutomationJob = defineJob({ name: "back-test-automation", retries: 1, timeoutSeconds: 3600, run: runBackTest });
