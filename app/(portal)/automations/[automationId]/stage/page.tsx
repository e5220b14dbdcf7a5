import type { ReactNode } from "react";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { personInWorkspace } from "../../../settings/settings-frame.tsx";
import { AutomationFrame } from "../../automation-frame.tsx";
import { agreementWords, counted, shareWords, STAGE_WORDS, type Stage } from "../../automation-words.ts";
import { costFigure } from "../../cost-figure.ts";
import { NextOfStage } from "../../next-of-stage.tsx";
import { ChangeList } from "./change-list.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { StageMoves } from "./stage-moves.tsx";
import { UndoneList } from "./undone-list.tsx";
import { UndoVersion } from "./undo-version.tsx";

export const metadata = { title: "Stage" };

type Gate = RouterOutputs["automations"]["gates"]["approve"];
type Condition = Gate["conditions"][number];

const LADDER: readonly Stage[] = ["draft", "back-test", "shadow", "approve", "auto"];

/** The ladder of one automation: what each gate asks for, how it stands, and the way up and down. */
export default async function StagePage({ params }: { params: Promise<{ automationId: string }> }) {
  const { automationId } = await params;
  return (
    <AutomationFrame automationId={automationId} tab="stage">
      {async ({ found, may }) => {
        const { automation, moves, changes, settings } = found;
        const caller = await api();
        const [gates, tests, undone, { workspace }] = await Promise.all([
          caller.automations.gates({ automationId }),
          automation.stage === "draft" ? caller.automations.backTests({ automationId }) : [],
          caller.automations.undone({ automationId }),
          personInWorkspace(),
        ]);
        const isTried = tests.some(({ version, report }) => version === automation.version && report !== null);
        const place = LADDER.indexOf(automation.stage);
        return (
          <>
            {/* Rules that were tried go up from here. */}
            {!isTried && (
              <NextOfStage
                automationId={automationId}
                stage={automation.stage}
                gateHolds={gates.approve.holds}
                stopped={found.stopped || automation.pausedAt !== null}
              />
            )}
            <ol className="mb-6 grid gap-3">
              {LADDER.map((stage, index) => (
                <li
                  key={stage}
                  aria-current={stage === automation.stage ? "step" : undefined}
                  className={`rounded-lg border px-4.5 py-3 ${stage === automation.stage ? "border-accent bg-accent-soft" : "border-line bg-panel"}`}
                >
                  <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <h2 className="font-semibold">
                      {index + 1}. {STAGE_WORDS[stage].label}
                    </h2>
                    {stage === automation.stage && <Badge tone="good">now</Badge>}
                    {index < place && <Badge>passed</Badge>}
                  </div>
                  <p className="text-pretty text-soft">{STAGE_WORDS[stage].says}</p>
                  {stage === "shadow" && (
                    <ul aria-label="Gate to shadow" className="mt-2 text-sm">
                      <GateLine holds={gates.shadow.missing === null}>A finished back-test of version {automation.version}.</GateLine>
                    </ul>
                  )}
                  {(stage === "approve" || stage === "auto") && (
                    <GateView gate={gates[stage]} stage={stage} currency={workspace.currency} asOf={automation.stageSince} />
                  )}
                </li>
              ))}
            </ol>
            {may("automations.manage") && (
              <StageMoves
                automationId={automationId}
                name={automation.name}
                moves={moves.map((to) => ({
                  to,
                  up: LADDER.indexOf(to) > place && place >= 0,
                  missing: missingFor(automation.stage, to, gates),
                }))}
              />
            )}
            <h2 className="mt-8 mb-2 text-lg font-semibold">How far it may go</h2>
            <ul className="list-disc space-y-1 ps-5 text-pretty">
              <li>
                A person has to say so beyond {settings.brake.records} records an hour, or beyond{" "}
                <FigureValue
                  figure={costFigure("Money an hour before a person has to say so", settings.brake.moneyMinor, workspace.currency, {
                    formula: "as set for this automation",
                    note: "settings of the automation",
                    evidence: "assumed",
                    asOf: automation.stageSince,
                  })}
                />{" "}
                at risk.
              </li>
              <li>
                What is proposed waits {settings.approval.hours} hours, then it{" "}
                {settings.approval.onTimeout === "lapse" ? "lapses" : "is done"}.
              </li>
              <li>{Math.round(settings.holdOutShare * 100)} % of the cases are left to people, to compare.</li>
              <li>
                It goes back to shadow by itself after {settings.demotion.severeErrors} severe errors, or when disagreements add up to{" "}
                {settings.demotion.cusumLimit} more than expected.
              </li>
              <li>At most {settings.callsPerMinute} calls a minute to the vendor.</li>
            </ul>
            {may("automations.manage") && <SettingsForm automationId={automationId} settings={settings} />}
            {automation.stage !== "draft" || undone.versions.length > 0 ? (
              <section aria-label="Undo" className="mt-8">
                <h2 className="mb-1 text-lg font-semibold">Undo what it did</h2>
                {may("automations.manage") && (
                  <UndoVersion
                    automationId={automationId}
                    version={automation.version}
                    name={automation.name}
                    since={automation.createdAt}
                  />
                )}
                <UndoneList undone={undone} />
              </section>
            ) : null}
            <h2 className="mt-8 mb-2 text-lg font-semibold">Every change of stage, gates and limits</h2>
            <ChangeList changes={changes} currency={workspace.currency} />
          </>
        );
      }}
    </AutomationFrame>
  );
}

