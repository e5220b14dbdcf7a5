import { Suspense } from "react";
import { Link } from "#app/ui/link.tsx";
import { notFound } from "next/navigation";
import { api, currentPerson, refusalOf } from "#app/trpc/server.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { IntervalAxis } from "#app/ui/figure/interval-bar.tsx";
import { INTERVAL_CELL_OFFSET, IntervalCell } from "#app/ui/figure/interval-cell.tsx";
import { niceTicks } from "#app/ui/figure/nice-ticks.ts";
import { formatCount } from "#app/ui/format/format-count.ts";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { EmptyState } from "#app/ui/feedback/empty-state.tsx";
import { Tabs } from "#app/ui/tabs.tsx";
import { DataTable, type Column } from "#app/ui/table/data-table.tsx";
import type { SearchParams } from "#app/ui/table/table-state.ts";
import { dragFigure, hoursFigure, reworkFigure, type AuditFrame } from "#server/domain/audit/figures.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { eventsHref, frameOf, shareText, workflowHref, type ActivityRow, type Snapshot } from "../audit-frame.ts";
import { JobPanel } from "../../jobs/job-panel.tsx";
import { AsOfDay } from "../as-of-day.tsx";
import { dayAsked, lastDayOver } from "../day-asked.ts";
import { WhyOrder } from "../why-order.tsx";
import { Freshness } from "../freshness.tsx";
import { MissingEvidence } from "../missing-evidence.tsx";
import { othersInWords } from "../others-in-words.ts";
import { RuleFromThis } from "./rule-from-this.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import { ProcessMapView, type MapPlace } from "./process-map.tsx";
import { WorkflowView } from "./views.tsx";
import { rankInWords, VIEWS, type View } from "./workflow-words.ts";

export const metadata = { title: "Workflow" };

/** One workflow: its hours and dollars, then its activities by drag, each with the way to its events. */
export default async function WorkflowPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const { name, view: viewAsked } = params;
  if (typeof name !== "string" || name.length > 200 || name.includes("\0")) notFound();
  const view = VIEWS.find((known) => known.view === viewAsked)?.view ?? "activities";
  const [caller, person] = await Promise.all([api(), currentPerson()]);
  const lastDay = lastDayOver(new Date(), person?.workspace?.timeZone ?? "UTC");
  const asked = dayAsked(params, lastDay);
  const { day } = asked;
  const { audit, runningJobId } = await caller.audit.get(day === null ? {} : { day });
  const [report, playbooks] = await Promise.all([
    audit === null || view === "activities" || view === "evidence" ? null : caller.audit.workflow({ workflow: name, auditId: audit.id }),
    view === "decisions" && day === null ? refusalOf(caller.automations.playbooks({})) : null,
  ]);
  const row = audit?.report.workflows.find(({ workflow }) => workflow === name);
  const mayRun = person?.workspace?.permissions.includes("audit.run") ?? false;
  const ofDay = (
    <AsOfDay
      path="/audit/workflow"
      kept={{ name, view: view === "activities" ? null : view }}
      asked={asked}
      lastDay={lastDay}
      audit={audit}
      mayRun={mayRun}
    />
  );
  if (day !== null && (!audit || !row))
    return (
      <>
        <TopBar
          crumbs={[{ label: "Audit", href: `/audit?day=${day}` }, { label: workflowTitle(name) }]}
          demo={person?.workspace?.demo ?? false}
        />
        <h1 className="mb-4 text-2xl font-semibold tracking-tight">{workflowTitle(name)}</h1>
        {runningJobId && (
          <div className="mb-6">
            <JobPanel jobRunId={runningJobId} refreshAtEnd />
          </div>
        )}
        {ofDay}
        {audit && <p>The log held no event of this workflow by the end of this day.</p>}
      </>
    );
  if (!audit || !row) notFound();
  const locale = person?.workspace?.locale ?? "en-US";
  const mayManage = person?.workspace?.permissions.includes("automations.manage") ?? false;
  const frame = frameOf(audit);
  const place = { workflow: name, activity: null };
  const activities = audit.report.activities.filter(({ workflow }) => workflow === name);
  const ticks = niceTicks(Math.max(...activities.map(({ hoursPerWeek }) => hoursPerWeek.high), 0), 2);

  return (
    <>
      <TopBar
        crumbs={[{ label: "Audit", href: day === null ? "/audit" : `/audit?day=${day}` }, { label: workflowTitle(name) }]}
        freshness={<Freshness audit={audit} locale={locale} />}
        demo={person?.workspace?.demo ?? false}
      />
      <Headline detail={row.status.why}>
        {workflowTitle(name)} takes{" "}
        <HeadlineFigure>
          <FigureValue figure={hoursFigure("Hours a week by hand", row, place, frame)} lead="range" inWords suffix="a week" />
        </HeadlineFigure>{" "}
        by hand.
      </Headline>
      {ofDay}
      {day === null && person?.workspace?.permissions.includes("connections.read") && (
        <MissingEvidence locale={locale} audit={audit} workflow={name} />
      )}
      <dl className="mb-8 grid max-w-4xl grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
        {[
          ["Cases without a touch", shareText(row.touchless, locale)],
          ["Events without hands", shareText(row.automation, locale)],
          ["Actor not known", shareText(row.unknown, locale)],
        ].map(([label, text]) => (
          <div key={label}>
            <dt className="text-sm text-soft">{label}</dt>
            <dd className="font-medium tabular-nums">{text}</dd>
          </div>
        ))}
        <div>
          <dt className="text-sm text-soft">Done again by hand, a year</dt>
          <dd className="font-medium">
            <FigureValue figure={reworkFigure("Work done again by hand, a year", row, place, frame)} />
          </dd>
          <dd className="text-sm text-pretty text-soft">
            Steps repeated in a case, machines&rsquo; too: {formatCount(row.rework.sameActor, locale)} by the same,{" "}
            {formatCount(row.rework.otherActor, locale)} by another
          </dd>
        </div>
      </dl>
      <Tabs
        label={`Views of ${workflowTitle(name)}`}
        tabs={VIEWS.map((known) => ({ label: known.label, href: viewHref(name, known.view, day) }))}
        current={viewHref(name, view, day)}
      />
      {view === "activities" ? (
        <>
          <WhyThisRank audit={audit} name={name} />
          <h2 className="mb-3 text-lg font-semibold">Activities by drag</h2>
          <DataTable
            caption={`Activities of ${workflowTitle(name)}`}
            columns={columnsOf({ name, frame, ticks, locale })}
            rows={activities}
            rowKey={({ activity }) => activity}
            empty={null}
            locale={locale}
          />
        </>
      ) : view === "evidence" ? (
        <>
          {day !== null && <p className="mb-4">What is still to time, and who did the newest events, is as of today.</p>}
          <EvidenceView workflow={name} activities={activities} quality={audit.report.quality} locale={locale} />
        </>
      ) : report && view === "map" ? (
        <Suspense fallback={<div className="skeleton h-96 w-full" />}>
          <ProcessMapView
            report={report}
            workflow={name}
            frame={frame}
            format={{ locale, timeZone: audit.report.timeZone }}
            demo={person?.workspace?.demo ?? false}
            place={{ ...mapPlaceOf(params), day }}
          />
        </Suspense>
      ) : report ? (
        <>
          <WorkflowView view={view === "map" ? "paths" : view} report={report} workflow={name} frame={frame} locale={locale} />
          {report.decisions?.mining && playbooks !== null && "value" in playbooks && mayManage && (
            <RuleFromThis workflow={name} playbook={playbooks.value.find(({ workflow }) => workflow === name) ?? null} />
          )}
        </>
      ) : (
        <EmptyState title="This audit does not know it yet">
          It was made before this was measured. Audit again under Audit, and it stands here.
        </EmptyState>
      )}
    </>
  );
}

