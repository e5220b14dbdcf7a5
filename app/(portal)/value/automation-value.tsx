import { Fragment, type ReactNode } from "react";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { BarChart } from "#app/ui/chart/bar-chart.tsx";
import { ChartFrame } from "#app/ui/chart/chart-frame.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Stat, StatRow } from "#app/ui/figure/stat.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { prepareWeeks } from "./prepare-weeks.ts";

type Value = RouterOutputs["value"]["openShared"]["automations"][number];
type Week = Value["report"]["weeks"][number];
type BridgeRow = { label: string; figure: NonNullable<Value["report"]["bridge"]>["modelled"]; whole: boolean };

const METHOD: Readonly<Record<Value["method"], string>> = {
  "hold-out": "Measured against cases that were left to people at random.",
  regression: "Measured against the days before, at the same volume and weekday. A change at the same time would be counted with it.",
  "too early": "It is too early to say: it takes 14 days with volume before and after, or 30 cases left to people.",
};

const weekColumns: readonly Column<Week>[] = [
  { key: "week", heading: "Week of", phone: "title", cell: ({ week }) => <DateTime at={new Date(`${week}T12:00:00Z`)} /> },
  { key: "touches", heading: "Touches", kind: "number", cell: ({ touches }) => touches },
  {
    key: "without",
    heading: "Without it, about",
    kind: "number",
    cell: ({ without }) => (without === null ? "not known" : Math.round(without)),
  },
  {
    key: "hours",
    heading: "Hours returned",
    kind: "hours",
    cell: ({ hours }) => <FigureValue figure={hours} layout="stack" align="end" />,
  },
];

const bridgeColumns: readonly Column<BridgeRow>[] = [
  {
    key: "label",
    heading: "Step",
    phone: "title",
    cell: ({ label, whole }) => <span className={whole ? "font-semibold" : undefined}>{label}</span>,
  },
  { key: "figure", heading: "Amount", kind: "money", cell: ({ figure }) => <FigureValue figure={figure} align="end" precision="exact" /> },
];

/** "acting since 3 March", "acted from 1 February to 14 February", or both, where it stepped down in between. */
function WhenItActed({ stretches }: { stretches: Value["stretches"] }) {
  return (
    <>
      {stretches.map(({ since, until }, index) => (
        <Fragment key={since.getTime()}>
          {index > 0 && (index === stretches.length - 1 ? " and " : ", ")}
          {until === null ? (
            <>
              {index === 0 ? "acting since" : "again since"} <DateTime at={since} />
            </>
          ) : (
            <>
              {index === 0 ? "acted from" : "from"} <DateTime at={since} /> to <DateTime at={until} />
            </>
          )}
        </Fragment>
      ))}
      {stretches.length > 1 && "; the days between are not counted"}
    </>
  );
}

/** What one automation brought: hours week by week, the way from the case to the result, and where the hours went. */
export function AutomationValue({ value, children }: { value: Value; children?: ReactNode }) {
  const { name, workflow, until, method, approvals, report } = value;
  const { bridge, went } = report;
  const chart = prepareWeeks(report.weeks);
  return (
    <section aria-label={name} className="mb-10">
      <h2 className="mb-1 text-xl font-semibold tracking-tight">{name}</h2>
      <p className="mb-4 max-w-[74ch] text-pretty text-soft">
        {workflowTitle(workflow)}, <WhenItActed stretches={value.stretches} />. {METHOD[method]}
        {approvals > 0 &&
          ` People approved ${approvals === 1 ? "one change" : `${approvals} changes`} here; approving is not counted as a touch.`}
      </p>
      <StatRow>
        <Stat
          label={
            value.stretches.length > 1
              ? "Hours returned while it acted"
              : until === null
                ? "Hours returned since"
                : "Hours returned until then"
          }
        >
          <FigureValue figure={report.hours} lead="range" badge />
        </Stat>
        <Stat label="Money realised" note={report.money.value === null ? "Known once you say where the hours went." : undefined}>
          <FigureValue figure={report.money} lead="range" />
        </Stat>
        <Stat label="Hours nobody has placed yet">
          <FigureValue figure={went.notSaid} />
        </Stat>
      </StatRow>
      {chart !== null && (
        <div className="mt-6">
          <ChartFrame title="Touches a week" summary={chart.summary} data={chart.data} basis={report.hours}>
            <BarChart data={chart.data} />
          </ChartFrame>
        </div>
      )}
      <h3 className="mt-6 mb-2 text-lg font-semibold">Week by week</h3>
      <DataTable
        caption={`Weeks of ${name}`}
        columns={weekColumns}
        rows={report.weeks}
        rowKey={({ week }) => week}
        empty={<p className="px-4.5 py-6 text-soft">No whole day has passed while it acted.</p>}
      />
      <h3 className="mt-6 mb-2 text-lg font-semibold">From the case to the result</h3>
      {bridge === null ? (
        <p className="max-w-[74ch] text-pretty text-soft">
          There is nothing to compare yet: it takes a business case of this workflow under ROI, an audit that measured its minutes, and an
          estimate of what it saved.
        </p>
      ) : (
        <DataTable
          caption={`Bridge of ${name}`}
          columns={bridgeColumns}
          rows={[
            { label: "Modelled", figure: bridge.modelled, whole: true },
            ...bridge.steps.map(({ figure }) => ({ label: figure.label, figure, whole: false })),
            { label: "Realised", figure: bridge.realised, whole: true },
          ]}
          rowKey={({ label }) => label}
          empty={null}
        />
      )}
      <h3 className="mt-6 mb-2 text-lg font-semibold">Where the hours went</h3>
      <StatRow>
        {went.byUse.map((figure) => (
          <Stat key={figure.label} label={figure.label.replace("Hours: ", "")}>
            <FigureValue figure={figure} />
          </Stat>
        ))}
      </StatRow>
      {children}
    </section>
  );
}
