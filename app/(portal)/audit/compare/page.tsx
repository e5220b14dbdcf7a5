import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { tableHref, type SearchParams } from "#app/ui/table/table-state.ts";
import type { AuditFrame } from "#server/domain/audit/figures.ts";
import { frameOf } from "../audit-frame.ts";
import { JobPanel } from "../../jobs/job-panel.tsx";
import { AuditTabs } from "../audit-tabs.tsx";
import { AuditDays } from "./audit-days.tsx";
import { ActivitiesCompared, WorkflowsCompared, type Side } from "./compared-tables.tsx";
import { WeekForm } from "./week-form.tsx";
import { dayOf, isDay, notInLog, type LogDays, lastWholeWeek, lastWeeks, weeksChosen, type WeeksChosen } from "./weeks-chosen.ts";

export const metadata = { title: "Compare two periods" };

/** Two stretches of weeks beside each other, or two audits. The address says which, so that a copied link shows the same. */
export default async function ComparePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const caller = await api();
  const [{ audit, runningJobId }, person] = await Promise.all([caller.audit.get({}), currentPerson()]);
  const workspace = person?.workspace;
  const ofAudits = ["from", "to", "before", "after"].some((key) => params[key] !== undefined);
  const monday = audit && lastWholeWeek(audit.report.window.lastDay);
  const chosen = weeksChosen(params) ?? (ofAudits || monday === null ? null : lastWeeks(monday, 1));
  const shown = { params, locale: workspace?.locale ?? "en-US", mayRun: workspace?.permissions.includes("audit.run") ?? false };
  return (
    <>
      <TopBar crumbs={[{ label: "Audit", href: "/audit" }, { label: "Compare" }]} demo={workspace?.demo ?? false} />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Compare two periods</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Hours, dollars and minutes a touch, then and later. A change is only claimed where it is larger than its range: where the two ranges
        do not meet, even with what chance makes of how often work comes in.
      </p>
      <AuditTabs current="/audit/compare" />
      {runningJobId && (
        <div className="mb-6">
          <JobPanel jobRunId={runningJobId} refreshAtEnd />
        </div>
      )}
      {monday !== null && <WeekForm chosen={chosen} lastMonday={monday} />}
      {chosen === null || audit === null ? (
        <OfAudits {...shown} />
      ) : (
        <OfWeeks chosen={chosen} log={audit.report.window} locale={shown.locale} />
      )}
    </>
  );
}

type Shown = { params: SearchParams; locale: string; mayRun: boolean };

/** What was done in the weeks themselves, whatever lies before them. */
async function OfWeeks({ chosen: { earlier, later, weeks }, log, locale }: { chosen: WeeksChosen; log: LogDays; locale: string }) {
  const caller = await api();
  const found = await caller.audit.compareWeeks({ earlier: { from: earlier, weeks }, later: { from: later, weeks } });
  if (found === null) return null;
  const frame = ({ from, to, report }: WeeksFound): AuditFrame => ({
    auditId: found.auditId,
    computedAt: found.computedAt.toISOString(),
    from,
    to,
    weeks,
    rate: report.rate,
    roleRates: report.roleRates,
  });
  const covered = !notInLog([found.earlier, found.later], log);
  return (
    <>
      <p className="mb-4 max-w-[74ch] text-pretty">
        Earlier: <DateTime at={found.earlier.from} /> to <DateTime at={found.earlier.to} />. Later: <DateTime at={found.later.from} /> to{" "}
        <DateTime at={found.later.to} />. Whole weeks from Monday on, since a month with five Mondays is no month with four; both measured
        with the same timed samples, each at the rates of its last day, and ranked by drag alone.
      </p>
      {!covered && (
        <p role="note" className="mb-4 max-w-[74ch] rounded-md bg-warn-soft px-4 py-2.5 text-pretty">
          The log goes from <DateTime at={dayOf(log.firstDay)} /> to <DateTime at={dayOf(log.lastDay)} />: what was done in these weeks
          outside of it is missing here, so that they look lighter than they were, and no change is claimed.
        </p>
      )}
      <Compared
        before={found.earlier}
        after={found.later}
        frames={{ before: frame(found.earlier), after: frame(found.later) }}
        locale={locale}
        covered={covered}
      />
      <p className="mt-8 text-sm">
        <Link href="/audit/compare?from=" className="inline-flex min-h-6 items-center">
          Compare the whole log as it stood at the end of two days instead
        </Link>
      </p>
    </>
  );
}

type WeeksFound = NonNullable<RouterOutputs["audit"]["compareWeeks"]>["earlier"];

/** The whole log as it stood at the end of two days, or as two audits found it when they were made. */
async function OfAudits({ params, locale, mayRun }: Shown) {
  const caller = await api();
  const audits = await caller.audit.list({ limit: 200 });
  const dayIn = (key: string) => (isDay(params[key]) ? params[key] : null);
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
      <h2 className="mb-3 text-lg font-semibold">The whole log at the end of two days</h2>
      <DayForm from={fromDay} to={toDay} />
      {missing.length > 0 && <AuditDays days={missing} mayRun={mayRun} />}
      {made.length > 1 && (
        <details className="mb-6" open={fromDay === null && toDay === null}>
          <summary className="mb-2 cursor-pointer text-sm font-medium">Or two audits as they were made</summary>
          <Choice params={params} audits={made} name="before" label="Earlier audit" current={before?.id} />
          <Choice params={params} audits={made} name="after" label="Later audit" current={after?.id} />
        </details>
      )}
      {before && after ? (
        <Compared before={before} after={after} frames={{ before: frameOf(before), after: frameOf(after) }} locale={locale} covered />
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

function Compared({ before, after, frames, locale, covered }: Parameters<typeof WorkflowsCompared>[0] & { before: Side; after: Side }) {
  return (
    <div className="grid gap-8">
      <div className="min-w-0">
        <WorkflowsCompared before={before} after={after} frames={frames} locale={locale} covered={covered} />
      </div>
      <div className="min-w-0">
        <SectionHeading>By activity</SectionHeading>
        <ActivitiesCompared before={before} after={after} frames={frames} locale={locale} covered={covered} />
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
