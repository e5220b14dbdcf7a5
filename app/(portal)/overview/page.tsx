import { Link } from "#app/ui/link.tsx";
import { api, currentPerson } from "#app/trpc/server.tsx";
import { LinkButton } from "#app/ui/button.tsx";
import { EVIDENCE_WORDS } from "#app/ui/figure/evidence-words.ts";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { Headline, HeadlineFigure } from "#app/ui/figure/headline.tsx";
import { NextStep } from "#app/ui/next-step.tsx";
import { TopBar } from "#app/ui/shell/top-bar.tsx";
import { dragFigure, hoursFigure, rateFigure } from "#server/domain/audit/figures.ts";
import { hoursByEvidence } from "#server/domain/audit/hours-by-evidence.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { frameOf, shareText, workflowHref, type Snapshot } from "../audit/audit-frame.ts";
import { Freshness } from "../audit/freshness.tsx";
import { NoAuditYet } from "../audit/no-audit-yet.tsx";
import { StillArriving } from "../audit/still-arriving.tsx";
import { UnrankedInTotal } from "../audit/unranked-in-total.tsx";
import { WorkflowTable } from "../audit/workflow-table.tsx";
import { JobPanel } from "../jobs/job-panel.tsx";
import { evidenceInWords } from "./evidence-in-words.ts";
import { CreepNotices } from "./creep-notices.tsx";
import { nextStation, type Station } from "./next-station.ts";

export const metadata = { title: "Overview" };

/** The first screen: one headline with its range, why it can be believed, one next step, then the ranking. */
export default async function OverviewPage() {
  const caller = await api();
  const [{ audit, runningJobId }, alarms, person] = await Promise.all([caller.audit.get({}), caller.audit.alarms({}), currentPerson()]);
  const locale = person?.workspace?.locale ?? "en-US";
  const ready = audit !== null && audit.eventCount > 0;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Overview" }]}
        freshness={ready && <Freshness audit={audit} locale={locale} />}
        demo={person?.workspace?.demo ?? false}
      />
      {ready ? (
        <Found audit={audit} locale={locale} station={await stationOf(audit, person?.workspace?.permissions ?? [])} />
      ) : (
        <h1 className="mb-5 text-2xl font-semibold tracking-tight">Find the work that is done by hand</h1>
      )}
      <CreepNotices alarms={alarms} mayDismiss={person?.workspace?.permissions.includes("audit.run") ?? false} />
      {ready && <StillArriving />}
      {runningJobId && (
        <div className="mb-6">
          <JobPanel jobRunId={runningJobId} refreshAtEnd />
        </div>
      )}
      {ready ? (
        <>
          <div className="mb-2.5 flex flex-wrap items-baseline justify-between gap-3">
            <h2 className="text-lg font-semibold">Where automation pays first</h2>
            <Link href="/audit" className="inline-flex min-h-6 items-center text-sm text-soft">
              The whole audit
            </Link>
          </div>
          <WorkflowTable audit={audit} locale={locale} />
        </>
      ) : (
        !runningJobId && <NoAuditYet />
      )}
    </>
  );
}

function Found({ audit, locale, station }: { audit: Snapshot; locale: string; station: Station | null }) {
  const { total, workflows, activities } = audit.report;
  const frame = frameOf(audit);
  const rate = rateFigure(total, frame);
  const place = { workflow: null, activity: null };
  const byWorkflow = workflows.map((row) => ({
    title: row.workflow === null ? "Events of no workflow" : workflowTitle(row.workflow),
    rank: row.status.kind === "ranked" ? row.status.rank : null,
    hours: hoursFigure("Hours a week by hand", row, { workflow: row.workflow, activity: null }, frame),
  }));
  const count = workflows.filter(({ workflow }) => workflow !== null).length;
  return (
    <>
      <Headline
        detail={
          <>
            That is <FigureValue figure={dragFigure("Drag a year", total, place, frame)} lead="range" suffix="a year" /> at{" "}
            <FigureValue figure={rate} /> ({EVIDENCE_WORDS[rate.provenance.evidence].label}).{" "}
            {evidenceInWords(hoursByEvidence(activities), total.evidence, locale)} Actor not known: {shareText(total.unknown, locale)} of
            the events that could be yours.
            <UnrankedInTotal rows={byWorkflow} />
          </>
        }
      >
        Your team spends{" "}
        <HeadlineFigure>
          <FigureValue figure={hoursFigure("Hours a week by hand", total, place, frame)} lead="range" inWords suffix="a week" />
        </HeadlineFigure>{" "}
        by hand in {count === 1 ? "one workflow" : `${count} workflows`}.
      </Headline>
      {station !== null && (
        <NextStep
          action={
            <LinkButton href={station.href} variant="primary">
              {station.label}
            </LinkButton>
          }
        >
          {station.why}
        </NextStep>
      )}
    </>
  );
}

async function stationOf({ report }: Snapshot, permissions: readonly string[]): Promise<Station | null> {
  const caller = await api();
  const may = (permission: string) => permissions.includes(permission);
  const [cases, rollout, room] = await Promise.all([
    may("roi.read") ? caller.roi.list({}) : [],
    may("rollout.read") ? caller.rollout.get({}) : null,
    may("automations.read") ? caller.automations.list({}) : null,
  ]);
  const workflow = report.workflows.find(({ status }) => status.kind === "ranked")?.workflow ?? null;
  return nextStation({
    first: workflow === null ? null : { title: workflowTitle(workflow), href: workflowHref(workflow) },
    hasCase: cases.length > 0,
    hasPlan: rollout?.plan != null,
    automations: (room?.automations ?? []).map(({ id, name, stage, pausedAt }) => ({ id, name, stage, paused: pausedAt !== null })),
  });
}
