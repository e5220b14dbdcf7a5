import { describe, expect, test } from "vitest";
import { asInput, weakestEvidence, type Figure } from "./provenance.ts";

const hours: Figure = {
  label: "Hours a week",
  value: 15,
  unit: { kind: "hours" },
  range: { low: 12, point: 15, high: 20 },
  provenance: { formula: "touches a week x minutes per touch / 60", evidence: "timed", inputs: [], asOf: "2026-03-31" },
};

describe("provenance", () => {
  test("a computed figure is as weak as its weakest input", () => {
    expect(weakestEvidence(["recorded", "assumed", "timed"])).toBe("assumed");
    expect(weakestEvidence(["bounds", "benchmark", "assumed"])).toBe("benchmark");
    expect(weakestEvidence(["recorded"])).toBe("recorded");
  });

  test("a figure that rests on nothing is an assumption", () => {
    expect(weakestEvidence([])).toBe("assumed");
  });

  test("a figure used in another formula stays open to its own formula", () => {
    const input = asInput(hours);
    expect(input).toMatchObject({ name: "Hours a week", value: 15, evidence: "timed", source: null });
    expect(input.explanation?.formula).toBe("touches a week x minutes per touch / 60");
  });
});
