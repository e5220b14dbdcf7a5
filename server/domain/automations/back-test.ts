import type { Interval } from "../interval.ts";
import { NEEDS_PERSON } from "../decisions/rule-table.ts";
import { agreementOf, type Agreement, type Answered } from "./agreement.ts";
import { totalRegret, type Regret, type RegretTotal } from "./regret.ts";
import type { Facts } from "./case-history.ts";

/** One past decision of a person, and what the rules would have decided with the facts of that moment. */
export type Replayed = {
  caseId: string;
  atMs: number;
  facts: Facts;
  rowId: string | null;
  decided: string;
  people: string;
  costMinor: number;
  severe: boolean;
  /** Whether no fact that was unknown then could have changed what the rules say. */
  knowable: boolean;
  /** Against the best choice, by the prices known then; null where they were not. */
  regret: { rules: Regret | null; people: Regret | null };
};

export type ConfusionCell = { decided: string; people: string; count: number; costMinor: number; severe: number };

/** What a back-test found. Shares are 0..1; null where there was nothing to divide by. */
export type BackTestReport = {
  /** Decisions that people took in the window. */
  decisions: number;
  /** Those that the rules would have decided; the others are left to people. */
  covered: number;
  coverage: number | null;
  /** Those whose answer no fact that was unknown then could have changed. */
  knowable: number;
  knowableCoverage: number | null;
  /** Over the covered ones. */
  agreement: Agreement;
  /**
   * The agreement there would be, had each row the outcome that people chose most often in its cases. Where it is low, people decide like
   * cases differently, and no other outcome helps: finer rows may, or an agreement among the people.
   */
  bestShare: number | null;
  confusion: ConfusionCell[];
  /** Rows by id with how often each decided, and how often people did the same. */
  rows: { rowId: string | null; decided: number; agreed: number; costMinor: number }[];
  /** Hours of touches that agreed decisions would have spared; null where no activity has a measured length. */
  hoursSaved: Interval | null;
  costMinor: number;
  /** What covered decisions cost beyond the best choice; null where outcomes have no price, or none was known. */
  regret: RegretTotal | null;
};

/**
 * Sums a replay up.
 *
 * @param minutesOf minutes that people take for an outcome, as the audit measured them; null where it did not
 */
export function reportOf(replayed: readonly Replayed[], minutesOf: (outcome: string) => Interval | null): BackTestReport {
  const covered = replayed.filter(({ decided }) => decided !== NEEDS_PERSON);
  const knowable = replayed.filter((one) => one.knowable).length;
  const cells = new Map<string, ConfusionCell>();
  const rows = new Map<string | null, BackTestReport["rows"][number]>();
  let hours: Interval | null = null;
  for (const { decided, people, costMinor, severe, rowId } of replayed) {
    const key = JSON.stringify([decided, people]);
    const cell = cells.get(key) ?? { decided, people, count: 0, costMinor: 0, severe: 0 };
    cells.set(key, { ...cell, count: cell.count + 1, costMinor: cell.costMinor + costMinor, severe: cell.severe + (severe ? 1 : 0) });
    const row = rows.get(rowId) ?? { rowId, decided: 0, agreed: 0, costMinor: 0 };
    const agreed = row.agreed + (decided === people ? 1 : 0);
    rows.set(rowId, { ...row, decided: row.decided + 1, agreed, costMinor: row.costMinor + costMinor });
    if (decided === people) hours = plus(hours, minutesOf(people));
  }
  return {
    decisions: replayed.length,
    covered: covered.length,
    coverage: share(covered.length, replayed.length),
    knowable,
    knowableCoverage: share(knowable, replayed.length),
    agreement: agreementOf(answersOf(replayed)),
    bestShare: share(commonest(covered), covered.length),
    confusion: [...cells.values()].sort((a, b) => b.count - a.count || (a.decided + a.people < b.decided + b.people ? -1 : 1)),
    rows: [...rows.values()].sort((a, b) => b.decided - a.decided || (String(a.rowId) < String(b.rowId) ? -1 : 1)),
    hoursSaved: hours,
    costMinor: covered.reduce((sum, { costMinor }) => sum + costMinor, 0),
    regret: totalRegret(covered.map(({ regret }) => regret)),
  };
}

/** What people's decisions say of those of the rules: whether they agree, and what it costs where not. Cases left to people say nothing. */
export const answersOf = (replayed: readonly Replayed[]): Answered[] =>
  replayed
    .filter(({ decided }) => decided !== NEEDS_PERSON)
    .map(({ decided, people, severe, costMinor }) => ({ agreed: decided === people, severe, costMinor }));

/** Decisions in which people chose what they chose most often where the same row decides. */
function commonest(covered: readonly Replayed[]): number {
  const byRow = new Map<string | null, Map<string, number>>();
  for (const { rowId, people } of covered) {
    const chosen = byRow.get(rowId) ?? new Map<string, number>();
    byRow.set(rowId, chosen.set(people, (chosen.get(people) ?? 0) + 1));
  }
  return [...byRow.values()].reduce((sum, chosen) => sum + Math.max(...chosen.values()), 0);
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

function plus(hours: Interval | null, minutes: Interval | null): Interval | null {
  if (minutes === null) return hours;
  const { low, point, high } = hours ?? { low: 0, point: 0, high: 0 };
  return { low: low + minutes.low / 60, point: point + minutes.point / 60, high: high + minutes.high / 60 };
}
