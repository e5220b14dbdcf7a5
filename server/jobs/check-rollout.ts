import { checkGates } from "#server/services/rollout/check-gates.ts";
import { defineJob } from "./define.ts";

/** Reads the newest audit for the gates of what is built. Safe to run twice: an audit is read once an item. */
export const checkRolloutJob = defineJob({
  name: "check-rollout",
  retries: 2,
  timeoutSeconds: 120,
  run: (context) => checkGates(context),
});
