import { Link } from "#app/ui/link.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Card, SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import type { Figure } from "#server/domain/provenance.ts";
import { samplesHref } from "./sampled-activity.ts";
import { UntracedForm } from "./untraced-form.tsx";
import { UntracedRemove } from "./untraced-remove.tsx";

type Row = RouterOutputs["samples"]["untraced"][number];

/** Work that no system records: declared, timed, and never mixed into hours that rest on events. */
export function UntracedWork({ rows, mayTake, locale }: { rows: readonly Row[]; mayTake: boolean; locale: string }) {
  return (
    <section aria-label="Work that leaves no trace" className="min-w-0">
      <SectionHeading>Work that leaves no trace</SectionHeading>
      <p className="mb-3 max-w-[74ch] text-pretty text-soft">
        Mail, spreadsheets, phone calls: no event tells of them. Say how often it happens and time some items; the count is an assumption,
        so these hours stand apart and enter no ranking.
      </p>
      <DataTable
        caption="Work that leaves no trace"
        columns={columnsOf(mayTake, locale)}
        rows={rows}
        rowKey={({ workflow, activity }) => `${workflow} ${activity}`}
        empty={<EmptyState title="Nothing declared yet">Whatever takes hours and leaves no event belongs here.</EmptyState>}
        locale={locale}
      />
      {mayTake && (
        <div className="mt-4">
          <Card title="Declare such work">
            <UntracedForm />
          </Card>
        </div>
      )}
    </section>
  );
}

function hoursOf({ workflow, activity, timesAWeek, samples, hoursPerWeek, saidAt, note }: Row): Figure {
  const said = saidAt.toISOString();
  return {
    label: `Hours a week of ${activity}`,
    value: hoursPerWeek?.point ?? null,
    unit: { kind: "hours" },
    range: hoursPerWeek,
    provenance: {
      formula:
        "hours a week = times a week, as somebody said, x mean minutes of the timed samples / 60; the range is that of the mean, with few samples at least what a usual spread would give it",
      evidence: "assumed",
      inputs: [
        {
          name: "Times a week",
          value: timesAWeek,
          unit: { kind: "count", of: "times" },
          range: null,
          evidence: "assumed",
          source: { kind: "entry", by: null, at: said, note: note ?? "declared on the page of the stop-watch" },
          explanation: null,
        },
        {
          name: "Timed samples",
          value: samples,
          unit: { kind: "count", of: "samples" },
          range: null,
          evidence: "timed",
          source: { kind: "sample", workflow, activity, from: said.slice(0, 10), to: said.slice(0, 10), count: samples },
          explanation: null,
        },
      ],
      asOf: said,
    },
  };
}

const columnsOf = (mayTake: boolean, locale: string): Column<Row>[] => [
  {
    key: "activity",
    heading: "Work",
    phone: "title",
    cell: (row) => (
      <>
        <Link href={samplesHref(row)} className="font-medium">
          {row.activity}
        </Link>
        <span className="block text-sm font-normal text-soft">{workflowTitle(row.workflow)}</span>
      </>
    ),
  },
  { key: "times", heading: "Times a week", kind: "number", cell: ({ timesAWeek }) => formatCount(timesAWeek, locale) },
  { key: "samples", heading: "Timed", kind: "number", cell: ({ samples }) => formatCount(samples, locale) },
  {
    key: "hours",
    heading: "Hours a week",
    kind: "hours",
    cell: (row) =>
      row.hoursPerWeek === null ? (
        <span className="text-soft">time two items first</span>
      ) : (
        <FigureValue figure={hoursOf(row)} layout="stack" align="end" />
      ),
  },
  {
    key: "change",
    heading: "Change",
    cell: ({ workflow, activity, timesAWeek, note }) => mayTake && <UntracedRemove said={{ workflow, activity, timesAWeek, note }} />,
  },
];
