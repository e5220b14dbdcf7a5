/** Cases that go between two teams, both ways together. */
export type HandoffLine = { one: string; other: string; count: number; waitingHoursAWeek: number };

type Handoff = { from: string; to: string; count: number; waitingHours: number };

const SHOWN = 3;

/** The pairs of teams between which cases wait longest in all, both directions added up. */
export function handoffLines(handoffs: readonly Handoff[], weeks: number): HandoffLine[] {
  const pairs = new Map<string, HandoffLine>();
  for (const { from, to, count, waitingHours } of handoffs) {
    const [one, other] = from < to ? [from, to] : [to, from];
    const known = pairs.get(JSON.stringify([one, other])) ?? { one, other, count: 0, waitingHoursAWeek: 0 };
    pairs.set(JSON.stringify([one, other]), {
      ...known,
      count: known.count + count,
      waitingHoursAWeek: known.waitingHoursAWeek + waitingHours / weeks,
    });
  }
  return [...pairs.values()]
    .sort((a, b) => b.waitingHoursAWeek - a.waitingHoursAWeek || (a.one + a.other < b.one + b.other ? -1 : 1))
    .slice(0, SHOWN);
}
