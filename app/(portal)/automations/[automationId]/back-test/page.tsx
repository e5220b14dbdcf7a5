import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { rowWords } from "#server/domain/decisions/cell-words.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { JobPanel } from "../../../jobs/job-panel.tsx";
import { personInWorkspace } from "../../../settings/settings-frame.tsx";
import { AutomationFrame, type AutomationAnswer } from "../../automation-frame.tsx";
import { counted, agreementWords, ofAll, automationHref, outcomeTitle, shareWords, tryHref } from "../../automation-words.ts";
import { costFigure } from "../../cost-figure.ts";
import { FactsKnown } from "../../facts-known.tsx";
import { BeforeAndAfter } from "./before-and-after.tsx";
import { VersionsBeside } from "./versions-beside.tsx";
import { RunBackTest } from "./run-back-test.tsx";

export const metadata = { title: "Back-test" };

type BackTest = RouterOutputs["automations"]["backTest"];
type Report = NonNullable<BackTest["report"]>;
type Disagreement = RouterOutputs["automations"]["disagreements"]["rows"][number];
type Cell = Report["confusion"][number];
type RuleLine = Report["rows"][number];

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 90;

/** What the rules would have decided on past cases, against what people did. */
export default async function BackTestPage({
  params,
  searchParams,
}: {
  params: Promise<{ automationId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const [{ automationId }, { test: asked }] = await Promise.all([params, searchParams]);
  return (
    <AutomationFrame automationId={automationId} tab="back-test">
      {async ({ found, may }) => {
        const caller = await api();
        const { workspace } = await personInWorkspace();
        const tests = await caller.automations.backTests({ automationId });
        const shown = tests.find(({ id }) => id === asked) ?? tests[0];
        // Its rows are named by the rules that it tried, which later ones may have under the same ids otherwise.
        const { table } =
          shown === undefined || shown.version === found.automation.version
            ? found
            : await caller.automations.versionOf({ automationId, version: shown.version });
        const changed = shown?.report?.against ? await caller.automations.changedCases({ backTestId: shown.id }) : [];
        const today = Date.now();
        const day = (back: number) => new Date(today - back * DAY_MS).toISOString().slice(0, 10);
        const disagreements = shown?.report
          ? await caller.automations.disagreements({ backTestId: shown.id, page: 0 })
          : { rows: [], more: false };
        return (
          <>
            {may("automations.manage") && (
              <RunBackTest
                automationId={automationId}
                version={found.automation.version}
                others={Array.from({ length: found.automation.version - 1 }, (_, index) => found.automation.version - 1 - index)}
                fromDay={day(WINDOW_DAYS)}
                toDay={day(0)}
                primary={tests.length === 0}
              />
            )}
            {shown === undefined && (
              <EmptyState title="No back-test yet" headingLevel={2}>
                It replays what your team decided, with the facts known at each moment and nothing learned later, and shows where the rules
                agree.
              </EmptyState>
            )}
            {shown !== undefined && shown.finishedAt === null && shown.jobRunId !== null && (
              <div className="mb-6">
                <JobPanel jobRunId={shown.jobRunId} refreshAtEnd />
              </div>
            )}
            {shown?.report != null && (
              <ReportView
                test={shown}
                report={shown.report}
                found={{ ...found, table }}
                currency={workspace.currency}
                changed={changed}
                disagreements={disagreements.rows}
                more={disagreements.more}
              />
            )}
            {tests.length > 1 && (
              <section aria-label="Other back-tests" className="mt-8">
                <h2 className="mb-2 text-lg font-semibold">Back-tests so far</h2>
                <ul className="space-y-1">
                  {tests.map((test) => (
                    <li key={test.id}>
                      <Link
                        href={`${automationHref(automationId, "back-test")}?test=${test.id}`}
                        aria-current={test.id === shown?.id ? "true" : undefined}
                        className="inline-flex min-h-6 items-center"
                      >
                        Version {test.version}
                        {test.againstVersion !== null && ` beside ${test.againstVersion}`}, <Window {...test} />
                      </Link>{" "}
                      <span className="text-soft">
                        {test.report === null
                          ? "not finished"
                          : `agreement ${agreementWords(test.report.agreement)}${seenWords(test.report)}`}
                        , <DateTime at={test.createdAt} />
                      </span>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </>
        );
      }}
    </AutomationFrame>
  );
}

function ReportView({
  test,
  report,
  found,
  currency,
  changed,
  disagreements,
  more,
}: {
  test: BackTest;
  report: Report;
  found: AutomationAnswer;
  currency: string;
  changed: RouterOutputs["automations"]["changedCases"];
  disagreements: readonly Disagreement[];
  more: boolean;
}) {
  const { automation, outcomes, facts, prices } = found;
  const { agreement, learned, regret } = report;
  const title = (name: string) => outcomeTitle(outcomes, name);
  const asOf = test.finishedAt ?? test.createdAt;
  const cost = (label: string, minor: number | null) =>
    costFigure(label, minor, currency, {
      formula: "sum over decisions that people took otherwise of what that mistake costs",
      note: "what each mistake costs is set in the playbook",
      evidence: "assumed",
      asOf,
    });
  const beyond = (label: string, minor: number) =>
    costFigure(label, minor, currency, {
      formula: `sum over decisions of: ${prices?.formula ?? ""}; nothing where it is cheaper`,
      note: prices?.note ?? "",
      evidence: "recorded",
      asOf,
    });
  return (
    <section aria-label="What the back-test found">
      <p className="mb-4 text-soft">
        Version {test.version}, decisions from <Window {...test} />, with the facts known at each.
      </p>
      {automation.stage === "draft" || automation.stage === "back-test" ? (
        <NextStep
          action={
            <LinkButton href={automationHref(automation.id, "stage")} variant="primary">
              Go to the stage
            </LinkButton>
          }
        >
          look at the disagreements below. When the rules hold, let it decide in shadow beside your team.
        </NextStep>
      ) : null}
      <StatRow>
        <Stat label="Agreement with people" note={`95 % bounds; ${agreement.severe} severe${seenWords(report)}`}>
          {agreementWords(agreement)}
        </Stat>
        {learned !== null && learned.heldOut !== null && (
          <Stat
            label="Agreement on held-out cases"
            note={`95 % bounds; ${learned.heldOut.severe} severe; learned the same way ten times, each without a tenth of the cases`}
          >
            {agreementWords(learned.heldOut)}
          </Stat>
        )}
        {report.bestShare !== null && (
          <Stat
            label="People agree among themselves"
            note={`as most of them did in cases of the same row, n = ${counted(report.covered)}; no other outcome of a row agrees more`}
          >
            {shareWords(report.bestShare)}
          </Stat>
        )}
        <Stat label="Decided by the rules" note={`${counted(report.covered)} of ${counted(report.decisions)} decisions`}>
          {shareWords(report.coverage)}
        </Stat>
        <Stat label="Needed facts were known" note={`${counted(report.knowable)} of ${counted(report.decisions)} decisions`}>
          {shareWords(report.knowableCoverage)}
        </Stat>
        <Stat label="Hours it would have saved">
          <FigureValue figure={savedFigure(test, report)} lead="range" />
        </Stat>
        <Stat label="Cost of wrong decisions">
          <FigureValue figure={cost("Cost of wrong decisions", report.costMinor)} />
        </Stat>
        {regret !== null && prices !== null && (
          <Stat label="Dearer than the best choice" note={`rules; ${counted(regret.decisions)} decisions whose prices were known`}>
            <FigureValue figure={beyond("Rules, beyond the cheapest that keeps the promise", regret.rulesMinor)} />
          </Stat>
        )}
        {regret !== null && prices !== null && (
          <Stat label="And what people chose" note={`promises not kept: rules ${regret.rulesBroke}, people ${regret.peopleBroke}`}>
            <FigureValue figure={beyond("People, beyond the cheapest that keeps the promise", regret.peopleMinor)} />
          </Stat>
        )}
      </StatRow>
      {learned !== null && <BeforeAndAfter learned={learned} decisions={report.decisions} />}
      {report.against && (
        <VersionsBeside
          version={test.version}
          learnedFrom={learned?.learnedFrom.decisions ?? 0}
          against={report.against}
          cases={changed}
          found={found}
          cost={cost}
        />
      )}
      <h2 className="mt-8 mb-2 text-lg font-semibold">What the rules decided, and what people did</h2>
      <DataTable
        caption="Confusion matrix"
        columns={confusionColumns(title, cost)}
        rows={report.confusion}
        rowKey={(cell) => `${cell.decided} ${cell.people}`}
        empty={<p className="px-4.5 py-6 text-soft">People took no decision in this window.</p>}
      />
      <h2 className="mt-8 mb-2 text-lg font-semibold">Row by row</h2>
      <DataTable caption="Rows" columns={rowColumns(found, cost)} rows={report.rows} rowKey={({ rowId }) => rowId ?? "none"} empty={null} />
      <h2 className="mt-8 mb-2 text-lg font-semibold">Where people decided otherwise</h2>
      {disagreements.length === 0 ? (
        <p className="text-soft">Nowhere: each case that the rules decided was decided alike.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {disagreements.map((row) => (
            <li key={row.position} className="px-4.5 py-3">
              <details>
                <summary className="min-h-6 cursor-pointer text-pretty">
                  <span className="font-medium">{row.caseName}</span>: rules {title(row.outcome)}, people {title(row.people)}{" "}
                  <span className="text-soft">
                    (<DateTime at={row.decidedAt} />)
                  </span>
                </summary>
                <div className="mt-3 grid gap-3">
                  <FactsKnown facts={row.facts} definitions={facts} />
                  <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                    <LinkButton href={tryHref(automation.id, { facts: row.facts, people: row.people, name: row.caseName })} size="small">
                      Make it a test or a row
                    </LinkButton>
                    <span className="text-sm text-soft">
                      Cost if people were right: <FigureValue figure={cost("Cost of the difference", row.costMinor)} />
                    </span>
                  </div>
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
      {more && <p className="mt-2 text-sm text-soft">The 50 dearest. Mend these first, then run the back-test again.</p>}
    </section>
  );
}

/** How many of the decisions the rules had seen before: an agreement on those is no proof. */
const seenWords = ({ decisions, learned }: Report): string =>
  learned === null || learned.learnedFrom.decisions === 0
    ? ""
    : `; ${ofAll(learned.learnedFrom.decisions, decisions)} were what the rules were learned from`;

/** "29 Aug 2026 to 27 Nov 2026" */
const Window = ({ fromDay, toDay }: { fromDay: string; toDay: string }) => (
  <>
    <DateTime at={fromDay} /> to <DateTime at={toDay} />
  </>
);

function savedFigure(test: BackTest, { hoursSaved, agreement }: Report): Figure {
  return {
    label: "Hours it would have saved",
    value: hoursSaved?.point ?? null,
    unit: { kind: "hours" },
    range: hoursSaved,
    provenance: {
      formula: "decisions that people took alike x minutes a touch of that decision / 60, as the newest audit measured them",
      evidence: "bounds",
      inputs: [
        {
          name: "Decisions alike",
          value: agreement.agreed,
          unit: { kind: "count", of: "decisions" },
          range: null,
          evidence: "recorded",
          source: null,
          explanation: null,
        },
      ],
      asOf: (test.finishedAt ?? test.createdAt).toISOString(),
    },
  };
}

type Title = (outcome: string) => string;
type Cost = (label: string, minor: number | null) => Figure;

const confusionColumns = (title: Title, cost: Cost): readonly Column<Cell>[] => [
  { key: "decided", heading: "Rules", phone: "title", cell: (cell) => title(cell.decided) },
  { key: "people", heading: "People", cell: (cell) => title(cell.people) },
  { key: "count", heading: "Cases", kind: "number", cell: (cell) => counted(cell.count) },
  { key: "severe", heading: "Severe", kind: "number", cell: (cell) => counted(cell.severe) },
  {
    key: "cost",
    heading: "Cost",
    kind: "money",
    cell: (cell) => <FigureValue figure={cost("Cost of the difference", cell.costMinor)} align="end" />,
  },
];
const rowColumns = ({ table, facts, outcomes }: AutomationAnswer, cost: Cost): readonly Column<RuleLine>[] => {
  const titles = new Map(outcomes.map(({ name, title }) => [name, title]));
  const asksPerson = (rowId: string | null) => (table.rows.find(({ id }) => id === rowId)?.outcome ?? NEEDS_PERSON) === NEEDS_PERSON;
  return [
    {
      key: "row",
      heading: "Row",
      phone: "title",
      cell: ({ rowId }) => {
        const index = table.rows.findIndex(({ id }) => id === rowId);
        return index < 0
          ? rowId === null
            ? "No row: a person"
            : "A row that its version does not have"
          : `${index + 1}. ${rowWords(table.rows[index]!, table, facts, titles)}`;
      },
    },
    { key: "decided", heading: "Decided", kind: "number", cell: ({ decided }) => counted(decided) },
    {
      key: "agreed",
      heading: "People did the same",
      kind: "number",
      cell: ({ rowId, agreed }) => (asksPerson(rowId) && agreed === 0 ? <span className="text-soft">it asks them</span> : counted(agreed)),
    },
    {
      key: "cost",
      heading: "Cost",
      kind: "money",
      cell: ({ costMinor }) => <FigureValue figure={cost("Cost of this row's mistakes", costMinor)} align="end" />,
    },
  ];
};
