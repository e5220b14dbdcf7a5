"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

/** Makes an earlier version the newest one; the present one stays in the list. */
export function RestoreButton({ version, restore }: { version: number; restore: number }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={`Go back to it: version ${restore}`}
      onClick={() =>
        void run((client) => client.rollout.restore.mutate({ version, restore }), `The plan is as in version ${restore} again.`)
      }
    >
      Go back to it
    </Button>
  );
}
