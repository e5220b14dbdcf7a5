import { api, currentPerson } from "#app/trpc/server.tsx";
import { Link } from "#app/ui/link.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { JobPanel } from "../jobs/job-panel.tsx";
import { SharePanel } from "../share/share-panel.tsx";
import { AsOfDay } from "./as-of-day.tsx";
import { dayAsked, lastDayOver } from "./day-asked.ts";
import { AuditTabs } from "./audit-tabs.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { Freshness } from "./freshness.tsx";
import { PlanStep } from "../roadmap/plan-step.tsx";
import { MissingEvidence } from "./missing-evidence.tsx";
import { NoAuditYet } from "./no-audit-yet.tsx";
import { StillArriving } from "./still-arriving.tsx";
import { QuadrantTable } from "./quadrant-table.tsx";
import { RunAuditButton } from "./run-audit-button.tsx";
import { DigestCard } from "./digest-card.tsx";
import { QuadrantChart } from "./quadrant-chart.tsx";
import { WhyOrder } from "./why-order.tsx";
import { DEFAULT_WEIGHT, weightHref, weightOf, WEIGHTS } from "./rank-weights.ts";
import { WorkflowTable } from "./workflow-table.tsx";

export const metadata = { title: "Audit" };

/** Workflows ranked by manual hours and dollars. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const weight = weightOf(params["by"]);
  const [caller, person] = await Promise.all([api(), currentPerson()]);
  const workspace = person?.workspace;
  const lastDay = lastDayOver(new Date(), workspace?.timeZone ?? "UTC");
  const asked = dayAsked(params, lastDay);
  const isNewest = asked.day === null;
  const [{ audit, runningJobId, eventsInLog }, digest] = await Promise.all([
    caller.audit.get(asked.day === null ? {} : { day: asked.day }),
    isNewest ? caller.audit.digest({}) : null,
  ]);
  const locale = workspace?.locale ?? "en-US";
  const mayRun = workspace?.permissions.includes("audit.run") ?? false;
  const mayReadConnections = workspace?.permissions.includes("connections.read") ?? false;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Audit" }]}
        freshness={audit && <Freshness audit={audit} locale={locale} />}
        demo={workspace?.demo ?? false}
        actions={
          <>
            {audit && audit.eventCount > 0 && <ExportMenu auditId={audit.id} />}
            {isNewest && audit && audit.eventCount > 0 && workspace?.permissions.includes("shares.manage") && (
              <SharePanel thing={{ noun: "audit", auditId: audit.id }} />
            )}
            {isNewest && mayRun && eventsInLog > 0 && <RunAuditButton />}
          </>
        }
      />
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">Where automation pays first</h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        Ordered by what automating it surely returns: the lower end of what the work costs a year, so that thin evidence does not win by its
        width, times how far rules decide it. Where it is not known what people decide there is no such score, and the order is by cost
        alone, below the others. Every figure opens to its formula, inputs and events.
      </p>
      <AuditTabs current="/audit" />
      {isNewest && audit && audit.eventCount > 0 && <PlanStep />}
      {isNewest && audit && audit.eventCount > 0 && <StillArriving />}
      {runningJobId && (
        <div className="mb-6">
          <JobPanel jobRunId={runningJobId} refreshAtEnd />
        </div>
      )}
      {eventsInLog > 0 && (
        <AsOfDay
          path="/audit"
          kept={{ by: weight === DEFAULT_WEIGHT ? null : weight }}
          asked={asked}
          lastDay={lastDay}
          audit={audit}
          mayRun={mayRun}
        />
      )}
      {audit && audit.eventCount > 0 ? (
        <>
          {digest && <DigestCard {...digest} />}
          <nav aria-label="Rank by" className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
            <span className="font-medium">Rank by</span>
            {WEIGHTS.map(({ key, label }) => (
              <Link
                key={key}
                href={weightHref(key, asked.day)}
                scroll={false}
                aria-current={key === weight ? "true" : undefined}
                className="inline-flex min-h-6 items-center aria-current:font-semibold aria-current:text-ink aria-current:no-underline"
              >
                {label}
              </Link>
            ))}
          </nav>
          <WorkflowTable audit={audit} locale={locale} weight={weight} />
          {audit.report.teamHandoffs.length === 0 && (
            <p className="mt-2 max-w-[74ch] text-sm text-pretty text-soft">
              {audit.report.roles.some(({ role }) => role !== null)
                ? "In this log no case passes by hand from one team to another."
                : "Hand-offs between teams are not known: the events of this log name no role that three accounts or more have."}
            </p>
          )}
          {isNewest && mayReadConnections && <MissingEvidence locale={locale} audit={audit} />}
          <details className="mt-6">
            <summary className="min-h-6 cursor-pointer font-medium">Why this order, and what would change it</summary>
            <WhyOrder audit={audit} />
          </details>
          <div className="mt-8">
            <QuadrantChart audit={audit} locale={locale} />
          </div>
          <QuadrantTable audit={audit} locale={locale} />
        </>
      ) : (
        !runningJobId &&
        (isNewest ? (
          <>
            {mayReadConnections && <MissingEvidence locale={locale} audit={null} />}
            <NoAuditYet />
          </>
        ) : (
          audit && <p>The log held no event by the end of this day.</p>
        ))
      )}
    </>
  );
}
