import { upsertLoadedRate } from "#db/queries/loaded-rates.ts";
import type { FillDemo } from "../workspaces/enter-demo.ts";
import { startJob } from "../jobs/start-job.ts";

/** What an hour costs in the demo shop where it is not the default, in cents. */
const DEMO_RATES = [
  { role: "buyer", minorAnHour: 46_00 },
  { role: "customer service", minorAnHour: 29_00 },
  { role: "warehouse lead", minorAnHour: 41_00 },
] as const;

/** Gives the demo workspace rates by role, and has it filled by a job, enqueued with the workspace itself. */
export const fillDemo: FillDemo = async ({ queue, newId, now }, tx, { workspaceId }) => {
  for (const rate of DEMO_RATES)
    await upsertLoadedRate(tx, {
      workspaceId,
      id: newId(),
      ...rate,
      effectiveFrom: null,
      class: "assumed",
      source: "Made up for the demo shop",
      now: now(),
    });
  const actor = { type: "system", name: "demo" } as const;
  await startJob({ queue, newId, workspaceId, actor }, tx, {
    name: "seed-demo",
    title: "Bring in the demo shop's first 14 days",
    payload: {},
  });
};
