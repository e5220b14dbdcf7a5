import { Link } from "#app/ui/link.tsx";
import { api } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { SectionHeading } from "#app/ui/card.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { formatCount, formatShare } from "#app/ui/format/format-count.ts";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { ActivityRow, Snapshot } from "../audit-frame.ts";
import { GRADES, widthInWords } from "./evidence-words.ts";

type Planned = RouterOutputs["samples"]["plan"]["activities"][number];
type Grade = RouterOutputs["audit"]["evidence"]["grades"][number];
type Source = Snapshot["report"]["quality"][number];

type Props = { workflow: string; activities: readonly ActivityRow[]; quality: readonly Source[]; locale: string };

/** Whether the foundation is solid: how each activity's minutes are known and what would make them surer, who acted, and each source's gaps. */
export async function EvidenceView({ workflow, activities, quality, locale }: Props) {
  const caller = await api();
  const [{ activities: planned }, { grades, wholeLog }] = await Promise.all([caller.samples.plan({}), caller.audit.evidence({ workflow })]);
  const plan = new Map(planned.filter((row) => row.workflow === workflow).map((row) => [row.activity, row]));
  const touched = activities.filter(({ touches }) => touches > 0);
  return (
    <div className="grid gap-8">
      <section aria-label="Calibration" className="min-w-0">
        <SectionHeading>How the minutes are known, and what would make them surer</SectionHeading>
        <DataTable
          caption="Calibration"
          columns={calibrationColumns(plan, workflow, locale)}
          rows={touched}
          rowKey={({ activity }) => activity}
          empty={<p className="text-soft">Nobody touches this workflow.</p>}
          locale={locale}
        />
      </section>
      <section aria-label="Who acted" className="min-w-0">
        <SectionHeading>How well it is known who acted</SectionHeading>
        <DataTable
          caption="Evidence of who acted"
          columns={gradeColumns(locale)}
          rows={grades}
          rowKey={({ grade }) => grade ?? "none"}
          empty={null}
          locale={locale}
        />
        {!wholeLog && <p className="mt-2 text-sm text-soft">Counted over the newest events of the log.</p>}
      </section>
      <section aria-label="Sources" className="min-w-0">
        <SectionHeading action={<Link href="/audit/actors">Actors and data</Link>}>The sources of the log</SectionHeading>
        <DataTable
          caption="Data quality by source"
          columns={sourceColumns(locale)}
          rows={quality}
          rowKey={({ source }) => source}
          empty={null}
          locale={locale}
        />
      </section>
    </div>
  );
}

const share = (of: number, n: number, locale: string) => (n === 0 ? <span className="text-soft">none</span> : formatShare(of / n, locale));

function calibrationColumns(plan: ReadonlyMap<string, Planned>, workflow: string, locale: string): Column<ActivityRow>[] {
  return [
    { key: "activity", heading: "Activity", phone: "title", cell: ({ activity }) => activity },
    { key: "class", heading: "Known by", cell: ({ evidence }) => <EvidenceBadge evidence={evidence} /> },
    { key: "width", heading: "Its range", cell: ({ minutes }) => widthInWords(minutes) },
    {
      key: "recorded",
      heading: "Start recorded",
      kind: "number",
      cell: ({ recordedMinutes, touches }) => share(recordedMinutes.touches, touches, locale),
    },
    { key: "unknown", heading: "Actor not known", kind: "number", cell: ({ unknown }) => share(unknown.of, unknown.n, locale) },
    {
      key: "timed",
      heading: "Timed",
      kind: "number",
      cell: ({ activity, samples }) => formatCount(plan.get(activity)?.taken ?? samples, locale),
    },
    {
      key: "more",
      heading: "Still to time for ±10 %",
      kind: "number",
      cell: ({ activity }) => {
        const more = plan.get(activity)?.more ?? 0;
        return more === 0 ? (
          <span className="text-soft">none</span>
        ) : (
          <Link
            href={`/audit/stop-watch?workflow=${encodeURIComponent(workflow)}&activity=${encodeURIComponent(activity)}`}
            className="inline-flex min-h-6 items-center"
            aria-label={`Time ${formatCount(more, locale)} more of ${activity}`}
          >
            {formatCount(more, locale)}
          </Link>
        );
      },
    },
  ];
}

const gradeColumns = (locale: string): Column<Grade>[] => [
  {
    key: "grade",
    heading: "Grade",
    phone: "title",
    cell: ({ grade }) => (
      <>
        {grade ?? "None"}
        <span className="block max-w-[52ch] text-sm font-normal text-pretty text-soft">{GRADES[grade ?? ""] ?? GRADES[""]}</span>
      </>
    ),
  },
  { key: "events", heading: "Events", kind: "number", cell: ({ events }) => formatCount(events, locale) },
  { key: "people", heading: "By people", kind: "number", cell: ({ people, events }) => share(people, events, locale) },
  { key: "unknown", heading: "Not known", kind: "number", cell: ({ unknown, events }) => share(unknown, events, locale) },
];

const sourceColumns = (locale: string): Column<Source>[] => [
  { key: "source", heading: "Source", phone: "title", cell: ({ source }) => source },
  { key: "received", heading: "Events", kind: "number", cell: ({ received }) => formatCount(received, locale) },
  {
    key: "unknown",
    heading: "Actor not known",
    kind: "number",
    cell: ({ unknownActors, received }) => share(unknownActors, received, locale),
  },
  {
    key: "role",
    heading: "Touches without a role",
    kind: "number",
    cell: ({ touchesWithoutRole }) => formatCount(touchesWithoutRole, locale),
  },
  { key: "workflow", heading: "In no workflow", kind: "number", cell: ({ withoutWorkflow }) => formatCount(withoutWorkflow, locale) },
  { key: "future", heading: "In the future", kind: "number", cell: ({ inFuture }) => formatCount(inFuture, locale) },
];
