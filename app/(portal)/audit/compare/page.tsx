import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import { frameOf, type Snapshot } from "../audit-frame.ts";
import { JobPanel } from "../../jobs/job-panel.tsx";
import { AuditTabs } from "../audit-tabs.tsx";
import { AuditDays } from "./audit-days.tsx";
import { ActivitiesCompared, WorkflowsCompared } from "./compared-tables.tsx";

export const metadata = { title: "Compare two audits" };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Two audits beside each other: of two days, or two that were made. Which ones is in the address, so that a copied link shows the same. */
export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const caller = await api();
  const [audits, newest, person] = await Promise.all([caller.audit.list({ limit: 200 }), caller.audit.get({}), currentPerson()]);
  const workspace = person?.workspace;
  const locale = workspace?.locale ?? "en-US";
  const dayIn = (key: string) => {
    const value = params[key];
    return typeof value === "string" && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
  };
  const fromDay = dayIn("from");
  const toDay = dayIn("to");
  const idOf = (day: string | null, key: string) => audits.find(({ id, asOf }) => (day === null ? id === params[key] : asOf === day))?.id;
  const made = audits.filter(({ asOf }) => asOf === null);
  const afterId = idOf(toDay, "after") ?? (toDay === null ? made[0]?.id : undefined);
  const beforeId = idOf(fromDay, "before") ?? (fromDay === null ? made.find(({ id }) => id !== afterId)?.id : undefined);
  const read = async (auditId: string | undefined) => (auditId ? (await caller.audit.get({ auditId })).audit : null);
  const [before, after] = await Promise.all([read(beforeId), read(afterId)]);
  const missing = [...new Set([...(fromDay && !before ? [fromDay] : []), ...(toDay && !after ? [toDay] : [])])];
  return (
    <>
      <TopBar crumbs={[{ label: "Audit", href: "/audit" }, { label: "Compare" }]} demo={workspace?.demo ?? false} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Compare two audits</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Hours, dollars and minutes a touch, then and later, of the log as it stood at the end of two days. A change is only claimed where it
        is larger than its range: where the two ranges do not meet.
      </p>
      <AuditTabs current="/audit/compare" />
      {newest.runningJobId && (
        <div className="mb-6">
          <JobPanel jobRunId={newest.runningJobId} refreshAtEnd />
        </div>
      )}
      <DayForm from={fromDay} to={toDay} />
      {missing.length > 0 && <AuditDays days={missing} mayRun={workspace?.permissions.includes("audit.run") ?? false} />}
      {made.length > 1 && (
        <details className="mb-6" open={fromDay === null && toDay === null}>
          <summary className="mb-2 cursor-pointer text-sm font-medium">Or two audits as they were made</summary>
          <Choice params={params} audits={made} name="before" label="Earlier audit" current={before?.id} />
          <Choice params={params} audits={made} name="after" label="Later audit" current={after?.id} />
        </details>
      )}
      {before && after ? (
        <Compared before={before} after={after} locale={locale} />
      ) : (
        missing.length === 0 && (
          <EmptyState title="One audit is not enough" action={<LinkButton href="/audit">Go to the audit</LinkButton>}>
            Choose two days above, or come back after the next audit: from the second on you will see here what became more and what became
            less. One is made every week by itself.
          </EmptyState>
        )
      )}
    </>
  );
}

function Compared({ before, after, locale }: { before: Snapshot; after: Snapshot; locale: string }) {
  const frames = { before: frameOf(before), after: frameOf(after) };
  return (
    <div className="grid gap-8">
      <WorkflowsCompared before={before} after={after} frames={frames} locale={locale} />
      <div className="min-w-0">
        <SectionHeading>By activity</SectionHeading>
        <ActivitiesCompared before={before} after={after} frames={frames} locale={locale} />
      </div>
    </div>
  );
}

function DayForm({ from, to }: { from: string | null; to: string | null }) {
  return (
    <form method="get" action="/audit/compare" className="mb-6 flex flex-wrap items-end gap-3" aria-label="Days to compare">
      <TextField name="from" label="Earlier day" type="date" defaultValue={from ?? ""} className="w-44" />
      <TextField name="to" label="Later day" type="date" defaultValue={to ?? ""} className="w-44" />
      <Button type="submit">Compare these days</Button>
    </form>
  );
}

type Listed = { id: string; computedAt: Date };

function Choice({
  params,
  audits,
  name,
  label,
  current,
}: {
  params: SearchParams;
  audits: readonly Listed[];
  name: "before" | "after";
  label: string;
  current: string | undefined;
}) {
  return (
    <nav aria-label={label} className="mb-2 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <span className="font-medium">{label}</span>
      {audits.slice(0, SHOWN_AUDITS).map(({ id, computedAt }) => (
        <Link
          key={id}
          href={tableHref("/audit/compare", params, { [name]: id, from: null, to: null })}
          aria-current={id === current ? "true" : undefined}
          className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink"
        >
          <DateTime at={computedAt} full />
        </Link>
      ))}
    </nav>
  );
}

const SHOWN_AUDITS = 12; // A quarter of weekly audits; older ones are reached by their address.
