import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brakeReason, isHeldOut, MOST_ACTS_ON_CASE } from "./brake.ts";

const limits = { records: 100, moneyMinor: 50_000 };

describe("the brake", () => {
  test("lets the hundredth record pass and holds the next", () => {
    const at = (records: number) => brakeReason({ passed: { records, moneyMinor: 0 }, riskMinor: 0, actsOnCase: 0 }, limits);
    expect(at(99)).toBeNull();
    expect(at(100)).toContain("100 records within an hour");
  });

  test("counts the money of this act too; what is unknown counts as nothing", () => {
    const at = (moneyMinor: number, riskMinor: number | null) =>
      brakeReason({ passed: { records: 1, moneyMinor }, riskMinor, actsOnCase: 0 }, limits);
    expect(at(40_000, 10_000)).toBeNull();
    expect(at(40_000, 10_001)).toContain("More money");
    expect(at(50_000, null)).toBeNull();
  });

  test("holds automations that work on one another, before anything else", () => {
    const acts = (actsOnCase: number) => brakeReason({ passed: { records: 999, moneyMinor: 0 }, riskMinor: null, actsOnCase }, limits);
    expect(acts(MOST_ACTS_ON_CASE)).toContain("against each other");
    expect(acts(MOST_ACTS_ON_CASE - 1)).toContain("records");
  });

  test("once it holds, more of anything never frees it", () => {
    const amount = fc.nat({ max: 200 });
    fc.assert(
      fc.property(amount, amount, amount, amount, (records, money, acts, more) => {
        const reason = (add: number) =>
          brakeReason({ passed: { records: records + add, moneyMinor: money * 500 + add }, riskMinor: add, actsOnCase: acts % 5 }, limits);
        expect(reason(0) === null || reason(more) !== null).toBe(true);
      }),
      { seed: 3 },
    );
  });
});

describe("cases left to people", () => {
  test("are always the same ones, about their share, and others for another automation", () => {
    const cases = Array.from({ length: 10_000 }, (_, at) => `order:${at}`);
    const held = (automation: string, share: number) => cases.filter((id) => isHeldOut(id, automation, share));
    expect(held("a", 0)).toEqual([]);
    expect(held("a", 0.1)).toEqual(held("a", 0.1));
    // Three standard deviations of 10,000 draws at 0.1 are 90.
    expect(Math.abs(held("a", 0.1).length - 1_000)).toBeLessThan(90);
    const other = new Set(held("b", 0.1));
    expect(Math.abs(held("a", 0.1).filter((id) => other.has(id)).length - 100)).toBeLessThan(30);
  });
});
