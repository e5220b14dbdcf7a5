import type { BackTestReport } from "#server/domain/automations/back-test.ts";

/** What came of letting rules act at a department of the sandbox, against the same seed without them. Touches are those that ended in the trial. */
export type Trial = {
  /** Touches of the kind that the rules may take over. */
  touches: { without: number; with: number };
  allTouches: { without: number; with: number };
  effects: number;
  /** By the department's own hidden policy. */
  wrong: number;
};

export const percent = (share: number | null): string => `${((share ?? 0) * 100).toFixed(1)} %`;
export const fallOf = ({ touches }: Trial): number => 1 - touches.with / touches.without;
export const wrongShare = ({ effects, wrong }: Trial): number => (effects === 0 ? 0 : wrong / effects);

/** One line for people: how rules agree with weeks they were not learned from, and what they did in a trial. */
export function lineOf(what: string, report: BackTestReport, { gate, trial, days }: { gate: boolean; trial: Trial; days: number }): string {
  const { agreement, bestShare, coverage } = report;
  const { touches, allTouches, effects, wrong } = trial;
  return (
    `${what}: agreement on held-out weeks ${percent(agreement.share)} (from ${percent(agreement.lower)}) of ${agreement.n}, at most ${percent(bestShare)}, coverage ${percent(coverage)}, gate ${gate ? "holds" : "does not hold"}; ` +
    `${days} days: touches ${touches.without} -> ${touches.with} (-${percent(fallOf(trial))}), all touches ${allTouches.without} -> ${allTouches.with}, effects ${effects}, wrong ${wrong} (${percent(wrongShare(trial))})`
  );
}

/** Learned from seven tenths of the time, judged on the rest. */
export function splitAt<T extends { atMs: number }>(decisions: readonly T[], { fromMs, toMs }: { fromMs: number; toMs: number }) {
  const cutMs = fromMs + 0.7 * (toMs - fromMs);
  return { learned: decisions.filter(({ atMs }) => atMs < cutMs), heldOut: decisions.filter(({ atMs }) => atMs >= cutMs) };
}
