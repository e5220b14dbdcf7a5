import { describe, expect, test } from "vitest";
import { assumed } from "./input.ts";
import { rampShare } from "./ramp.ts";

describe("ramp", () => {
  test("a table holds its last share", () => {
    const ramp = { kind: "table", shares: [assumed(0), assumed(0.5), assumed(0.9)] } as const;
    expect([0, 1, 2, 3, 40].map((month) => rampShare(ramp, month))).toEqual([0, 0, 0.5, 0.9, 0.9]);
  });

  test("an exponential has 63.2 % after its time constant and 86.5 % after two", () => {
    const ramp = { kind: "exponential", tauMonths: assumed(3) } as const;
    expect(rampShare(ramp, 3)).toBeCloseTo(0.632, 3);
    expect(rampShare(ramp, 6)).toBeCloseTo(0.865, 3);
    expect(rampShare(ramp, 0)).toBe(0);
  });

  test("with Wright's law each doubling of the months leaves the same part of what was missing", () => {
    const ramp = { kind: "wright", missingAtFirst: assumed(0.5), learningRate: assumed(0.8) } as const;
    expect(rampShare(ramp, 1)).toBeCloseTo(0.5, 12);
    expect(rampShare(ramp, 2)).toBeCloseTo(1 - 0.4, 12);
    expect(rampShare(ramp, 4)).toBeCloseTo(1 - 0.32, 12);
  });
});
