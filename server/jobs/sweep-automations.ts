import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import type { HouseJob } from "./define.ts";

/** Sees every minute to what only time brings about: replies that did not come, proposals that lapse, tries that are due again. */
export const sweepAutomationsJob: HouseJob = {
  name: "sweep-automations",
  retries: 0,
  timeoutSeconds: 300,
  cron: "* * * * *",
  run: sweepAutomations,
};
