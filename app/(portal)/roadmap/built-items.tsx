import { Link } from "#app/ui/link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { SectionHeading } from "#app/ui/card.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { learnedFrom } from "#server/domain/rollout/learned.ts";
import { LearnedHours, LearnedSummary } from "./learned-lines.tsx";
import { GateCondition, GatePresent } from "./gate-words.tsx";
import { daysText, itemHref, STATES, type PlanData } from "./plan-data.ts";

/** What is built and stays watched: its gate now, and what the plan learned from it. */
export function BuiltItems({ plan }: { plan: PlanData }) {
  const rows = plan.progress.filter(({ itemId }) => plan.built.includes(itemId));
  if (rows.length === 0) return null;
  const hours = plan.measured.map(({ workflow, hoursPerWeek }) => ({ workflow, point: hoursPerWeek.point }));
  const learned = learnedFrom(plan.stored, rows, plan.audit && { until: plan.audit.to, hours });
  return (
    <section className="mt-8">
      <SectionHeading>Built, and still watched</SectionHeading>
      <LearnedSummary learned={learned} plan={plan} />
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
        {rows.map(({ itemId, state, builtAt, actualEffortDays }) => {
          const item = plan.stored.items.find(({ id }) => id === itemId);
          const gate = plan.gates.find((one) => one.itemId === itemId);
          const measured = learned.items.find((one) => one.itemId === itemId)?.hours;
          if (!item) return null;
          return (
            <li key={itemId} className="px-3.5 py-3">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <Link href={itemHref(itemId)} className="font-medium">
                  {item.title}
                </Link>
                <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
              </p>
              <p className="text-sm text-soft">
                {builtAt && (
                  <>
                    Built <DateTime at={builtAt} />
                    {item.firstPlannedDay && (
                      <>
                        , first planned for <DateTime at={item.firstPlannedDay} />
                      </>
                    )}
                    .{" "}
                  </>
                )}
                {actualEffortDays !== null && `Took ${daysText(actualEffortDays)}, estimated ${daysText(item.effortDays)}. `}
                {measured && <LearnedHours hours={measured} plan={plan} />}
                {item.gate && gate && (
                  <>
                    Gate: <GateCondition gate={item.gate} plan={plan} />. Now{" "}
                    <GatePresent gate={item.gate} present={gate.present} plan={plan} />; held for {Math.floor(gate.heldDays)} days.
                  </>
                )}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
