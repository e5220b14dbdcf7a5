import type { Gate } from "./stored-plan.ts";

/** What an audit measured for a gate. `value` null: not known, so nothing can be said and the hold is broken. */
export type GateReading = { measuredAt: Date; value: number | null; limit: number };

export type GateState = {
  /** The newest reading; null before the first. */
  latest: GateReading | null;
  /** Whether the newest reading is within the limit; null when there is none or it is not known. */
  holdsNow: boolean | null;
  /** Since when all readings are within the limit; null when the newest is not. */
  heldSince: Date | null;
  /** Days between the first and the newest reading of the unbroken run. */
  heldDays: number;
  /** Whether it has held for the agreed time. */
  passed: boolean;
};

const DAY_MS = 86_400_000;

/**
 * Whether a gate has held for the agreed time, by the time of the data and not by the clock: without new evidence no time passes.
 *
 * @param readings in any order; those from before `since`, or taken for another limit, do not count
 * @param since when the item was built: a value that was low before is no merit of it
 */
export function gateState(
  gate: Pick<Gate, "measure" | "limit" | "holdDays">,
  readings: readonly GateReading[],
  since: Date | null,
): GateState {
  const counted = [...readings]
    .filter(({ measuredAt, limit }) => limit === gate.limit && (since === null || measuredAt >= since))
    .sort((a, b) => a.measuredAt.getTime() - b.measuredAt.getTime());
  const latest = counted.at(-1) ?? null;
  const within = ({ value }: GateReading) => value !== null && (gate.measure === "agreement" ? value >= gate.limit : value <= gate.limit);
  const broken = counted.findLastIndex((reading) => !within(reading));
  const run = counted.slice(broken + 1);
  const heldSince = run[0]?.measuredAt ?? null;
  const heldDays = heldSince === null || latest === null ? 0 : (latest.measuredAt.getTime() - heldSince.getTime()) / DAY_MS;
  return {
    latest,
    holdsNow: latest === null || latest.value === null ? null : within(latest),
    heldSince,
    heldDays,
    passed: heldSince !== null && heldDays >= gate.holdDays,
  };
}

/** What a gate measures, from an audit's row of its workflow or its automation's agreement; null when that is not known. */
export function measuredFor(
  { measure, workflow }: Pick<Gate, "measure" | "workflow">,
  rows: readonly { workflow: string | null; hoursPerWeek: { point: number }; unknown: { of: number; n: number } }[],
  agreement: number | null,
): number | null {
  if (measure === "agreement") return agreement;
  const row = rows.find((candidate) => candidate.workflow === workflow);
  if (row === undefined) return null;
  if (measure === "hours") return row.hoursPerWeek.point;
  return row.unknown.n === 0 ? null : row.unknown.of / row.unknown.n;
}
