import { proposePlan } from "#server/services/rollout/propose-plan.ts";
import { defineJob } from "./define.ts";

/** Proposes a plan from what the newest audit measured. Safe to run twice: one proposal an audit and version. */
export const replanRolloutJob = defineJob({
  name: "replan-rollout",
  retries: 2,
  timeoutSeconds: 120,
  run: (context) => proposePlan(context),
});
