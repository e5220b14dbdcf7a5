"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../../settings/use-action.ts";

/** Undo of what was done, another try of what failed, or the end of the page that a letter opens. */
export function EffectActions({
  effectId,
  title,
  canUndo,
  canRedo,
  hasReplyPage,
}: {
  effectId: string;
  title: string;
  canUndo: boolean;
  canRedo: boolean;
  hasReplyPage: boolean;
}) {
  const { run, pending } = useAction();
  if (hasReplyPage && !canRedo)
    return (
      <Button
        size="small"
        pending={pending}
        aria-label={`Close the reply page: ${title}`}
        onClick={() =>
          void run(
            (client) => client.asks.close.mutate({ effectId }),
            "The reply page is closed: the link of the letter opens nothing any more.",
          )
        }
      >
        Close the reply page
      </Button>
    );
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
