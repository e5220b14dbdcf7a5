import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bridge, type ValueDrivers } from "./bridge.ts";

describe("the bridge from modelled to realised", () => {
  const modelled: ValueDrivers = {
    segments: [
      { segment: "small", volume: 600, minutesPerTouch: 4, automationShare: 0.5 },
      { segment: "large", volume: 400, minutesPerTouch: 10, automationShare: 0.5 },
    ],
    leakageShare: 0,
    reworkMinor: 0,
  };

  test("each driver has its step, in order", () => {
    const actual: ValueDrivers = {
      segments: [
        { segment: "small", volume: 720, minutesPerTouch: 5, automationShare: 0.4 },
        { segment: "large", volume: 380, minutesPerTouch: 9, automationShare: 0.6 },
      ],
      leakageShare: 0.1,
      reworkMinor: 5_000,
    };
    // Minutes saved: modelled 1,200 + 2,000 = 3,200; volume x 1.1: 3,520; mix: 1,440 + 1,900 = 3,340; unit time: 1,800 + 1,710 = 3,510;
    // share: 1,440 + 2,052 = 3,492; leakage: x 0.9 = 3,142.8. At $60 an hour a minute is $1.
    const result = bridge({ modelled, actual, valueMinorPerHour: 6_000, realisedMinor: 300_000 });
    expect(result.modelledMinor).toBe(320_000);
    expect(result.steps).toEqual([
      { step: "volume", minor: 32_000 },
      { step: "mix", minor: -18_000 },
      { step: "unitTime", minor: 17_000 },
      { step: "automationShare", minor: -1_800 },
      { step: "leakage", minor: -34_920 },
      { step: "rework", minor: -5_000 },
      { step: "unexplained", minor: -9_280 },
    ]);
  });

  test("it sums to the cent whatever the drivers are", () => {
    const anyDrivers = fc.record({
      segments: fc
        .tuple(fc.nat(9_999), fc.nat(9_999))
        .chain((volumes) =>
          fc
            .tuple(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
            .map(([minutesPerTouch, automationShare]) =>
              volumes.map((volume, i) => ({ segment: String(i), volume, minutesPerTouch, automationShare })),
            ),
        ),
      leakageShare: fc.double({ min: 0, max: 1, noNaN: true }),
      reworkMinor: fc.nat(100_000),
    });
    fc.assert(
      fc.property(
        anyDrivers,
        anyDrivers,
        fc.nat(20_000),
        fc.integer({ min: -1_000_000, max: 10_000_000 }),
        (plan, fact, valueMinorPerHour, realisedMinor) => {
          const result = bridge({ modelled: plan, actual: fact, valueMinorPerHour, realisedMinor });
          expect(result.modelledMinor + result.steps.reduce((sum, { minor }) => sum + minor, 0)).toBe(realisedMinor);
        },
      ),
      { seed: 20_260_331, numRuns: 500 },
    );
  });

  test("a segment that one side does not know is refused", () => {
    const actual = { ...modelled, segments: modelled.segments.slice(1) };
    expect(() => bridge({ modelled, actual, valueMinorPerHour: 1, realisedMinor: 0 })).toThrow("segment small");
  });
});
