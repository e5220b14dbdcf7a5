import { auxiliary, FEATURES } from "../effort/auxiliary.ts";
import { candidateOf, chooseItems, type Candidate } from "../effort/choose-items.ts";
import { touchBounds } from "../effort/touch-bounds.ts";
import type { ClassifiedLog } from "../event-log/classified-log.ts";
import { PERSON } from "../event-log/columns.ts";
import type { TotalsContext } from "./case-totals.ts";

/** A past item to be looked up, and how likely it was to be drawn. */
export type DrawnItem = { eventId: string; caseId: string; endedAtMs: number; chance: number };

/**
 * Draws items of an activity to look up how long they took, the likely long ones more often: touches without a recorded start. In random
 * order, so that whoever does only the first few of them has a fair choice of those drawn.
 *
 * @param among which events may be drawn; the others only tell of them
 * @param wanted how many; all there are when there are no more
 */
export function drawItems(
  { columns, events }: ClassifiedLog,
  { shifts, winsoriseMs }: Pick<TotalsContext, "shifts" | "winsoriseMs">,
  {
    workflow,
    activity,
    among,
    wanted,
    random,
  }: { workflow: string; activity: string; among: (event: number) => boolean; wanted: number; random: () => number },
): DrawnItem[] {
  const number = columns.activities.findIndex((known) => known.workflow === workflow && known.activity === activity);
  const bounds = touchBounds(columns, shifts, winsoriseMs);
  const variables = auxiliary(columns, bounds.gapMs, shifts.clock);
  const row = new Float64Array(FEATURES);
  const numbers: number[] = [];
  const candidates: Candidate[] = [];
  for (let i = 0; i < columns.length; i += 1) {
    if (columns.activityIx[i] !== number || columns.kind[i] !== PERSON || bounds.recordedMs[i]! >= 0 || !among(i)) continue;
    variables.read(i, row);
    numbers.push(i);
    candidates.push(candidateOf(row, variables.after(i)));
  }
  const drawn = chooseItems(candidates, wanted, random).map(({ item, chance }) => {
    const { eventId, caseId, endedAtMs } = events[numbers[item]!]!;
    return { eventId, caseId, endedAtMs, chance };
  });
  return shuffled(drawn, random);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
