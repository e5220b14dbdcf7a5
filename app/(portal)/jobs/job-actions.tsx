"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";

/** Does a failed or cancelled job once more. */
export function JobActions({ jobRunId, title }: { jobRunId: string; title: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);

  async function redo() {
    setPending(true);
    const problem = await sendOrSay((client) => client.jobs.redo.mutate({ jobRunId }));
    setWrong(problem ?? null);
    setPending(false);
    if (!problem) router.refresh();
  }
  return (
    <>
      <Button size="small" pending={pending} onClick={() => void redo()} aria-label={`Do again: ${title}`}>
        Do again
      </Button>
      {wrong && (
        <span role="alert" className="block text-sm text-danger">
          {wrong}
        </span>
      )}
    </>
  );
}
