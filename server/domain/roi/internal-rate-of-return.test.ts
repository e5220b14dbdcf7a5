import { describe, expect, test } from "vitest";
import { internalRateOfReturn } from "./internal-rate-of-return.ts";

describe("internal rate of return", () => {
  test("100 now for 110 in a year is 10 %", () => {
    const flows = [-100, ...Array.from({ length: 11 }, () => 0), 110];
    const irr = internalRateOfReturn(flows);
    expect(irr.kind === "rate" && irr.perYear).toBeCloseTo(0.1, 9);
  });

  test("a loss has a negative rate: 100 now for 90 in a year is -10 %", () => {
    const irr = internalRateOfReturn([-100, ...Array.from({ length: 11 }, () => 0), 90]);
    expect(irr.kind === "rate" && irr.perYear).toBeCloseTo(-0.1, 9);
  });

  test("months before the first flow change nothing, even a hundred of them", () => {
    const late = internalRateOfReturn([...Array.from({ length: 100 }, () => 0), -100, 50, 60]);
    expect(late).toEqual(internalRateOfReturn([-100, 50, 60]));
  });

  test("a second outlay covered by the running total still has one rate", () => {
    expect(internalRateOfReturn([-100, 150, -20, 80]).kind).toBe("rate");
  });

  test("no rate is stated where several fit: -100, 230, -132 is zero at 10 % and at 20 % a month", () => {
    expect(internalRateOfReturn([-100, 230, -132])).toEqual({ kind: "none", reason: "several rates" });
  });

  test("without an outlay or without any return there is none", () => {
    expect(internalRateOfReturn([0, 10, 10])).toEqual({ kind: "none", reason: "no outlay" });
    expect(internalRateOfReturn([-10, 0, -1])).toEqual({ kind: "none", reason: "never recovers" });
    expect(internalRateOfReturn([])).toEqual({ kind: "none", reason: "no outlay" });
  });
});
