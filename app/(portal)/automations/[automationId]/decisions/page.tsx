import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { Tabs } from "#app/ui/tabs.tsx";
import { personInWorkspace } from "../../../settings/settings-frame.tsx";
import { AutomationFrame } from "../../automation-frame.tsx";
import { agreementWords, automationHref, outcomeTitle } from "../../automation-words.ts";
import { effectState } from "../../effect-state.ts";
import { ChannelsInStep } from "../../channels-in-step.tsx";

export const metadata = { title: "Decisions" };

type Decision = RouterOutputs["automations"]["decisions"]["rows"][number];

const FILTERS = ["all", "disagreed", "unanswered", "needs a person"] as const;
const FILTER_LABEL = {
  all: "All",
  disagreed: "People decided otherwise",
  unanswered: "Not answered yet",
  "needs a person": "Left to people",
} as const;

/** What it decided on live cases, and what people did: the shadow log, and the runs since it acts. */
export default async function DecisionsPage({
  params,
  searchParams,
}: {
  params: Promise<{ automationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const [{ automationId }, search] = await Promise.all([params, searchParams]);
  const filter = FILTERS.find((one) => one === search["show"]) ?? "all";
  const page = Math.max(0, Math.trunc(Number(search["page"] ?? 0)) || 0);
  return (
    <AutomationFrame automationId={automationId} tab="decisions">
      {async ({ found }) => {
        const [caller, { workspace }] = await Promise.all([api(), personInWorkspace()]);
        const [{ rows, more, isStopped }, gates, inStep] = await Promise.all([
          caller.automations.decisions({ automationId, filter, page }),
          caller.automations.gates({ automationId }),
          caller.automations.inStep({ automationId }),
        ]);
        const { stage } = found.automation;
        const gate = stage === "approve" || stage === "auto" ? gates.auto : gates.approve;
        const here = automationHref(automationId, "decisions");
        const at = (show: string, to: number) => `${here}?show=${encodeURIComponent(show)}&page=${to}`;
        return (
          <>
            {stage === "shadow" && (
              <NextStep
                action={
                  <LinkButton href={automationHref(automationId, "stage")} variant="primary">
                    See the gate
                  </LinkButton>
                }
              >
                {gates.approve.holds ? "it has earned the next stage." : "it decides beside your team until the gate to approve holds."}
              </NextStep>
            )}
            {inStep !== null && <ChannelsInStep inStep={inStep} locale={workspace.locale} />}
            <StatRow>
              <Stat
                label={stage === "approve" || stage === "auto" ? "Approved as decided" : "Agreement in shadow"}
                note="95 % bounds, present version"
              >
                {agreementWords(gate.agreement)}
              </Stat>
              <Stat label="Severe errors">{gate.agreement.severe}</Stat>
            </StatRow>
            <div className="mt-6">
              <Tabs
                label="Which decisions"
                tabs={FILTERS.map((one) => ({ label: FILTER_LABEL[one], href: at(one, 0) }))}
                current={at(filter, 0)}
              />
            </div>
            <DataTable
              caption="Decisions"
              columns={columnsOf(found.outcomes, isStopped)}
              rows={rows}
              rowKey={({ id }) => id}
              empty={
                <EmptyState title="No decision here" headingLevel={2}>
                  From the stage shadow on, each live case that it decides stands here within a second of the record&rsquo;s arrival, with
                  what people did.
                </EmptyState>
              }
            />
            <p className="mt-3 flex gap-4">
              {page > 0 && <Link href={at(filter, page - 1)}>Newer</Link>}
              {more && <Link href={at(filter, page + 1)}>Older</Link>}
            </p>
          </>
        );
      }}
    </AutomationFrame>
  );
}

const columnsOf = (outcomes: readonly { name: string; title: string }[], isStopped: boolean): readonly Column<Decision>[] => [
  {
    key: "case",
    heading: "Case",
    phone: "title",
    cell: ({ id, caseName }) => <Link href={`/automations/decision/${id}`}>{caseName}</Link>,
  },
  { key: "at", heading: "Decided", kind: "date", cell: ({ decidedAt }) => <DateTime at={decidedAt} full /> },
  { key: "stage", heading: "Stage", cell: ({ stage, heldOut }) => (heldOut ? `${stage}, left to people to compare` : stage) },
  { key: "outcome", heading: "Decision", cell: ({ outcome }) => outcomeTitle(outcomes, outcome) },
  { key: "reason", heading: "Because", phone: "hide", cell: ({ reason }) => reason },
  {
    key: "change",
    heading: "What came of it",
    cell: ({ change }) => {
      if (change === null) return <span className="text-soft">nothing to write</span>;
      const { tone, label } = effectState(change, isStopped);
      return <Badge tone={tone}>{label}</Badge>;
    },
  },
  {
    key: "answer",
    heading: "People",
    cell: ({ answer }) =>
      answer === null ? (
        <span className="text-soft">not yet</span>
      ) : (
        <span className="inline-flex flex-wrap gap-1.5">
          {outcomeTitle(outcomes, answer.outcome)}
          <Badge tone={answer.agreed ? "good" : answer.severe ? "danger" : "warn"}>
            {answer.agreed ? "alike" : answer.severe ? "severe" : "otherwise"}
          </Badge>
        </span>
      ),
  },
];
