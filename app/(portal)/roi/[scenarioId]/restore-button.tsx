"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

/** Brings an earlier version back as a new one. */
export function RestoreButton({ scenarioId, version, head }: { scenarioId: string; version: number; head: number }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={`Bring back version ${version}`}
      onClick={() =>
        void run(
          (client) => client.roi.restore.mutate({ scenarioId, version, baseVersion: head }),
          `Version ${version} is back as version ${head + 1}.`,
        )
      }
    >
      Bring back
    </Button>
  );
}
