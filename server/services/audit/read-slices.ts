import { eventSlices } from "#db/queries/event-slices.ts";
import type { AuditedLog } from "#db/queries/audit-events.ts";
import { listEventSources } from "#db/queries/event-sources.ts";
import type { JobContext } from "#server/context.ts";
import type { AuditView } from "#server/domain/audit/audit-in-depth.ts";
import { totalsOfCases, totalsOfDays, type CountOptions } from "#server/domain/audit/change-of-totals.ts";
import type { OpenTouches } from "#server/domain/audit/touch-totals.ts";
import type { Totals } from "#server/domain/audit/totals.ts";
import { localToUtcMs } from "#server/domain/event-log/time-zone.ts";
import { shiftClock } from "#server/domain/effort/work-calendar.ts";

/** Some forty bytes an event as columns, and as much again while they are counted: what is found is added up once for so many. */
export const SLICE_ROWS = 400_000;

const DAY_MS = 86_400_000;

/** Where the reading of days goes on, and what those before left open. */
export type DayPlace = { fromMs: number | null; open: OpenTouches };

/** How events are seen and counted. */
type Counting = { view: AuditView; options: CountOptions; leastRows?: number };

/** What the days of all accounts add to the totals, in bounded memory. place null: this was the last. */
export async function* daySlices(
  store: JobContext["store"],
  log: AuditedLog,
  { view, options, place, leastRows = SLICE_ROWS }: Counting & { place: DayPlace },
): AsyncGenerator<{ change: Totals; events: number; place: DayPlace | null }> {
  const shifts = shiftClock(options.calendar);
  const startOfDay = (day: number) => localToUtcMs(day * DAY_MS, shifts.clock.zone);
  let { open } = place;
  const order = { by: "day", fromMs: place.fromMs, dayOf: (utcMs: number) => shifts.dayOf(utcMs), startOfDay } as const;
  for await (const { events, untilMs } of eventSlices(store, log, order, leastRows)) {
    const counted = totalsOfDays(events, view, options, { before: open, untilMs });
    ({ open } = counted);
    const last = untilMs === Number.POSITIVE_INFINITY;
    yield { change: counted.totals, events: events.length, place: last ? null : { fromMs: untilMs, open } };
  }
}

/** What whole cases add to the totals, in bounded memory. @param after goes on after this case */
export async function* caseSlices(
  store: JobContext["store"],
  log: AuditedLog,
  { view, options, after, leastRows = SLICE_ROWS }: Counting & { after: string | null },
): AsyncGenerator<{ change: Totals; events: number; after: string | null }> {
  const said = [...view.kindsSaid].flatMap(([actor, kind]) => (kind === "person" ? [actor] : []));
  const sources = await store.within({ workspaceId: log.workspaceId }, (tx) => listEventSources(tx, { workspaceId: log.workspaceId }));
  // Only what was typed in two sources can have been typed twice.
  const typed = { ...log, withAttributes: sources.length > 1 };
  for await (const slice of eventSlices(store, typed, { by: "case", after, said }, leastRows))
    yield { change: totalsOfCases(slice.events, view, options), events: slice.events.length, after: slice.after };
}
