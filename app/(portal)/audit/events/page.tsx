import { Link } from "#app/ui/link.tsx";
import { notFound } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref } from "../audit-frame.ts";
import { EventFilters } from "./event-filters.tsx";
import { countedEvents, eventsAsked, KIND_WORDS } from "./events-asked.ts";

export const metadata = { title: "Events" };

type Row = RouterOutputs["audit"]["events"]["events"][number];

const columns: readonly Column<Row>[] = [
  { key: "end", heading: "End", kind: "date", cell: (row) => <DateTime at={row.endedAt} full /> },
  { key: "case", heading: "Case", phone: "title", cell: (row) => row.caseName },
  { key: "activity", heading: "Activity", cell: (row) => row.activity },
  { key: "actor", heading: "Actor", cell: (row) => row.actor ?? <span className="text-soft">not known</span> },
  { key: "kind", heading: "Recorded as", cell: (row) => row.recordedKind ?? "unknown" },
  {
    key: "start",
    heading: "Start",
    kind: "date",
    cell: (row) => (row.startedAt ? <DateTime at={row.startedAt} full /> : <span className="text-soft">not recorded</span>),
  },
  { key: "source", heading: "Source", phone: "hide", cell: (row) => row.source },
];

/** The rows behind a figure: newest first, a page at a time. People stand under a pseudonym. */
export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const { before } = params;
  const asked = eventsAsked(params);
  if (asked === "impossible") notFound();
  const { workflow, activity, by, auditId, days } = asked;
  const caller = await api();
  const [{ audit }, person] = await Promise.all([caller.audit.get(auditId === null ? {} : { auditId }), currentPerson()]);
  if (auditId !== null && audit === null) notFound();
  // A link from a figure of the whole audit names its days, which cut nothing off: the audit itself does.
  const isWhole = days === null || (audit !== null && days.from <= isoDay(audit.from) && days.to >= isoDay(audit.to));
  const { events, more } = await caller.audit.events({
    workflow,
    activity,
    by,
    ...(auditId === null ? {} : { auditId }),
    days: isWhole ? null : days,
    before: positionOf(before),
  });
  const last = events.at(-1);
  const locale = person?.workspace?.locale ?? "en-US";
  const count = audit && isWhole ? countedEvents(audit.report, asked) : null;
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Audit", href: "/audit" },
          ...(workflow === null ? [] : [{ label: workflowTitle(workflow), href: workflowHref(workflow) }]),
          { label: activity ?? "Events" },
        ]}
        demo={person?.workspace?.demo ?? false}
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">{activity ?? "Events"}</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        As the source recorded them, newest first. Names are pseudonyms: this measures work, not workers.
      </p>
      {audit && <EventFilters asked={asked} report={audit.report} />}
      <p className="mb-3 max-w-[74ch] text-pretty" aria-live="polite">
        {count === null ? "Events" : <strong className="font-medium">{formatCount(count, locale)} events</strong>}
        {by === null ? " by anybody" : ` by ${KIND_WORDS[by]}`}
        {workflow === null ? " in the whole log" : ` in ${workflowTitle(workflow)}`}
        {activity !== null && `, ${activity}`}
        {!isWhole && days && (
          <>
            , <DateTime at={days.from} /> to <DateTime at={days.to} />
          </>
        )}
        {count !== null && audit && (
          <>
            , counted by the audit of <DateTime at={audit.computedAt} full />
          </>
        )}
        .{by === "person" && " Accounts that were found to be machines, or that somebody named as such, count as apps."}
      </p>
      <DataTable
        caption="Events"
        columns={columns}
        rows={events}
        rowKey={(row) => `${row.source} ${row.eventId}`}
        empty={<EmptyState title="No such events">The log has none that fit this address.</EmptyState>}
      />
      <p className="mt-4 flex min-h-6 gap-5 *:inline-flex *:min-h-6 *:items-center">
        {before !== undefined && <Link href={tableHref("/audit/events", params, { before: null })}>Newest</Link>}
        {more && last && (
          <Link href={tableHref("/audit/events", params, { before: `${last.endedAt.toISOString()}~${last.eventId}` })}>Older events</Link>
        )}
      </p>
    </>
  );
}

const isoDay = (at: Date): string => at.toISOString().slice(0, 10);

function positionOf(text: SearchParams[string]): { endedAt: Date; eventId: string } | null {
  if (typeof text !== "string") return null;
  const cut = text.indexOf("~");
  const endedAt = new Date(text.slice(0, Math.max(0, cut)));
  return cut < 0 || Number.isNaN(endedAt.getTime()) ? null : { endedAt, eventId: text.slice(cut + 1, cut + 201).replaceAll("\0", "") };
}