const mapPlaceOf = ({ by, path, arrows }: SearchParams): Omit<MapPlace, "day"> => ({
  by: by === "time" ? "time" : "count",
  path: typeof path === "string" && /^[1-9]\d?$/.test(path) ? Number(path) - 1 : null,
  all: arrows === "all",
});

const viewHref = (name: string, view: View, day: string | null) =>
  view === "activities" ? workflowHref(name, day) : `${workflowHref(name, day)}&view=${view}`;

function WhyThisRank({ audit, name }: { audit: Snapshot; name: string }) {
  return (
    <div className="mb-8">
      <WhyOrder audit={audit} only={name} />
      {rankInWords(audit.report, name).map((sentence) => (
        <p key={sentence} className="mt-2 max-w-[74ch] text-pretty">
          {sentence}
        </p>
      ))}
    </div>
  );
}

type Look = { name: string; frame: AuditFrame; ticks: readonly number[]; locale: string };

function columnsOf({ name, frame, ticks, locale }: Look): Column<ActivityRow>[] {
  return [
    {
      key: "activity",
      heading: "Activity",
      phone: "title",
      cell: (activity) => (
        <>
          <Link href={eventsHref(name, activity.activity, frame.auditId)} className="font-medium">
            {activity.activity}
          </Link>
          {othersInWords(activity.eventsByKind, locale).map((words) => (
            <span key={words} className="block text-sm text-soft">
              {words}
            </span>
          ))}
        </>
      ),
    },
    {
      key: "hours",
      heading: "Hours a week by hand",
      headingDetail: <IntervalAxis offset={INTERVAL_CELL_OFFSET} ticks={ticks.map((at) => ({ at, label: `${at} h` }))} />,
      cell: (activity) => (
        <IntervalCell
          figure={hoursFigure("Hours a week by hand", activity, { workflow: name, activity: activity.activity }, frame)}
          axisMax={ticks.at(-1) ?? 1}
          locale={locale}
        />
      ),
    },
    { key: "touches", heading: "Touches", kind: "number", cell: (activity) => formatCount(activity.touches, locale) },
    {
      key: "rework",
      heading: "Steps repeated",
      kind: "number",
      phone: "hide",
      cell: (activity) => formatCount(activity.rework.sameActor + activity.rework.otherActor, locale),
    },
    {
      key: "drag",
      heading: "Drag a year",
      kind: "money",
      cell: (activity) => (
        <FigureValue
          figure={dragFigure("Drag a year", activity, { workflow: name, activity: activity.activity }, frame)}
          layout="stack"
          align="end"
        />
      ),
    },
    { key: "class", heading: "Known by", phone: "hide", cell: (activity) => <EvidenceBadge evidence={activity.evidence} /> },
  ];
}
