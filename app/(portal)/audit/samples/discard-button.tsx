"use client";
import { useAction } from "../../settings/use-action.ts";
import { Button } from "#app/ui/button.tsx";

/** Leaves a sample out, or takes it in again; either can be taken back. */
export function DiscardButton({ sampleId, discarded, label }: { sampleId: string; discarded: boolean; label: string }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={label}
      onClick={() =>
        void run(
          (client) => client.samples.discard.mutate({ sampleId, discarded: !discarded }),
          discarded ? "The sample counts again." : "The sample is discarded.",
          { undo: (client) => client.samples.discard.mutate({ sampleId, discarded }) },
        )
      }
    >
      {discarded ? "Take it in again" : "Discard"}
    </Button>
  );
}
