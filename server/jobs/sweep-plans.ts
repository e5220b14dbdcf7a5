import { startChecks } from "#server/services/rollout/start-checks.ts";
import type { HouseJob } from "./define.ts";

/** Early every Monday every rollout is planned anew from what was measured. */
export const sweepPlansJob: HouseJob = {
  name: "sweep-plans",
  retries: 2,
  timeoutSeconds: 300,
  cron: "0 4 * * 1",
  run: (services) => startChecks(services, "replan-rollout"),
};
