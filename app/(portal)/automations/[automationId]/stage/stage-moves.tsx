"use client";
import { OpenDialogButton } from "#app/ui/dialog.tsx";
import type { Stage } from "../../automation-words.ts";
import { ReasonDialog } from "../../reason-dialog.tsx";

type Move = { to: Stage; up: boolean; gateHolds: boolean };

/** The steps that the ladder allows from here, each with a reason. */
export function StageMoves({ automationId, name, moves }: { automationId: string; name: string; moves: readonly Move[] }) {
  return (
    <section aria-label="Change the stage" className="flex flex-wrap gap-2.5">
      {moves.map(({ to, up, gateHolds }) => (
        <div key={to}>
          <OpenDialogButton dialogId={`to-${to}`} variant={up && gateHolds ? "primary" : "secondary"}>
            {wordsOf(to, up)}
          </OpenDialogButton>
          <ReasonDialog
            id={`to-${to}`}
            title={`${wordsOf(to, up)}: ${name}`}
            confirm={wordsOf(to, up)}
            done={`It is in stage ${to}.`}
            begin={(client, reason) => client.automations.setStage.mutate({ automationId, stage: to, reason })}
          >
            {explain(to, gateHolds)}
          </ReasonDialog>
        </div>
      ))}
    </section>
  );
}

const wordsOf = (to: Stage, up: boolean): string => (to === "retired" ? "Retire" : up ? `Promote to ${to}` : `Back to ${to}`);

function explain(to: Stage, gateHolds: boolean): string {
  if (!gateHolds) return "The gate to this stage does not hold yet: the step will be refused and say what is missing.";
  if (to === "retired") return "It decides nothing any more. What it did stays on record and can still be undone.";
  if (to === "auto")
    return "It will act by itself, within its limits, and go back to shadow by itself when people begin to decide otherwise.";
  if (to === "approve") return "It will propose changes. Each is made only after somebody approved it.";
  if (to === "shadow") return "It will decide on live cases and write nothing to any system.";
  return "It decides nothing live in this stage. What it proposed and nobody approved yet lapses.";
}
