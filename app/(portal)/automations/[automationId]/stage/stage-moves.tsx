"use client";
import { Button } from "#app/ui/button.tsx";
import { closeDialog, Dialog, OpenDialogButton } from "#app/ui/dialog.tsx";
import type { Stage } from "../../automation-words.ts";
import { ReasonDialog } from "../../reason-dialog.tsx";

/** `missing`: what the gate to it still asks for, as a sentence. */
type Move = { to: Stage; up: boolean; missing: string | null };

/** The steps that the ladder allows from here, each with a reason. */
export function StageMoves({ automationId, name, moves }: { automationId: string; name: string; moves: readonly Move[] }) {
  return (
    <section aria-label="Change the stage" className="flex flex-wrap gap-2.5">
      {moves.map(({ to, up, missing }) => (
        <div key={to}>
          <OpenDialogButton dialogId={`to-${to}`} variant={up && missing === null ? "primary" : "secondary"}>
            {wordsOf(to, up)}
          </OpenDialogButton>
          {missing === null ? (
            <ReasonDialog
              id={`to-${to}`}
              title={`${wordsOf(to, up)}: ${name}`}
              confirm={wordsOf(to, up)}
              done={`It is in stage ${to}.`}
              begin={(client, reason) => client.automations.setStage.mutate({ automationId, stage: to, reason })}
            >
              {explain(to)}
            </ReasonDialog>
          ) : (
            <Dialog
              id={`to-${to}`}
              title={`Not yet: ${name} to ${to}`}
              footer={<Button onClick={() => closeDialog(`to-${to}`)}>Close</Button>}
            >
              <p className="text-pretty">{missing}</p>
              {to !== "shadow" && (
                <p className="mt-2 text-pretty text-soft">Let it decide in its present stage until the gate holds, or improve its rules.</p>
              )}
            </Dialog>
          )}
        </div>
      ))}
    </section>
  );
}

const wordsOf = (to: Stage, up: boolean): string => (to === "retired" ? "Retire" : up ? `Promote to ${to}` : `Back to ${to}`);

function explain(to: Stage): string {
  if (to === "retired") return "It decides nothing any more. What it did stays on record and can still be undone.";
  if (to === "auto")
    return "It will act by itself, within its limits, and go back to shadow by itself when people begin to decide otherwise.";
  if (to === "approve") return "It will propose changes. Each is made only after somebody approved it.";
  if (to === "shadow") return "It will decide on live cases and write nothing to any system.";
  return "It decides nothing live in this stage. What it proposed and nobody approved yet lapses.";
}
