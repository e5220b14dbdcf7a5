import { optimisePlan } from "#server/services/rollout/optimise-plan.ts";
import { defineJob } from "./define.ts";

/** Searches longer for the best rollout order. Safe to run twice: the answer belongs to one version of the plan. */
export const optimiseRolloutJob = defineJob({
  name: "optimise-rollout",
  retries: 1,
  timeoutSeconds: 120,
  run: (context, _payload, progress) => optimisePlan(context, progress),
});
