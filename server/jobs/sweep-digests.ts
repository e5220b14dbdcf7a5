import { sendDigests } from "#server/services/audit/send-digests.ts";
import type { HouseJob } from "./define.ts";

/** Every Monday morning, when the weekly audits of the night are done: what changed since the week before. */
export const sweepDigestsJob: HouseJob = {
  name: "sweep-digests",
  retries: 2,
  timeoutSeconds: 600,
  cron: "0 6 * * 1",
  run: sendDigests,
};
