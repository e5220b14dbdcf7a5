import { SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { formatCount, formatShare } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { AGE_EDGES_HOURS } from "#server/domain/mining/exception-age.ts";
import { durationFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { SMALLEST_GROUP } from "#server/domain/audit/workflow-detail.ts";
import { HeatMap } from "./heat-map.tsx";
import { elasticityInWords, whyNoRule, type View, type WorkflowReport } from "./workflow-words.ts";

type Props = { report: WorkflowReport; workflow: string; frame: AuditFrame; locale: string };

/** The views of a workflow beside its activities. */
export function WorkflowView({ view, ...props }: Props & { view: Exclude<View, "activities" | "map" | "evidence"> }) {
  if (view === "paths") return <Paths {...props} />;
  if (view === "hours") return <HeatMap table={props.report.touchesByHour} locale={props.locale} />;
  if (view === "hand-offs") return <Handoffs {...props} />;
  if (view === "times") return <Times {...props} />;
  return <Decisions {...props} />;
}

type Variant = WorkflowReport["variants"]["top"][number];

function Paths({ report: { variants }, locale }: Props) {
  const columns: Column<Variant>[] = [
    {
      key: "path",
      heading: "Path of a case",
      phone: "title",
      cell: ({ activities }) => activities.join(" → "),
    },
    { key: "cases", heading: "Cases", kind: "number", cell: ({ cases }) => formatCount(cases, locale) },
    { key: "share", heading: "Share", kind: "number", cell: ({ share }) => formatShare(share, locale) },
    { key: "coverage", heading: "With all above", kind: "number", cell: ({ coverage }) => formatShare(coverage, locale) },
  ];
  const last = variants.top.at(-1);
  return (
    <>
      <p className="mb-3 max-w-[74ch] text-pretty">
        {formatCount(variants.cases, locale)} cases took {formatCount(variants.count, locale)} different paths
        {last && `; the ${variants.top.length} shown cover ${formatShare(last.coverage, locale)} of them`}.
      </p>
      <DataTable
        caption="Paths"
        columns={columns}
        rows={variants.top}
        rowKey={({ activities }) => activities.join("\n")}
        empty={null}
        locale={locale}
      />
    </>
  );
}

const TO_APPROVAL = "median from the end of the case's event before to the end of the approval";

type Handoff = WorkflowReport["handoffs"]["rows"][number];

function Handoffs({ report: { handoffs, approvals }, workflow, frame, locale }: Props) {
  const columns: Column<Handoff>[] = [
    { key: "from", heading: "From", phone: "title", cell: ({ from }) => from },
    { key: "to", heading: "To", cell: ({ to }) => to },
    { key: "count", heading: "Times", kind: "number", cell: ({ count }) => formatCount(count, locale) },
  ];
  const people = handoffs.people === 1 ? "one person works" : `${handoffs.people} people work`;
  return (
    <>
      <StatRow>
        <Stat label="Passed to another person">{formatCount(handoffs.passedOn, locale)}</Stat>
        <Stat label="Carried on by the same">{formatCount(handoffs.kept, locale)}</Stat>
        <Stat label="There and back again" note="a, then b, then a">
          {formatCount(handoffs.pingPongs, locale)}
        </Stat>
      </StatRow>
      <div className="mt-6">
        <SectionHeading>Who passes to whom</SectionHeading>
        <DataTable
          caption="Hand-offs"
          columns={columns}
          rows={handoffs.rows}
          rowKey={({ from, to }) => `${from} ${to}`}
          empty={
            handoffs.people < SMALLEST_GROUP ? (
              <EmptyState title="Too few people to show">
                Here {people}. Below three nobody is listed, since anybody could tell who is who.
              </EmptyState>
            ) : (
              <EmptyState title="No hand-offs">Each case stays with whoever touched it first.</EmptyState>
            )
          }
          locale={locale}
        />
        <p className="mt-2 text-sm text-soft">Names are pseudonyms: this measures work, not workers.</p>
      </div>
      {approvals && (
        <div className="mt-8">
          <SectionHeading>Approvals</SectionHeading>
          <p className="max-w-[74ch] text-pretty">
            {approvals.casesByDepth
              .map((cases, depth) => ({ cases, depth }))
              .filter(({ cases, depth }) => depth > 0 && cases > 0)
              .map(({ cases, depth }) => `${formatCount(cases, locale)} cases had ${depth === 1 ? "one approval" : `${depth} approvals`}`)
              .join("; ")}
            .{" "}
            {approvals.waitByStep[0] && (
              <>
                Half of them waited{" "}
                <FigureValue
                  figure={durationFigure(
                    "Wait for the first approval",
                    { hours: approvals.waitByStep[0].medianHours, count: approvals.waitByStep[0].count, measured: TO_APPROVAL },
                    { workflow, activity: null },
                    frame,
                  )}
                />{" "}
                or longer for the first.{" "}
              </>
            )}
            {formatCount(approvals.selfApproved, locale)} approvals were given by whoever touched the case last before.
          </p>
        </div>
      )}
    </>
  );
}

type Waiting = WorkflowReport["waiting"][number];

const AGES = ["within 8 h", "8 to 24 h", "1 to 3 days", "3 to 7 days", "longer"] as const;
type AgeRow = { state: string; counts: readonly number[] };

const WAITED = "from the end of the case's event before to the start of this one, or to its end where no start is recorded";
const TOOK = "from the start of a case's first event, or its end where no start is recorded, to the end of its last";

function Times({ report: { throughput, waiting, exceptions, elasticity }, workflow, frame, locale }: Props) {
  const took = (label: string, hours: number) => (
    <FigureValue
      figure={durationFigure(label, { hours, count: throughput?.count ?? 0, measured: TOOK }, { workflow, activity: null }, frame)}
    />
  );
  const waited = (label: string, hours: number, { activity, spread }: Waiting) => (
    <FigureValue
      figure={durationFigure(label, { hours, count: spread.count, measured: WAITED }, { workflow, activity }, frame)}
      align="end"
    />
  );
  const columns: Column<Waiting>[] = [
    { key: "activity", heading: "Before", phone: "title", cell: ({ activity }) => activity },
    {
      key: "median",
      heading: "Half wait less than",
      kind: "hours",
      cell: (row) => waited("Waiting before it", row.spread.medianHours, row),
    },
    { key: "p90", heading: "Nine of ten less than", kind: "hours", cell: (row) => waited("Waiting before it", row.spread.p90Hours, row) },
    { key: "count", heading: "Times", kind: "number", cell: ({ spread }) => formatCount(spread.count, locale) },
  ];
  const grows = elasticityInWords(elasticity);
  return (
    <>
      {throughput && (
        <StatRow>
          <Stat label="Half of the cases take less than">{took("Half of the cases take less than", throughput.medianHours)}</Stat>
          <Stat label="Nine of ten take less than">{took("Nine of ten take less than", throughput.p90Hours)}</Stat>
          <Stat label="On average">{took("On average", throughput.meanHours)}</Stat>
        </StatRow>
      )}
      <div className="mt-6">
        <SectionHeading>Waiting before each activity, longest in all first</SectionHeading>
        <DataTable
          caption="Waiting"
          columns={columns}
          rows={waiting}
          rowKey={({ activity }) => activity}
          empty={<EmptyState title="Nothing waits">Every case has one event only.</EmptyState>}
          locale={locale}
        />
        <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
          From the end of the case&rsquo;s event before. Where the source records no start, the work itself is in it: an upper figure.
        </p>
      </div>
      {exceptions && (
        <div className="mt-8">
          <SectionHeading>Exceptions by age</SectionHeading>
          <DataTable
            caption="Exceptions by age"
            columns={ageColumns(locale)}
            rows={[
              { state: "Resolved", counts: exceptions.resolved },
              { state: "Open", counts: exceptions.open },
              { state: "Aged out, not resolved", counts: exceptions["aged out"] },
            ]}
            rowKey={({ state }) => state}
            empty={null}
            locale={locale}
          />
        </div>
      )}
      <div className="mt-8">
        <SectionHeading>Does the work grow with the volume?</SectionHeading>
        <p className="max-w-[74ch] text-pretty">{grows ?? "Not known yet: it takes at least five whole weeks whose volume differs."}</p>
      </div>
    </>
  );
}

const ageColumns = (locale: string): Column<AgeRow>[] => [
  { key: "state", heading: "State", phone: "title", cell: ({ state }) => state },
  ...AGES.slice(0, AGE_EDGES_HOURS.length + 1).map((age, at): Column<AgeRow> => ({
    key: age,
    heading: age,
    kind: "number",
    cell: ({ counts }) => formatCount(counts[at] ?? 0, locale),
  })),
];

type Rule = NonNullable<NonNullable<WorkflowReport["decisions"]>["mining"]>["table"][number];

function Decisions({ report: { decisions }, locale }: Props) {
  const why = whyNoRule(decisions);
  const mining = decisions?.mining;
  if (why !== null || !decisions || !mining) return <EmptyState title="No rule can be seen yet">{why}</EmptyState>;
  const columns: Column<Rule>[] = [
    { key: "words", heading: "Rule", phone: "title", cell: ({ words }) => words },
    {
      key: "agreement",
      heading: "People agree",
      kind: "number",
      cell: ({ agreement, decisions: n }) => `${formatShare(agreement, locale)} of ${formatCount(n, locale)}`,
    },
  ];
  const { low, point, high } = mining.rulesBasedness;
  return (
    <>
      <p className="mb-4 max-w-[74ch] text-pretty text-soft">
        Learned from {formatCount(decisions.decided, locale)} decisions of people ({decisions.outcomes.join(", ")}) and the facts known
        before each. This is the draft of a rule, not one that anybody wrote.
      </p>
      <StatRow>
        <Stat label="Rules-basedness" note={`${low.toFixed(2)} to ${high.toFixed(2)}; 0 is chance, 1 is by rule`}>
          {point.toFixed(2)}
        </Stat>
        <Stat label="Could be automated" note="decisions in rows whose agreement is surely 95 %">
          {formatShare(mining.automatableShare, locale)}
        </Stat>
        <Stat label="Foretold rightly" note={`the commonest answer alone: ${formatShare(mining.majority, locale)}`}>
          {formatShare(mining.accuracy, locale)}
        </Stat>
      </StatRow>
      <div className="mt-6">
        <DataTable
          caption="Learned table"
          columns={columns}
          rows={mining.table}
          rowKey={({ words }) => words}
          empty={null}
          locale={locale}
        />
      </div>
    </>
  );
}
