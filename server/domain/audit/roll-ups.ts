import type { ZoneClock } from "../event-log/time-zone.ts";
import { localParts } from "../event-log/time-zone.ts";
import { activityKey, PERSON, type EventColumns } from "../event-log/columns.ts";
import { touchBounds, type TouchBounds } from "../effort/touch-bounds.ts";
import type { ShiftClock } from "../effort/work-calendar.ts";
import { actorKinds } from "../event-log/event.ts";
import { REDONE_BY_OTHER, REDONE_BY_SAME, reworkOf } from "../mining/rework.ts";

/**
 * What is kept of one activity on one day, whole numbers throughout so that sums are exact in any order.
 * events: by kind in the order of actorKinds. Minutes are kept as milliseconds. touches = recorded + those without a start.
 */
export const rollUpFields = [
  ...actorKinds,
  "recordedTouches",
  "recordedMs",
  "winsorisedMs",
  "lowMs",
  "highMs",
  "reworkSame",
  "reworkOther",
  "reworkTouches",
] as const;
export type RollUpField = (typeof rollUpFields)[number];
export type RollUp = Float64Array;

/** Roll-ups by `day key`, see rollUpKey. A row of zeros is as good as no row. */
export type RollUps = Map<string, RollUp>;

const FIELD = Object.fromEntries(rollUpFields.map((field, number) => [field, number]));
export const fieldNumber = (field: RollUpField): number => FIELD[field]!;

/** Days since 1970-01-01 in the workspace's zone, and the activity. */
export const rollUpKey = (day: number, workflow: string | null, activity: string) => `${day}\n${activityKey(workflow, activity)}`;

/**
 * What whole actor-days say: counts, recorded time, bounds of effort. The columns must hold each actor's day in full or not at all;
 * events without an actor stand alone.
 *
 * @param counted which events are counted; all unless told
 */
export function actorDayRollUps(
  columns: EventColumns,
  shifts: ShiftClock,
  winsoriseMs: number,
  bounds?: TouchBounds,
  counted: (event: number) => boolean = () => true,
): RollUps {
  const known = bounds ?? touchBounds(columns, shifts, winsoriseMs);
  const rows = new RowTable(columns, known.localDay);
  const [recordedTouches, recordedMs, winsorisedMs, lowMs, highMs] = [
    fieldNumber("recordedTouches"),
    fieldNumber("recordedMs"),
    fieldNumber("winsorisedMs"),
    fieldNumber("lowMs"),
    fieldNumber("highMs"),
  ];
  for (let i = 0; i < columns.length; i += 1) {
    if (!counted(i)) continue;
    const row = rows.of(i);
    const kind = columns.kind[i]!;
    row[kind]! += 1;
    if (kind !== PERSON) continue;
    row[lowMs]! += known.lowMs[i]!;
    row[highMs]! += known.highMs[i]!;
    if (known.recordedMs[i]! < 0) continue;
    row[recordedTouches]! += 1;
    row[recordedMs]! += known.recordedMs[i]!;
    row[winsorisedMs]! += Math.min(known.recordedMs[i]!, winsoriseMs);
  }
  return rows.finish();
}

/** What whole cases say: rework, on the day of the repeated event. The columns must hold each case in full or not at all. */
export function caseRollUps(
  columns: EventColumns,
  clock: ZoneClock,
  rework: Uint8Array = reworkOf(columns),
  localDay?: Int32Array,
): RollUps {
  const days = localDay ?? new Int32Array(columns.length);
  const rows = new RowTable(columns, days);
  const [same, other, touches] = [fieldNumber("reworkSame"), fieldNumber("reworkOther"), fieldNumber("reworkTouches")];
  for (let i = 0; i < columns.length; i += 1) {
    const kind = rework[i];
    if (kind !== REDONE_BY_SAME && kind !== REDONE_BY_OTHER) continue;
    if (localDay === undefined) days[i] = localParts(columns.endedAtMs[i]!, clock).day;
    const row = rows.of(i);
    row[kind === REDONE_BY_SAME ? same : other]! += 1;
    if (columns.kind[i] === PERSON) row[touches]! += 1;
  }
  return rows.finish();
}

/** Rows by (day, activity), found without building a text for each event. */
class RowTable {
  private readonly rows = new Map<number, RollUp>();
  private readonly columns: EventColumns;
  private readonly days: Int32Array;
  private lastNumber = Number.NaN;
  private last: RollUp = new Float64Array(0);

  constructor(columns: EventColumns, days: Int32Array) {
    this.columns = columns;
    this.days = days;
  }

  of(event: number): RollUp {
    const number = this.days[event]! * this.columns.activities.length + this.columns.activityIx[event]!;
    if (number === this.lastNumber) return this.last;
    let row = this.rows.get(number);
    if (row === undefined) {
      row = new Float64Array(rollUpFields.length);
      this.rows.set(number, row);
    }
    this.lastNumber = number;
    this.last = row;
    return row;
  }

  finish(): RollUps {
    const width = this.columns.activities.length;
    return new Map(
      [...this.rows].map(([number, row]) => {
        const { workflow, activity } = this.columns.activities[number - Math.floor(number / width) * width]!;
        return [rollUpKey(Math.floor(number / width), workflow, activity), row];
      }),
    );
  }
}

/**
 * Roll-ups after a change: `after` of every case and actor-day that the change touched is added and `before` taken away. Given the
 * same log in the end, the result is the same to the bit as a rebuild, because all sums are of whole numbers below 2^53.
 *
 * @returns new roll-ups without rows of zeros; neither argument is changed
 */
export function updateRollUps(current: RollUps, changes: { before: readonly RollUps[]; after: readonly RollUps[] }): RollUps {
  const result = new Map(current);
  const owned = new Set<string>();
  const add = (rollUps: RollUps, sign: 1 | -1) => {
    for (const [key, row] of rollUps) {
      const known = result.get(key);
      const target = known === undefined ? new Float64Array(rollUpFields.length) : owned.has(key) ? known : known.slice();
      owned.add(key);
      for (let f = 0; f < row.length; f += 1) target[f]! += sign * row[f]!;
      result.set(key, target);
    }
  };
  for (const rollUps of changes.after) add(rollUps, 1);
  for (const rollUps of changes.before) add(rollUps, -1);
  for (const key of owned) if (result.get(key)!.every((value) => value === 0)) result.delete(key);
  return result;
}

/** All of a log at once: the rebuild. */
export function rollUpsOf(columns: EventColumns, shifts: ShiftClock, winsoriseMs: number): RollUps {
  const bounds = touchBounds(columns, shifts, winsoriseMs);
  return updateRollUps(new Map(), {
    before: [],
    after: [actorDayRollUps(columns, shifts, winsoriseMs, bounds), caseRollUps(columns, shifts.clock, undefined, bounds.localDay)],
  });
}
