"use client";
import { SendButton } from "#app/trpc/send-button.tsx";

/** Does a failed or cancelled job once more. */
export function JobActions({ jobRunId, title }: { jobRunId: string; title: string }) {
  return (
    <SendButton size="small" aria-label={`Do again: ${title}`} work={(client) => client.jobs.redo.mutate({ jobRunId })}>
      Do again
    </SendButton>
  );
}
