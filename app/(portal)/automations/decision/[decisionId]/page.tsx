import { notFound } from "next/navigation";
import * as z from "zod";
import { api, refusalOf } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { whoMay } from "../../../settings/role-name.ts";
import { personInWorkspace } from "../../../settings/settings-frame.tsx";
import { Alterations } from "../../alterations.tsx";
import { automationHref, outcomeTitle, tryHref } from "../../automation-words.ts";
import { costFigure } from "../../cost-figure.ts";
import { effectState } from "../../effect-state.ts";
import { FactsKnown } from "../../facts-known.tsx";
import { RoomFrame } from "../../room-frame.tsx";
import { StopWords } from "../../stop-words.tsx";
import { decisionMoments } from "./decision-moments.ts";
import { LaterChange } from "../../later-change.tsx";
import { EffectActions } from "./effect-actions.tsx";
import { VendorAnswer } from "./vendor-answer.tsx";

export const metadata = { title: "Decision" };

/** One decision from what was known to what the vendor answered, on one time line. */
export default async function DecisionPage({ params }: { params: Promise<{ decisionId: string }> }) {
  const { decisionId } = await params;
  if (!z.uuid().safeParse(decisionId).success) notFound();
  const [caller, { workspace }] = await Promise.all([api(), personInWorkspace()]);
  const answer = await refusalOf(caller.automations.decision({ decisionId }));
  if ("refused" in answer) notFound();
  const { decision, row, effects, stop } = answer.value;
  const undoneTitle = (id: string) => effects.find((other) => other.id === id)?.title ?? "a change";
  const waits = effects.some(({ state, undoes }) => undoes === null && (state === "ready" || state === "proposed"));
  const { automation, outcomes, facts, atRisk, prices } = await caller.automations.get({ automationId: decision.automationId });
  const { roles } = await caller.automations.list({});
  const mayManage = workspace.permissions.includes("automations.manage");
  const title = (name: string) => outcomeTitle(outcomes, name);
  const decided = title(decision.outcome);
  const moments = decisionMoments(answer.value, { automation: automation.name, decided, title });
  return (
    <RoomFrame
      crumbs={[
        { label: "Automations", href: "/automations" },
        { label: automation.name, href: automationHref(automation.id, "decisions") },
        { label: decision.caseName },
      ]}
      tab={null}
    >
      {async () => (
        <>
          <h1 className="mb-1 text-2xl font-semibold tracking-tight wrap-anywhere">
            {decided}: {decision.caseName}
          </h1>
          <p className="mb-5 max-w-[74ch] text-pretty text-soft">
            {decision.reason} Decided in stage {decision.stage} by version {decision.version}, at risk{" "}
            <FigureValue
              figure={costFigure("Money at risk", decision.riskMinor, decision.currency ?? workspace.currency, {
                ...atRisk,
                evidence: "recorded",
                asOf: decision.decidedAt,
              })}
            />
            .
          </p>
          {decision.regret !== null && prices !== null && (
            <p className="mb-5 max-w-[74ch] text-pretty">
              {regretWords(decision.regret, outcomeTitle(outcomes, decision.regret.best))}{" "}
              <FigureValue
                figure={costFigure("Difference to the best choice", decision.regret.minor, decision.currency ?? workspace.currency, {
                  ...prices,
                  evidence: "recorded",
                  asOf: decision.decidedAt,
                })}
              />
            </p>
          )}
          {stop !== null && !stop.all && waits && (
            <p className="mb-5 max-w-[74ch] rounded-md bg-warn-soft px-3.5 py-2.5 text-pretty text-warn">
              <StopWords stop={stop} name={automation.name} />
            </p>
          )}
          <p className="mb-4 max-w-[74ch] text-pretty">
            {row === null
              ? `No row of version ${decision.version} was met.`
              : `Row ${row.number} of version ${decision.version} decided. ${row.words}`}
          </p>
          <div className="mb-6 flex flex-wrap gap-2.5">
            <LinkButton
              href={tryHref(automation.id, { facts: decision.facts, people: decision.answer?.outcome ?? null, name: decision.caseName })}
              size="small"
            >
              Try the rules on this case
            </LinkButton>
          </div>
          <h2 className="mb-2 text-lg font-semibold">What was known</h2>
          <div className="mb-8 rounded-lg border border-line bg-panel px-4.5 py-4">
            <FactsKnown facts={decision.facts} definitions={facts} />
          </div>
          <h2 className="mb-2 text-lg font-semibold">Changes at the vendor</h2>
          {effects.length === 0 ? (
            <p className="text-soft">None: in this stage, or by this decision, nothing is written.</p>
          ) : (
            <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
              {effects.map((effect) => (
                <li key={effect.id} id={effect.id} className="flex scroll-mt-4 flex-wrap items-start gap-x-3 gap-y-2 px-4.5 py-3">
                  <div className="min-w-0 flex-1 basis-64">
                    {effect.undoes === null ? effect.title : `Undo: ${undoneTitle(effect.undoes)}`}{" "}
                    <StateBadge effect={effect} isStopped={stop !== null && effect.undoes === null} />
                    {effect.problem !== null && <span className="block text-pretty text-warn">{effect.problem}</span>}
                    {effect.later !== null && <LaterChange later={effect.later} />}
                    <div className="mt-2">
                      <Alterations
                        alters={effect.alters}
                        asOf={effect.createdAt}
                        label={`What is written: ${effect.undoes === null ? effect.title : `undo of ${undoneTitle(effect.undoes)}`}`}
                      />
                    </div>
                    {effect.answer !== null && <VendorAnswer answer={effect.answer} />}
                  </div>
                  {mayManage && (
                    <EffectActions
                      effectId={effect.id}
                      title={effect.title}
                      canUndo={effect.canUndo}
                      canRedo={effect.state === "failed"}
                      hasReplyPage={effect.hasReplyPage}
                    />
                  )}
                </li>
              ))}
            </ul>
          )}
          {!mayManage && effects.some(({ canUndo, state }) => canUndo || state === "failed") && (
            <p className="mt-2 text-sm text-pretty text-soft">
              To undo a change or to try it again is not yours: {whoMay(roles.manage)} does that.
            </p>
          )}
          <h2 className="mt-8 mb-2 text-lg font-semibold">Time line</h2>
          <ol className="space-y-2 border-s-2 border-line ps-4">
            {moments.map(({ at, what }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- moments of one instant have no other key, and the list never changes in place
              <li key={index}>
                <span className="text-sm text-soft">
                  <DateTime at={at} full />
                </span>
                <p className="text-pretty">{what}</p>
              </li>
            ))}
          </ol>
        </>
      )}
    </RoomFrame>
  );
}

/** Words before the amount by which the decision differs from the cheapest that keeps what was promised. */
function regretWords({ minor, keepsPromise }: NonNullable<RouterOutputs["automations"]["decision"]["decision"]["regret"]>, best: string) {
  if (!keepsPromise) return `It does not keep what was promised. The cheapest that does is "${best}"; the difference in price is`;
  if (minor === 0) return "No choice that keeps what was promised is cheaper. The difference in price is";
  return `The cheapest that keeps what was promised is "${best}". This is dearer by`;
}

function StateBadge({ effect, isStopped }: { effect: { state: string; errorClass: string | null }; isStopped: boolean }) {
  const { tone, label } = effectState(effect, isStopped);
  return <Badge tone={tone}>{label}</Badge>;
}
