import type { StoredPlan } from "./stored-plan.ts";

/** What became of the estimates of an item that is built. Hours are a week, by hand, of its workflow. */
export type LearnedItem = {
  itemId: string;
  title: string;
  /** null: nobody said how long it took. */
  effort: { estimatedDays: number; actualDays: number } | null;
  /** null: not measured when it was planned, or not since it was built. */
  hours: { before: number; now: number; expectedGone: number; gone: number } | null;
};

export type Learned = {
  items: readonly LearnedItem[];
  /** Over all items whose effort is known; `factor` is actual by estimate. null when none is. */
  effort: { items: number; estimatedDays: number; actualDays: number; factor: number } | null;
  /** Over all items whose hours are known; `share` is what went of what was expected to go. null when none is. */
  hours: { items: number; expectedGone: number; gone: number; share: number } | null;
  /** Days estimated for what is left, and the same at the factor of what is built; null without a factor. */
  left: { estimatedDays: number; atFactorDays: number } | null;
};

type Built = { itemId: string; builtAt: Date | null; actualEffortDays: number | null };
type Measured = { until: Date; hours: readonly { workflow: string; point: number }[] };

/**
 * Estimates against what was measured, for everything that is built.
 *
 * @param measured hours of the newest audit; null before the first. It says nothing about what was built after its last day.
 */
export function learnedFrom(stored: StoredPlan, built: readonly Built[], measured: Measured | null): Learned {
  const items = built.flatMap(({ itemId, builtAt, actualEffortDays }): LearnedItem[] => {
    const item = stored.items.find(({ id }) => id === itemId);
    if (!item) return [];
    const before = item.hoursPerWeek?.point;
    const now =
      measured !== null && builtAt !== null && measured.until > builtAt
        ? measured.hours.find(({ workflow }) => workflow === item.workflow)?.point
        : undefined;
    return [
      {
        itemId,
        title: item.title,
        effort: actualEffortDays === null ? null : { estimatedDays: item.effortDays, actualDays: actualEffortDays },
        hours:
          before === undefined || now === undefined
            ? null
            : { before, now, expectedGone: before * (item.captureShare ?? stored.captureRate), gone: before - now },
      },
    ];
  });
  const efforts = items.flatMap(({ effort }) => effort ?? []);
  const hours = items.flatMap((item) => item.hours ?? []);
  const estimatedDays = sum(efforts.map((effort) => effort.estimatedDays));
  const actualDays = sum(efforts.map((effort) => effort.actualDays));
  const expectedGone = sum(hours.map((one) => one.expectedGone));
  const gone = sum(hours.map((one) => one.gone));
  const factor = estimatedDays > 0 ? actualDays / estimatedDays : null;
  const there = new Set(built.map(({ itemId }) => itemId));
  const left = sum(
    stored.items
      .filter(({ id, excluded, alreadyThere }) => !there.has(id) && !excluded && alreadyThere === null)
      .map((item) => item.effortDays),
  );
  return {
    items,
    effort: factor === null ? null : { items: efforts.length, estimatedDays, actualDays, factor },
    hours: expectedGone > 0 ? { items: hours.length, expectedGone, gone, share: gone / expectedGone } : null,
    left: factor === null ? null : { estimatedDays: left, atFactorDays: left * factor },
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
