import { startChecks } from "#server/services/rollout/start-checks.ts";
import type { HouseJob } from "./define.ts";

/** Every morning the gates of every rollout are read; the audit of the night is there by then. */
export const sweepGatesJob: HouseJob = {
  name: "sweep-gates",
  retries: 2,
  timeoutSeconds: 300,
  cron: "30 5 * * *",
  run: (services) => startChecks(services, "check-rollout"),
};
