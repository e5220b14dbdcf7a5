import { indexed, PERSON, type EventColumns } from "#server/domain/event-log/columns.ts";
import { actorDayRollUps, caseRollUps, updateRollUps } from "#server/domain/audit/roll-ups.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { touchBounds, WINSORISE_MS } from "#server/domain/effort/touch-bounds.ts";
import { officeHours, shiftClock } from "#server/domain/effort/work-calendar.ts";
import { eventsByKind, touchOfCases } from "#server/domain/mining/automation.ts";
import { batchTotals } from "#server/domain/mining/batches.ts";
import { handovers, pingPongs } from "#server/domain/mining/handovers.ts";
import { reworkOf } from "#server/domain/mining/rework.ts";
import { variants } from "#server/domain/mining/variants.ts";

const EVENTS_PER_SECOND = 500_000;
const DEFAULT_EVENTS = 2_000_000;

/**
 * How fast the measures of a full rebuild are computed once the events are in columns: grouping, gaps, bounds, rates, rework,
 * handover, batches, variants and roll-ups. Reading from the database and sampling statistics are not in it. Judged by processor
 * time, collection of garbage included, so that what else the machine does does not matter.
 *
 * @param args number of events, 2,000,000 unless told
 * @returns 0 when at least 500,000 events a second, else 1
 */
export function benchRebuild(args: readonly string[]): number {
  const length = args[0] === undefined ? DEFAULT_EVENTS : Number(args[0]);
  if (!Number.isSafeInteger(length) || length < 1) {
    console.error("Usage: npm run bench -- rebuild [EVENTS]");
    return 2;
  }
  const raw = rawColumns(length);
  const shifts = shiftClock(officeHours("Europe/Berlin"));
  let spent = 0;
  const timed = <T>(name: string, run: () => T): T => {
    const from = performance.now();
    const before = process.cpuUsage();
    const result = run();
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1000;
    spent += cpuMs;
    console.log(`  ${name}: ${cpuMs.toFixed(0)} ms of processor time, ${(performance.now() - from).toFixed(0)} ms by the clock`);
    return result;
  };
  const columns = timed("grouping by case and actor", () => indexed(raw));
  const bounds = timed("gaps and bounds", () => touchBounds(columns, shifts));
  timed("rates", () => [eventsByKind(columns), touchOfCases(columns)]);
  const rework = timed("rework", () => reworkOf(columns));
  timed("handover and ping-pong", () => [handovers(columns), pingPongs(columns)]);
  timed("batches", () => batchTotals(columns));
  timed("variants", () => variants(columns));
  timed("roll-ups", () =>
    updateRollUps(new Map(), {
      before: [],
      after: [actorDayRollUps(columns, shifts, WINSORISE_MS, bounds), caseRollUps(columns, shifts.clock, rework, bounds.localDay)],
    }),
  );
  const perSecond = (length / spent) * 1000;
  const ok = perSecond >= EVENTS_PER_SECOND;
  const memory = process.memoryUsage();
  console.log(`  memory: ${Math.round(memory.rss / 2 ** 20)} MB resident`);
  console.log(
    `rebuild: ${length} events in ${(spent / 1000).toFixed(2)} s of processor time, ${Math.round(perSecond)} events/s, wanted ${EVENTS_PER_SECOND}: ${ok ? "within" : "MISSED"}`,
  );
  return ok ? 0 : 1;
}

/** A log as a shop of this size has it: six events a case, 60 people, 40 activities, a year; in order of time. */
function rawColumns(length: number): Omit<EventColumns, "length" | "byCase" | "caseStart" | "byActor" | "actorStart"> {
  const random = seededRandom(1);
  const cases = Math.max(1, Math.floor(length / 6));
  const columns = {
    caseIx: new Int32Array(length),
    activityIx: new Int32Array(length),
    actorIx: new Int32Array(length),
    kind: new Uint8Array(length),
    startedAtMs: new Float64Array(length).fill(Number.NaN),
    endedAtMs: new Float64Array(length),
  };
  const step = new Uint8Array(cases);
  const gapMs = (365 * 86_400_000) / length;
  for (let i = 0; i < length; i += 1) {
    // A case's events lie among those of the few hundred cases that are open with it.
    const number = Math.min(cases - 1, Math.max(0, Math.floor((i / length) * cases) - Math.floor(300 * random() ** 2)));
    columns.caseIx[i] = number;
    columns.activityIx[i] = random() < 0.8 ? step[number]! % 8 : Math.floor(random() * 40);
    step[number]! += 1;
    const person = random() < 0.6;
    columns.kind[i] = person ? PERSON : 1 + Math.floor(random() * 5);
    columns.actorIx[i] = person ? Math.floor(random() * 60) : 60 + Math.floor(random() * 5);
    columns.endedAtMs[i] = Date.UTC(2025, 0, 1) + Math.floor(i * gapMs);
  }
  return {
    ...columns,
    cases: Array.from({ length: cases }, (_, i) => `case ${i}`),
    activities: Array.from({ length: 40 }, (_, i) => ({ workflow: `workflow ${i % 6}`, activity: `activity ${i}` })),
    actors: Array.from({ length: 65 }, (_, i) => `actor ${i}`),
  };
}
