import { Hours } from "#app/ui/figure/hours.tsx";
import type { Provenance } from "#server/domain/provenance.ts";
import type { Learned, LearnedItem } from "#server/domain/rollout/learned.ts";
import { daysText, type PlanData } from "./plan-data.ts";

/** What all that is built says about the estimates, in two sentences; nothing before anything is known. */
export function LearnedSummary({ learned, plan }: { learned: Learned; plan: PlanData }) {
  const { effort, hours, left } = learned;
  if (effort === null && hours === null) return null;
  return (
    <p className="mb-2 max-w-[80ch] text-sm text-pretty">
      {effort && (
        <>
          What is built took {daysText(effort.actualDays)} where {daysText(effort.estimatedDays)} were estimated
          {left && left.estimatedDays > 0 && Math.abs(effort.factor - 1) >= 0.05 && (
            <>
              ; at that rate the {daysText(left.estimatedDays)} that are left become {daysText(left.atFactorDays)}
            </>
          )}
          .{" "}
        </>
      )}
      {hours && (
        <>
          Of <HoursOf label="Hours a week expected to go" hours={hours.expectedGone} formula={EXPECTED} plan={plan} /> by hand that were
          expected to go, <HoursOf label="Hours a week that went" hours={hours.gone} formula={GONE} plan={plan} /> did (
          {Math.round(hours.share * 100)} %).
        </>
      )}
    </p>
  );
}

/** The hours of one item: when it was planned, now, and what was expected. */
export function LearnedHours({ hours, plan }: { hours: NonNullable<LearnedItem["hours"]>; plan: PlanData }) {
  return (
    <>
      By hand <HoursOf label="Hours a week when it was planned" hours={hours.before} formula={BEFORE} plan={plan} /> a week when it was
      planned, <HoursOf label="Hours a week now" hours={hours.now} formula={NOW} plan={plan} /> now; expected{" "}
      <HoursOf label="Hours a week expected" hours={hours.before - hours.expectedGone} formula={LEFT} plan={plan} />.{" "}
    </>
  );
}

const NOW = "hours a week = minutes / 60 / weeks, from the newest audit";
const BEFORE = "hours a week of the workflow in the audit the plan was made from";
const EXPECTED = "sum over what is built: hours a week when planned x share that an automation takes over";
const GONE = "sum over what is built: hours a week when planned - hours a week now";
const LEFT = "hours a week when planned x (1 - share that an automation takes over)";

function HoursOf({ label, hours, formula, plan }: { label: string; hours: number; formula: string; plan: PlanData }) {
  const provenance: Provenance = {
    formula,
    evidence: "bounds",
    inputs: [],
    asOf: (plan.audit?.computedAt ?? plan.updatedAt).toISOString(),
    ...(plan.audit
      ? {
          source: {
            kind: "measure" as const,
            measure: "hours",
            auditId: plan.audit.id,
            workflow: null,
            activity: null,
            from: plan.audit.from.toISOString().slice(0, 10),
            to: plan.audit.to.toISOString().slice(0, 10),
            count: null,
          },
        }
      : {}),
  };
  return <Hours label={label} hours={hours} provenance={provenance} />;
}
