import Link from "next/link";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { Badge, type BadgeTone } from "#app/ui/badge.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { countOf } from "#app/ui/format/format-count.ts";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import { compareAudits, type Change, type ComparedWorkflow } from "#server/domain/audit/compare-audits.ts";
import { hoursFigure } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { frameOf, workflowHref, type Snapshot } from "../audit-frame.ts";
import { AuditTabs } from "../audit-tabs.tsx";

export const metadata = { title: "Compare two audits" };

/** Two audits beside each other. Which ones is in the address, so that a copied link shows the same. */
export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const caller = await api();
  const [audits, person] = await Promise.all([caller.audit.list({}), currentPerson()]);
  const chosen = (key: string) => audits.find(({ id }) => id === params[key])?.id;
  const afterId = chosen("after") ?? audits[0]?.id;
  const beforeId = chosen("before") ?? audits.find(({ id }) => id !== afterId)?.id;
  const read = async (auditId: string | undefined) => (auditId ? (await caller.audit.get({ auditId })).audit : null);
  const locale = person?.workspace?.locale ?? "en-US";
  const [before, after] = await Promise.all([read(beforeId), read(afterId)]);
  return (
    <>
      <TopBar crumbs={[{ label: "Audit", href: "/audit" }, { label: "Compare" }]} demo={person?.workspace?.demo ?? false} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Compare two audits</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Hours a week by hand, then and later. A change is only claimed where the two ranges do not meet.
      </p>
      <AuditTabs current="/audit/compare" />
      {before && after ? (
        <>
          <Choice params={params} audits={audits} name="before" label="Earlier audit" current={before.id} locale={locale} />
          <Choice params={params} audits={audits} name="after" label="Later audit" current={after.id} locale={locale} />
          <div className="mt-6">
            <DataTable
              caption="Workflows in two audits"
              columns={columnsOf(before, after)}
              rows={compareAudits(before.report.workflows, after.report.workflows)}
              rowKey={({ workflow }) => workflow}
              empty={<EmptyState title="No workflows">Neither audit knows a workflow.</EmptyState>}
            />
          </div>
        </>
      ) : (
        <EmptyState title="One audit is not enough" action={<LinkButton href="/audit">Go to the audit</LinkButton>}>
          From the second audit on you will see here what became more and what became less. One is made every week by itself.
        </EmptyState>
      )}
    </>
  );
}

type Listed = { id: string; computedAt: Date; eventCount: number };

function Choice({
  params,
  audits,
  name,
  label,
  current,
  locale,
}: {
  params: SearchParams;
  audits: readonly Listed[];
  name: "before" | "after";
  label: string;
  current: string;
  locale: string;
}) {
  return (
    <nav aria-label={label} className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <span className="font-medium">{label}</span>
      {audits.slice(0, SHOWN_AUDITS).map(({ id, computedAt, eventCount }) => (
        <Link
          key={id}
          href={tableHref("/audit/compare", params, { [name]: id })}
          aria-current={id === current ? "true" : undefined}
          className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink"
        >
          <DateTime at={computedAt} full />, {countOf(eventCount, "event", "events", locale)}
        </Link>
      ))}
    </nav>
  );
}

const SHOWN_AUDITS = 12; // A quarter of weekly audits; older ones are reached by their address.

const TONES: Record<Change, BadgeTone> = { more: "warn", less: "good", "cannot be told": "neutral", new: "neutral", gone: "neutral" };

function columnsOf(before: Snapshot, after: Snapshot): Column<ComparedWorkflow>[] {
  return [
    {
      key: "workflow",
      heading: "Workflow",
      phone: "title",
      cell: ({ workflow }) => <Link href={workflowHref(workflow)}>{workflowTitle(workflow)}</Link>,
    },
    { key: "before", heading: "Earlier", kind: "hours", cell: ({ workflow }) => <HoursIn audit={before} workflow={workflow} /> },
    { key: "after", heading: "Later", kind: "hours", cell: ({ workflow }) => <HoursIn audit={after} workflow={workflow} /> },
    { key: "change", heading: "Change", cell: ({ change }) => <Badge tone={TONES[change]}>{change}</Badge> },
  ];
}

function HoursIn({ audit, workflow }: { audit: Snapshot; workflow: string }) {
  const row = audit.report.workflows.find((each) => each.workflow === workflow);
  if (!row) return <span className="text-soft">not there</span>;
  return (
    <FigureValue
      figure={hoursFigure("Hours a week by hand", row, { workflow, activity: null }, frameOf(audit))}
      layout="stack"
      align="end"
      lead="range"
    />
  );
}
