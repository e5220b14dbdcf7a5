import { Link } from "#app/ui/link.tsx";
import { notFound } from "next/navigation";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { workflowHref } from "../audit-frame.ts";

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
  const { workflow, activity, before } = params;
  // The figures of a headline count the whole log and name no workflow.
  if (workflow !== undefined && (typeof workflow !== "string" || workflow.length > 200)) notFound();
  const only = typeof activity === "string" && activity.length <= 200 ? activity : null;
  const [{ events, more }, person] = await Promise.all([
    (await api()).audit.events({ workflow: workflow ?? null, activity: only, before: positionOf(before) }),
    currentPerson(),
  ]);
  const last = events.at(-1);
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Audit", href: "/audit" },
          ...(workflow === undefined ? [] : [{ label: workflowTitle(workflow), href: workflowHref(workflow) }]),
          { label: only ?? "Events" },
        ]}
        demo={person?.workspace?.demo ?? false}
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">{only ?? "Events"}</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        As the source recorded them, newest first. Names are pseudonyms: this measures work, not workers.
      </p>
      <DataTable
        caption="Events"
        columns={columns}
        rows={events}
        rowKey={(row) => `${row.source} ${row.eventId}`}
        empty={<EmptyState title="No such events">The log has none that fit this address.</EmptyState>}
      />
      <p className="mt-4 flex gap-5">
        {before !== undefined && <Link href={tableHref("/audit/events", params, { before: null })}>Newest</Link>}
        {more && last && (
          <Link href={tableHref("/audit/events", params, { before: `${last.endedAt.toISOString()}~${last.eventId}` })}>Older events</Link>
        )}
      </p>
    </>
  );
}

function positionOf(text: SearchParams[string]): { endedAt: Date; eventId: string } | null {
  if (typeof text !== "string") return null;
  const cut = text.indexOf("~");
  const endedAt = new Date(text.slice(0, Math.max(0, cut)));
  return cut < 0 || Number.isNaN(endedAt.getTime()) ? null : { endedAt, eventId: text.slice(cut + 1, cut + 201) };
}
