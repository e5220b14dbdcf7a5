import { roundHalfEven } from "../roi/minor-units.ts";

/** A kind of record whose touches take about the same time; volumes are those of the period under review. */
export type Segment = { segment: string; volume: number; minutesPerTouch: number; automationShare: number };

/** One side of the bridge. */
export type ValueDrivers = {
  segments: readonly Segment[];
  /** Share of the saving that came back as manual work, 0..1. */
  leakageShare: number;
  /** Cost of doing again what the automation did wrong, in minor units, not negative. */
  reworkMinor: number;
};

export type BridgeStep = "volume" | "mix" | "unitTime" | "automationShare" | "leakage" | "rework" | "unexplained";

/** From the modelled to the realised value. modelledMinor + all steps = realisedMinor, to the minor unit. */
export type Bridge = { modelledMinor: number; steps: readonly { step: BridgeStep; minor: number }[]; realisedMinor: number };

/**
 * Why the realised value differs from the modelled one: drivers are replaced by their actual values one after the other, in the order of
 * the steps. Each level is rounded half-even and a step is the difference of two levels, so that the steps add up exactly. What is left
 * between the last level and the realised value is unexplained.
 *
 * @param modelled and actual must name the same segments
 * @param valueMinorPerHour what an hour saved is worth: rate x capture x risk, the same on both sides
 * @param realisedMinor from realisedValue
 * @throws RangeError when a segment is missing on one side
 */
export function bridge(input: { modelled: ValueDrivers; actual: ValueDrivers; valueMinorPerHour: number; realisedMinor: number }): Bridge {
  const { modelled, actual, valueMinorPerHour, realisedMinor } = input;
  const pairs = modelled.segments.map((plan) => ({ plan, fact: segmentOf(actual, plan.segment) }));
  for (const { segment } of actual.segments) segmentOf(modelled, segment);
  const planned = pairs.reduce((sum, { plan }) => sum + plan.volume, 0);
  const counted = pairs.reduce((sum, { fact }) => sum + fact.volume, 0);
  // Without any modelled volume there is no mix to keep: the whole change of volume is mix.
  const scale = planned === 0 ? 1 : counted / planned;
  const level = (pick: (pair: (typeof pairs)[number]) => Omit<Segment, "segment">, leakageShare: number, reworkMinor: number) => {
    const hours = pairs.reduce((sum, pair) => {
      const { volume, minutesPerTouch, automationShare } = pick(pair);
      return sum + (volume * minutesPerTouch * automationShare) / 60;
    }, 0);
    return roundHalfEven(hours * valueMinorPerHour * (1 - leakageShare) - reworkMinor);
  };
  const { leakageShare, reworkMinor } = modelled;
  const start = level(({ plan }) => plan, leakageShare, reworkMinor);
  const levels: [BridgeStep, number][] = [
    ["volume", level(({ plan }) => ({ ...plan, volume: plan.volume * scale }), leakageShare, reworkMinor)],
    ["mix", level(({ plan, fact }) => ({ ...plan, volume: fact.volume }), leakageShare, reworkMinor)],
    ["unitTime", level(({ plan, fact }) => ({ ...fact, automationShare: plan.automationShare }), leakageShare, reworkMinor)],
    ["automationShare", level(({ fact }) => fact, leakageShare, reworkMinor)],
    ["leakage", level(({ fact }) => fact, actual.leakageShare, reworkMinor)],
    ["rework", level(({ fact }) => fact, actual.leakageShare, actual.reworkMinor)],
    ["unexplained", realisedMinor],
  ];
  return {
    modelledMinor: start,
    steps: levels.map(([step, minor], i) => ({ step, minor: minor - (levels[i - 1]?.[1] ?? start) })),
    realisedMinor,
  };
}

function segmentOf(drivers: ValueDrivers, segment: string): Segment {
  const found = drivers.segments.find((candidate) => candidate.segment === segment);
  if (found === undefined) throw new RangeError(`segment ${segment} is missing on one side of the bridge`);
  return found;
}
