import type { FillDemo } from "../workspaces/enter-demo.ts";
import { startJob } from "../jobs/start-job.ts";

/** Has the demo workspace filled by a job, enqueued with the workspace itself. */
export const fillDemo: FillDemo = async ({ queue, newId }, tx, { workspaceId }) => {
  const actor = { type: "system", name: "demo" } as const;
  await startJob({ queue, newId, workspaceId, actor }, tx, {
    name: "seed-demo",
    title: "Bring in the demo shop's first 14 days",
    payload: {},
  });
};
