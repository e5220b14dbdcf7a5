"use client";
import type { RouterInputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

type Said = RouterInputs["samples"]["declareUntraced"];

/** Takes back what was said of work without a trace; its samples stay. */
export function UntracedRemove({ said }: { said: Said }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={`Remove ${said.activity}`}
      onClick={() =>
        void run(
          (client) => client.samples.declareUntraced.mutate({ ...said, timesAWeek: null }),
          `${said.activity} is removed; its samples stay.`,
          {
            undo: (client) => client.samples.declareUntraced.mutate(said),
          },
        )
      }
    >
      Remove
    </Button>
  );
}
