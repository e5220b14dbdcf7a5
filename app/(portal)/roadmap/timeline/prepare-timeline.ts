import { weeksBetween } from "#server/domain/rollout/stored-plan.ts";
import type { PlanData, PlanItem } from "../plan-data.ts";

export type TimelineRow = {
  item: PlanItem;
  startDay: string;
  builtDay: string;
  liveDay: string;
  /** First day this was planned to be built, where it is another one than now. */
  firstPlannedDay: string | null;
  actual: boolean;
  /** Share of the whole time, 0 to 1: where the bar begins and ends. */
  from: number;
  to: number;
  /** What it waits for and the time shows: where each of them ends, as a share of the whole. */
  after: { title: string; at: number }[];
};

export type Timeline = { firstDay: string; lastDay: string; rows: TimelineRow[]; ticks: { day: string; at: number }[] };

const MOST_TICKS = 6;

/** The work in time: what is built with its actual days first, then what is planned, in order. null when there is nothing to draw. */
export function timelineOf(plan: Pick<PlanData, "stored" | "progress" | "planned">): Timeline | null {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  const actual = plan.progress.flatMap(({ itemId, startedAt, builtAt }) =>
    builtAt === null ? [] : [{ itemId, startDay: day(startedAt ?? builtAt), builtDay: day(builtAt), liveDay: day(builtAt), actual: true }],
  );
  const spans = [...actual.sort((a, b) => (a.builtDay < b.builtDay ? -1 : 1)), ...plan.planned.map((row) => ({ ...row, actual: false }))];
  const firstDay = spans.map(({ startDay }) => startDay).sort()[0];
  const lastDay = spans
    .map(({ liveDay }) => liveDay)
    .sort()
    .at(-1);
  if (firstDay === undefined || lastDay === undefined) return null;
  const weeks = Math.max(weeksBetween(firstDay, lastDay), 1);
  const at = (when: string) => weeksBetween(firstDay, when) / weeks;
  const rows = spans.flatMap((span): TimelineRow[] => {
    const item = plan.stored.items.find(({ id }) => id === span.itemId);
    if (!item) return [];
    const first = item.firstPlannedDay === span.builtDay ? null : item.firstPlannedDay;
    const after = spans.flatMap((other) => {
      const needed = item.prerequisites.includes(other.itemId) ? plan.stored.items.find(({ id }) => id === other.itemId) : undefined;
      return needed ? [{ title: needed.title, at: at(other.builtDay) }] : [];
    });
    return [{ ...span, item, firstPlannedDay: first, from: at(span.startDay), to: at(span.builtDay), after }];
  });
  const step = Math.max(1, Math.ceil(weeks / MOST_TICKS));
  const ticks = Array.from({ length: Math.floor(weeks / step) + 1 }, (_, tick) => ({
    day: new Date(Date.parse(firstDay) + tick * step * 7 * 86_400_000).toISOString().slice(0, 10),
    at: (tick * step) / weeks,
  }));
  return { firstDay, lastDay, rows, ticks };
}
