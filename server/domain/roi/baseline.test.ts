import { describe, expect, test } from "vitest";
import { dragPerYear, sumDrag, type WorkflowBaseline } from "./baseline.ts";
import { assumed } from "./input.ts";

const returns: WorkflowBaseline = {
  workflowId: "returns",
  title: "Returns",
  loadedRateMinorPerHour: assumed(3_500),
  labour: [
    { activity: "inspect", touchesPerWeek: assumed(120), minutesPerTouch: assumed(6) },
    { activity: "refund", touchesPerWeek: assumed(60), minutesPerTouch: assumed(3) },
  ],
  rework: [{ activity: "refund again", touchesPerWeek: assumed(10), minutesPerTouch: assumed(6) }],
  delay: [{ what: "stock not for sale", casesPerYear: assumed(200), daysPerCase: assumed(2.5), costMinorPerDay: assumed(40) }],
  cashLoss: [{ what: "refunded twice", casesPerYear: assumed(12), lossMinorPerCase: assumed(5_000) }],
};

describe("baseline drag", () => {
  test("labour, rework, delay and cash loss stand in columns of their own", () => {
    // Labour 120 x 6 + 60 x 3 = 900 min = 15 h; 52 x 15 x $35 = $27,300. Rework 1 h; 52 x $35 = $1,820.
    // Delay 200 x 2.5 x $0.40 = $200. Cash loss 12 x $50 = $600.
    expect(dragPerYear(returns)).toEqual({
      hoursPerWeek: 16,
      labourMinor: 2_730_000,
      reworkMinor: 182_000,
      delayMinor: 20_000,
      cashLossMinor: 60_000,
    });
  });

  test("workflows add up column by column, and none is zero", () => {
    const drag = dragPerYear(returns);
    expect(sumDrag([drag, drag]).labourMinor).toBe(5_460_000);
    expect(sumDrag([])).toEqual({ hoursPerWeek: 0, labourMinor: 0, reworkMinor: 0, delayMinor: 0, cashLossMinor: 0 });
  });
});
