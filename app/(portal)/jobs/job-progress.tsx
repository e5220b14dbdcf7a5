"use client";
import { useEffect, useRef } from "react";
import { useRouter } from "next/navigation";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useTRPC } from "#app/trpc/client.tsx";
import { ProgressBar } from "#app/ui/feedback/progress-bar.tsx";
import { Skeleton } from "#app/ui/feedback/skeleton.tsx";

const ENDED = new Set(["done", "failed", "cancelled"]);

/**
 * A job as it goes on, from the row the job writes: it survives a reload of the page and a restart of the server.
 *
 * @param props.refreshAtEnd ask the server for the page anew when the job has ended
 * @param props.mayCancel the person's role may stop it
 */
export function JobProgress({ jobRunId, refreshAtEnd, mayCancel }: { jobRunId: string; refreshAtEnd: boolean; mayCancel: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const cache = useQueryClient();
  const { data: run } = useQuery(trpc.jobs.get.queryOptions({ jobRunId }));
  // A subscription forgets its last row when the stream ends, which is when the job has: the cache keeps it.
  const keep = ({ data }: { data: typeof run }) => cache.setQueryData(trpc.jobs.get.queryKey({ jobRunId }), data);
  useSubscription(trpc.jobs.watch.subscriptionOptions({ jobRunId }, { onData: keep }));
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions());
  const ended = run !== undefined && ENDED.has(run.state);
  const refreshed = useRef(false);

  useEffect(() => {
    if (!ended || !refreshAtEnd || refreshed.current) return;
    refreshed.current = true;
    router.refresh();
  }, [ended, refreshAtEnd, router]);

  if (!run) return <Skeleton className="h-24" />;
  const until = run.finishedAt ?? run.heartbeatAt ?? run.startedAt;
  const elapsedSeconds = run.startedAt && until ? Math.max(0, (until.getTime() - run.startedAt.getTime()) / 1000) : 0;
  return (
    <ProgressBar
      label={run.title}
      progress={{ state: run.state === "retrying" ? "running" : run.state, done: run.rowsDone, total: run.rowsTotal, elapsedSeconds }}
      cancelling={run.cancelRequestedAt !== null && !ended}
      {...(ended || !mayCancel ? {} : { onCancel: () => cancel.mutate({ jobRunId }) })}
    >
      {run.message && !ended && run.rowsDone === 0 && <p className="mt-1 text-sm text-soft">{run.message}</p>}
      {run.errorMessage && (
        <p role="alert" className="mt-2 text-pretty text-danger">
          {run.errorMessage}
        </p>
      )}
    </ProgressBar>
  );
}
