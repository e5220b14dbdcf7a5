import { startWeeklyAudits } from "#server/services/audit/start-weekly-audits.ts";
import type { HouseJob } from "./define.ts";

/** Every Monday before the day begins: what was measured once is measured again, so that creep is seen while it is small. */
export const sweepAuditsJob: HouseJob = {
  name: "sweep-audits",
  retries: 2,
  timeoutSeconds: 300,
  cron: "0 4 * * 1",
  run: startWeeklyAudits,
};
