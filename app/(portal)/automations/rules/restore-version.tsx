"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

/** Brings an older version back as a new one: nothing of the history is lost. */
export function RestoreVersion({ automationId, version, baseVersion }: { automationId: string; version: number; baseVersion: number }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      onClick={() =>
        void run(
          (client) => client.automations.restoreVersion.mutate({ automationId, version, baseVersion }),
          `Version ${version} is back, as version ${baseVersion + 1}.`,
        )
      }
    >
      Bring back
    </Button>
  );
}
