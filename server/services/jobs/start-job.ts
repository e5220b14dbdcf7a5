import type { Tx } from "#db/client.ts";
import { insertJobRun } from "#db/queries/job-runs.ts";
import type { Actor, Services } from "#server/context.ts";
import type { JobName, Payload } from "#server/queue.ts";

type Tracked = { workspaceId: string; jobRunId: string };
type Starter = Pick<Services, "queue" | "newId"> & { workspaceId: string; actor: Actor };

/**
 * Writes the progress row of a job and enqueues it, both in the caller's transaction.
 *
 * @param title what the person sees, such as "Import orders.csv"
 * @param payload what the job needs besides the workspace and the progress row
 * @returns the id of the progress row
 */
export async function startJob<Name extends JobName>(
  { queue, newId, workspaceId, actor }: Starter,
  tx: Tx,
  {
    name,
    title,
    subjectId = null,
    payload,
  }: { name: Name; title: string; subjectId?: string | null; payload: Omit<Payload<Name>, keyof Tracked> },
): Promise<string> {
  const jobRunId = newId();
  const whole = { workspaceId, jobRunId, ...payload };
  await insertJobRun(tx, { workspaceId, id: jobRunId, name, title, subjectId, payload: whole, requestedBy: actor });
  await queue.enqueue(tx, name, whole);
  return jobRunId;
}