function GateView({ gate, stage, currency, asOf }: { gate: Gate; stage: "approve" | "auto"; currency: string; asOf: Date }) {
  const said = stage === "approve" ? "in shadow" : "of proposals approved";
  return (
    <ul aria-label={`Gate to ${stage}`} className="mt-2 space-y-1 text-sm">
      {gate.conditions.map((condition) => (
        <GateLine key={condition.what} holds={condition.holds}>
          <ConditionWords condition={condition} gate={gate} said={said} currency={currency} asOf={asOf} />
        </GateLine>
      ))}
    </ul>
  );
}

const GateLine = ({ holds, children }: { holds: boolean; children: ReactNode }) => (
  <li className="flex flex-wrap items-baseline gap-x-2">
    <Badge tone={holds ? "good" : "neutral"}>{holds ? "holds" : "not yet"}</Badge>
    <span>{children}</span>
  </li>
);

/** What is missing for a step up; null where it may be taken, as every step down may. */
function missingFor(from: Stage, to: Stage, gates: RouterOutputs["automations"]["gates"]): string | null {
  if (to === "shadow") return from === "back-test" ? gates.shadow.missing : null;
  if (to === "approve") return from === "auto" ? null : gates.approve.missing;
  return to === "auto" ? gates.auto.missing : null;
}

function ConditionWords({
  condition: { what, value, limit },
  gate,
  said,
  currency,
  asOf,
}: {
  condition: Condition;
  gate: Gate;
  said: string;
  currency: string;
  asOf: Date;
}) {
  if (what === "agreement")
    return (
      <>
        Agreement {said}: {agreementWords(gate.agreement)}; its lower bound has to reach {shareWords(limit)}.
      </>
    );
  if (what === "answers")
    return (
      <>
        Answered decisions: {counted(value ?? 0)}, of at least {counted(limit)}.
      </>
    );
  const loss = (label: string, minor: number | null) =>
    costFigure(label, minor, currency, {
      formula: "cost of decisions that people took otherwise / answered decisions x 1,000",
      note: "what each mistake costs is set in the playbook",
      evidence: "assumed",
      asOf,
    });
  return (
    <>
      Expected loss per 1,000 decisions: <FigureValue figure={loss("Expected loss per 1,000", value)} />, at most{" "}
      <FigureValue figure={loss("Budget per 1,000", limit)} />.
    </>
  );
}
