import fc from "fast-check";
import { anItem, aPlan } from "#server/domain/rollout/plan.fixture.ts";
import type { RolloutPlan } from "#server/domain/rollout/plan.ts";

/** Small numbers on purpose: ties, zero effort and zero value are common. */
const item = fc.record({
  effortDays: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(0.5, 2.5, 12)),
  valuePerWeekMinor: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }) }),
  earliestStartWeek: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 }) }),
  needs: fc.integer({ min: 0, max: 255 }),
  family: fc.constantFrom(undefined, undefined, "email", "returns"),
});

export type PlanKinds = { maxItems: number; calendar?: boolean; earliest?: boolean; learning?: boolean; teams?: number };

/** Random plans without problems. Which prerequisites an item has is drawn with a density of its own per plan. */
export function somePlan({
  maxItems,
  calendar = false,
  earliest = false,
  learning = false,
  teams = 1,
}: PlanKinds): fc.Arbitrary<RolloutPlan> {
  return fc
    .record({
      drawn: fc.array(item, { minLength: 1, maxLength: maxItems }),
      density: fc.constantFrom(0, 0b00010001, 0b01010101, 0b11011011),
      reversed: fc.boolean(),
      horizonWeeks: fc.integer({ min: 1, max: 14 }),
      buildDaysPerWeek: fc.constantFrom(1, 5),
      ramp: fc.constantFrom(
        [],
        [],
        [{ weeksLive: 2, share: 1 }],
        [
          { weeksLive: 1, share: 0.25 },
          { weeksLive: 3, share: 0.75 },
        ],
      ),
      freezeFrom: fc.integer({ min: 0, max: 6 }),
      freezeWeeks: fc.integer({ min: 0, max: 3 }),
      learningFactor: fc.constantFrom(0.5, 0.8),
    })
    .map(({ drawn, density, reversed, freezeFrom, freezeWeeks, ...rest }) => {
      const items = drawn.map(({ needs, family, earliestStartWeek, ...numbers }, index) =>
        anItem(`i${index}`, {
          ...numbers,
          ...(earliest ? { earliestStartWeek } : {}),
          ...(learning ? { family } : {}),
          prerequisites: drawn.flatMap((_, other) => (other < index && (needs & density & (1 << (other % 8))) !== 0 ? [`i${other}`] : [])),
        }),
      );
      return aPlan(reversed ? items.toReversed() : items, {
        horizonWeeks: rest.horizonWeeks,
        buildDaysPerWeek: rest.buildDaysPerWeek,
        teams,
        ...(learning ? { learningFactor: rest.learningFactor } : {}),
        ...(calendar
          ? { ramp: rest.ramp, freezeWindows: freezeWeeks === 0 ? [] : [{ fromWeek: freezeFrom, toWeek: freezeFrom + freezeWeeks }] }
          : {}),
      });
    });
}
