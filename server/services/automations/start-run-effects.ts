import type { Tx } from "#db/client.ts";
import { isJobWaiting } from "#db/queries/job-runs.ts";
import type { Actor, Services } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

type Starter = Pick<Services, "queue" | "newId"> & { actor: Actor };

/** Has what is ready carried out. One job that waits is enough: it looks for everything when it begins. */
export async function startRunEffects(services: Starter, tx: Tx, { workspaceId }: { workspaceId: string }): Promise<void> {
  if (await isJobWaiting(tx, { workspaceId, name: "run-effects", subjectId: workspaceId })) return;
  await startJob({ ...services, workspaceId }, tx, {
    name: "run-effects",
    title: "Carry out what automations decided",
    subjectId: workspaceId,
    payload: {},
  });
}

/** Has a connection's cases decided on, when one of its automations is at work. */
export async function startDecisions(
  services: Starter,
  tx: Tx,
  { workspaceId, connectionId }: { workspaceId: string; connectionId: string },
): Promise<void> {
  if (await isJobWaiting(tx, { workspaceId, name: "decide-cases", subjectId: connectionId })) return;
  await startJob({ ...services, workspaceId }, tx, {
    name: "decide-cases",
    title: "Decide on what came up",
    subjectId: connectionId,
    payload: { connectionId },
  });
}
