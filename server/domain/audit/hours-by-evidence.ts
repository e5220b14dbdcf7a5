import type { EvidenceClass, Interval } from "../interval.ts";

type Known = {
  touches: number;
  minutes: Interval;
  evidence: EvidenceClass;
  samples: number;
  recordedMinutes: { touches: number };
};

/** Items whose minutes are known, in how many activities, and whether the start of some was recorded in place of timed. */
export type KnownItems = { items: number; activities: number; someRecorded: boolean };

export type HoursByEvidence = {
  /** Of the minutes by hand, by their best estimates, 0..1; a class that nothing rests on is left out, and all are where there are none. */
  shares: Partial<Record<EvidenceClass, number>>;
  /** Where enough were timed for a mean of their own. */
  timed: KnownItems;
  /** Where they are too few for that, and only move the estimate between the bounds. */
  tooFew: KnownItems;
};

/** How the hours of a log are known: a total is called by the weakest of its activities, which hides what was timed. */
export function hoursByEvidence(activities: readonly Known[]): HoursByEvidence {
  const touched = activities.filter(({ touches }) => touches > 0);
  const total = touched.reduce((sum, { minutes }) => sum + minutes.point, 0);
  const shares: HoursByEvidence["shares"] = {};
  if (total > 0) for (const { evidence, minutes } of touched) shares[evidence] = (shares[evidence] ?? 0) + minutes.point / total;
  const itemsOf = (evidence: EvidenceClass): KnownItems => {
    const sampled = touched.filter((row) => row.evidence === evidence && row.samples > 0);
    return {
      items: sampled.reduce((sum, { samples }) => sum + samples, 0),
      activities: sampled.length,
      someRecorded: sampled.some(({ recordedMinutes }) => recordedMinutes.touches > 0),
    };
  };
  return { shares, timed: itemsOf("timed"), tooFew: itemsOf("bounds") };
}
