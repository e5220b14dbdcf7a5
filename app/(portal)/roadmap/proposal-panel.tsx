"use client";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { figureText } from "#app/ui/figure/figure-text.ts";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import { useAction } from "../settings/use-action.ts";
import type { PlanData } from "./plan-data.ts";
import { planAmount } from "#server/domain/rollout/figures.ts";

type Proposal = NonNullable<PlanData["proposal"]>;

/** What the newest audit would change in the plan: to be taken over or not. */
export default function ProposalPanel({ proposal, currency, mayManage }: { proposal: Proposal; currency: string; mayManage: boolean }) {
  const { run, pending } = useAction();
  const { locale } = useWorkspaceFormat();
  const answer = (take: boolean, done: string) =>
    void run((client) => client.rollout.answerProposal.mutate({ proposalId: proposal.id, take }), done);
  return (
    <div className="mb-8">
      <Card
        title="The newest audit changes the plan"
        detail={
          <>
            Planned anew <DateTime at={proposal.madeAt} /> from measured values. Nothing changes until it is taken over.
          </>
        }
      >
        <ul className="list-disc ps-5">
          {proposal.differences.map((difference) => (
            <li key={`${difference.itemId} ${difference.kind}`} suppressHydrationWarning>
              {differenceText(difference, (minor) =>
                figureText(
                  planAmount(
                    "Value a week",
                    { currency },
                    { minor, formula: "drag a week of the audit x capture rate", asOf: proposal.madeAt.toISOString() },
                  ),
                  { locale },
                ),
              )}
            </li>
          ))}
        </ul>
        {mayManage && (
          <div className="mt-3 flex flex-wrap gap-2.5">
            <Button pending={pending} onClick={() => answer(true, "The plan follows the measured values.")}>
              Take it over
            </Button>
            <Button variant="quiet" pending={pending} onClick={() => answer(false, "The plan stays as it is.")}>
              Keep the plan
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

const CAME = { added: "comes in", removed: "goes out", there: "is done: the system is connected" } as const;

function differenceText(difference: Proposal["differences"][number], money: (minor: number) => string): string {
  const { title } = difference;
  if (!("before" in difference)) return `${title} ${CAME[difference.kind]}.`;
  const { kind, before, after } = difference;
  if (kind === "value") return `${title} is worth ${money(after)} a week, not ${money(before)}.`;
  if (kind === "effort") return `${title} takes ${after} days, not ${before}.`;
  return `${title} becomes number ${after}; it was number ${before}.`;
}
