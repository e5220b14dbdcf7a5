import { currentPerson, getQueryClient, Hydrate, trpc } from "#app/trpc/server.tsx";
import { JobProgress } from "./job-progress.tsx";

/** A job's progress with its present row in the first paint, and live from then on. */
export async function JobPanel({ jobRunId, refreshAtEnd }: { jobRunId: string; refreshAtEnd: boolean }) {
  const [person] = await Promise.all([currentPerson(), getQueryClient().prefetchQuery(trpc.jobs.get.queryOptions({ jobRunId }))]);
  const mayCancel = person?.workspace?.permissions.includes("jobs.manage") ?? false;
  return (
    <Hydrate>
      <JobProgress key={jobRunId} jobRunId={jobRunId} refreshAtEnd={refreshAtEnd} mayCancel={mayCancel} />
    </Hydrate>
  );
}
