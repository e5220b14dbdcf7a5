import { notFound } from "next/navigation";
import { linkToken } from "#app/(welcome)/link-token.ts";
import { UnrankedInTotal } from "#app/(portal)/audit/unranked-in-total.tsx";
import { api, refusalOf } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Badge } from "#app/ui/badge.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { formatCount } from "#app/ui/format/format-count.ts";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";

export const metadata = { title: "Shared audit", referrer: "no-referrer", robots: { index: false, follow: false } } as const;

type Row = RouterOutputs["shares"]["openAudit"]["workflows"][number];

const columnsFor = (locale: string): readonly Column<Row>[] => [
  { key: "rank", heading: "Place", kind: "number", cell: (row) => row.rank ?? "not ranked" },
  { key: "workflow", heading: "Workflow", phone: "title", cell: (row) => row.title },
  { key: "touches", heading: "Touches", kind: "number", cell: (row) => formatCount(row.touches, locale) },
  { key: "hours", heading: "Hours a week", kind: "number", cell: (row) => <FigureValue figure={row.hours} /> },
  { key: "drag", heading: "Drag a year", kind: "number", cell: (row) => <FigureValue figure={row.drag} /> },
  { key: "evidence", heading: "Known by", cell: (row) => <EvidenceBadge evidence={row.evidence} /> },
];

/** One audit for whoever holds the link; a link that does not hold looks like one that never was. */
export default async function SharedAuditPage({ params }: { params: Promise<{ token: string }> }) {
  const token = linkToken((await params).token);
  if (token === null) notFound();
  const opened = await refusalOf((await api()).shares.openAudit({ token }));
  if ("refused" in opened) notFound();
  const { workspaceName, demo, locale, timeZone, currency, computedAt, from, to, expiresAt, total, workflows } = opened.value;
  return (
    <FormatProvider format={{ locale, timeZone, currency }}>
      <p className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-soft">
        {demo && <Badge tone="warn">Demo data</Badge>}
        <span>
          {workspaceName} · audited <DateTime at={computedAt} /> · events of <DateTime at={from} /> to <DateTime at={to} /> · this link ends{" "}
          <DateTime at={expiresAt} full />
        </span>
      </p>
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">What the manual work costs</h1>
      <p className="mb-6 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <FigureValue figure={total.hours} /> a week by hand, <FigureValue figure={total.drag} /> a year{" "}
        <EvidenceBadge evidence={total.evidence} />
        <span className="max-w-[74ch] text-sm text-soft">
          <UnrankedInTotal rows={workflows} />
        </span>
      </p>
      <DataTable
        caption="Workflows by what removing the work would return"
        columns={columnsFor(locale)}
        rows={workflows}
        rowKey={(row) => row.title}
        empty={null}
        locale={locale}
      />
    </FormatProvider>
  );
}
