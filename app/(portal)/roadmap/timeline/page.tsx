import { Link } from "#app/ui/link.tsx";
import { DateTime } from "#app/ui/format/date-time.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { itemHref, stateOf, STATES, type PlanData } from "../plan-data.ts";
import { RoadmapFrame } from "../roadmap-frame.tsx";
import { timelineOf, type TimelineRow } from "./prepare-timeline.ts";

export const metadata = { title: "Rollout timeline" };

/** When each item is worked on, built and live: planned, and what came of it. */
export default function TimelinePage() {
  return (
    <RoadmapFrame href="/roadmap/timeline" title="When what is built">
      {({ plan }) => <Bars plan={plan} />}
    </RoadmapFrame>
  );
}

function Bars({ plan }: { plan: PlanData }) {
  const timeline = timelineOf(plan);
  if (!timeline) return <h1 className="text-2xl font-semibold tracking-tight">There is nothing in the plan</h1>;
  return (
    <>
      <h1 className="mb-1 text-2xl font-semibold tracking-tight">
        Built by <DateTime at={timeline.lastDay} />
      </h1>
      <p className="mb-5 max-w-[74ch] text-pretty text-soft">
        {plan.stored.teams === 1 ? "One team" : `${plan.stored.teams} teams`} at {plan.stored.buildDaysPerWeek} build days a week. Dots show
        when what an item needs is built, the dashed line how long it waits after that. A yellow mark is the day that was planned first.
      </p>
      <ul className="grid gap-3">
        {timeline.rows.map((row) => (
          <li key={row.item.id} className="grid gap-x-5 gap-y-1 sm:grid-cols-[minmax(14rem,2fr)_5fr] sm:items-center">
            <div className="min-w-0">
              <Link href={itemHref(row.item.id)} className="font-medium">
                {row.item.title}
              </Link>{" "}
              <Badge tone={STATES[stateOf(plan, row.item.id)].tone}>{STATES[stateOf(plan, row.item.id)].label}</Badge>
              <p className="text-sm text-soft">
                <DateTime at={row.startDay} /> to <DateTime at={row.builtDay} />
                {row.liveDay !== row.builtDay && (
                  <>
                    , live <DateTime at={row.liveDay} /> after the freeze
                  </>
                )}
                {row.firstPlannedDay && (
                  <>
                    ; first planned for <DateTime at={row.firstPlannedDay} />
                  </>
                )}
                {row.after.length > 0 && `; after ${row.after.map(({ title }) => title).join(" and ")}`}
              </p>
            </div>
            <Bar row={row} firstDay={timeline.firstDay} lastDay={timeline.lastDay} />
          </li>
        ))}
      </ul>
      <div aria-hidden="true" className="mt-2 hidden gap-5 sm:grid sm:grid-cols-[minmax(14rem,2fr)_5fr]">
        <span />
        <div className="relative h-6 border-t border-line text-xs text-soft">
          {timeline.ticks.map(({ day, at }) => (
            <span key={day} className="absolute top-1" style={{ left: `${at * 92}%` }}>
              <DateTime at={day} />
            </span>
          ))}
        </div>
      </div>
    </>
  );
}

/** The bar repeats what the text beside it says. */
function Bar({ row, firstDay, lastDay }: { row: TimelineRow; firstDay: string; lastDay: string }) {
  const whole = Math.max(1, Date.parse(lastDay) - Date.parse(firstDay));
  const first = row.firstPlannedDay === null ? null : (Date.parse(row.firstPlannedDay) - Date.parse(firstDay)) / whole;
  const ready = Math.min(...row.after.map(({ at }) => at));
  return (
    <div aria-hidden="true" className="relative h-4 rounded-sm bg-fill">
      {row.after.length > 0 && ready < row.from && (
        <div
          className="mark absolute top-1/2 border-t border-dashed border-edge"
          style={{ left: `${ready * 100}%`, width: `${(row.from - ready) * 100}%` }}
        />
      )}
      <div
        className={`absolute inset-y-0 min-w-1 rounded-sm ${row.actual ? "bg-ink" : row.item.kind === "enabler" ? "bg-edge" : "bg-accent"}`}
        style={{ left: `${row.from * 100}%`, width: `${Math.max(0, row.to - row.from) * 100}%` }}
      />
      {row.after.map(({ title, at }) => (
        <div
          key={title}
          title={title}
          className="mark absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border border-ink bg-raised"
          style={{ left: `${at * 100}%` }}
        />
      ))}
      {first !== null && first >= 0 && first <= 1 && (
        <div className="absolute -inset-y-0.5 w-0.5 bg-warn" style={{ left: `${first * 100}%` }} />
      )}
    </div>
  );
}
