"use client";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { OpenDialogButton } from "#app/ui/dialog.tsx";
import { JobProgress } from "../../../jobs/job-progress.tsx";
import { ReasonDialog } from "../../reason-dialog.tsx";
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
  const [jobRunId, setJobRunId] = useState<string | null>(null);
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
    <>
      <OpenDialogButton dialogId={`undo-${effectId}`} size="small" aria-label={`Undo: ${title}`}>
        Undo
      </OpenDialogButton>
      <ReasonDialog
        id={`undo-${effectId}`}
        title={`Undo: ${title}?`}
        confirm="Undo it"
        done="It is being undone. If somebody edited the record since, it is left as it is."
        begin={async (client, reason) => {
          const begun = await client.automations.undo.mutate({ effectIds: [effectId], reason });
          setJobRunId(begun.jobRunId);
        }}
      >
        The record is put back as it was, unless somebody edited it since, or a later change of ours stands on this one: that one has to be
        undone first. After that the case is left to people until somebody has settled it.
      </ReasonDialog>
      {jobRunId !== null && (
        <div className="basis-full">
          <JobProgress jobRunId={jobRunId} refreshAtEnd mayCancel={false} />
        </div>
      )}
    </>
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
