import type { Tx } from "#db/client.ts";
import { lockConnection } from "#db/queries/connections.ts";
import { isJobWaiting } from "#db/queries/job-runs.ts";
import type { Actor, Services } from "#server/context.ts";
import { startJob } from "../jobs/start-job.ts";

/**
 * Has a connection's news read. One job that waits is enough for any number of notices: it reads everything when it begins.
 *
 * @returns whether a job was added
 */
export async function startIngest(
  services: Pick<Services, "queue" | "newId">,
  tx: Tx,
  { workspaceId, connectionId, actor }: { workspaceId: string; connectionId: string; actor: Actor },
): Promise<boolean> {
  const connection = await lockConnection(tx, { workspaceId, id: connectionId });
  if (!connection || connection.state === "erasing") return false;
  if (await isJobWaiting(tx, { workspaceId, name: "ingest-records", subjectId: connectionId })) return false;
  const title = `Read what is new in ${connection.name}`;
  await startJob({ ...services, workspaceId, actor }, tx, {
    name: "ingest-records",
    title,
    subjectId: connectionId,
    payload: { connectionId },
  });
  return true;
}
