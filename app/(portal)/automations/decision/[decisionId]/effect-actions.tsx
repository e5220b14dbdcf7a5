"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../../settings/use-action.ts";

/** Undo of what was done, or another try of what failed. */
export function EffectActions({
  effectId,
  title,
  canUndo,
  canRedo,
}: {
  effectId: string;
  title: string;
  canUndo: boolean;
  canRedo: boolean;
}) {
  const { run, pending } = useAction();
  if (!canUndo && !canRedo) return null;
  return canUndo ? (
    <Button
      size="small"
      pending={pending}
      aria-label={`Undo: ${title}`}
      onClick={() =>
        void run(
          (client) => client.automations.undo.mutate({ effectIds: [effectId] }),
          "It is being undone. If somebody edited the record since, it is left as it is.",
        )
      }
    >
      Undo
    </Button>
  ) : (
    <Button
      size="small"
      pending={pending}
      aria-label={`Try again: ${title}`}
      onClick={() => void run((client) => client.automations.redo.mutate({ effectIds: [effectId] }), "It is tried again.")}
    >
      Try again
    </Button>
  );
}
