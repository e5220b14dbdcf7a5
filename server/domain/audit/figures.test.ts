import { expect, test } from "vitest";
import { changeFigure, dragFigure, durationFigure, hoursFigure, reworkFigure, type AuditFrame } from "./figures.ts";

const frame: AuditFrame = {
  auditId: "a1",
  computedAt: "2026-03-09T00:00:00.000Z",
  from: "2026-03-02",
  to: "2026-03-06",
  weeks: 1,
  rate: { minorPerHour: 3500, currency: "USD", evidence: "assumed", note: "set-up", from: null },
  roleRates: [],
};
const range = (point: number) => ({ low: point / 2, point, high: point * 2 });
const row = {
  touches: 16,
  recordedMinutes: { touches: 2 },
  minutes: range(61),
  hoursPerWeek: range(61 / 60),
  evidence: "timed" as const,
  drag: { currency: "USD", totalMinor: range(185033), reworkMinor: range(1200) },
};
const place = { workflow: "order exceptions", activity: null };

test("drag opens to hours and the rate, hours to minutes, touches and weeks", () => {
  const drag = dragFigure("Drag a year", row, place, frame);
  expect(drag.value).toBe(185033);
  expect(drag.provenance.inputs.map(({ name, value }) => [name, value])).toEqual([
    ["Hours a week by hand", 61 / 60],
    ["Loaded rate an hour", 3500],
  ]);
  const hours = drag.provenance.inputs[0]!.explanation!;
  expect(hours.inputs.map(({ name, value }) => [name, value])).toEqual([
    ["Minutes by hand in the window", 61],
    ["Touches (events by people)", 16],
    ["Weeks in the window", 1],
  ]);
  // 52 x 61/60 h x 35.00 = 1,850.33, the figure of the log worked by hand
  expect(Math.round(52 * (61 / 60) * 3500)).toBe(185033);
});

test("work done again opens to the drag that it is part of", () => {
  const again = reworkFigure("Done again", row, place, frame);
  expect(again).toMatchObject({ value: 1200, range: range(1200), provenance: { evidence: "timed" } });
  expect(again.provenance.inputs).toMatchObject([{ name: "Drag a year", value: 185033, explanation: { evidence: "timed" } }]);
});

test("hours of an activity that rest on timed items lead to them", () => {
  const activity = { ...row, minutesPerTouch: range(4), samples: 30 };
  const at = { workflow: "returns", activity: "refund" };
  const input = hoursFigure("Hours", activity, at, frame).provenance.inputs.find(({ name }) => name === "Minutes a touch");
  expect(input).toMatchObject({ value: 4, source: { kind: "sample", workflow: "returns", activity: "refund", count: 30 } });
});

test("hours between bounds name the few timed items that moved the estimate", () => {
  const activity = { ...row, evidence: "bounds" as const, minutesPerTouch: range(4) };
  const at = { workflow: "returns", activity: "refund" };
  const inputs = (samples: number) => hoursFigure("Hours", { ...activity, samples }, at, frame).provenance.inputs;
  expect(inputs(2).find(({ name }) => name === "Timed items, too few for a range")).toMatchObject({
    value: 2,
    evidence: "timed",
    source: { kind: "sample", workflow: "returns", activity: "refund", count: 2 },
  });
  expect(inputs(0).map(({ name }) => name)).toEqual(["Minutes by hand in the window", "Touches (events by people)", "Weeks in the window"]);
});

test("a wait between ends of events is not called recorded, and says what it rests on", () => {
  const waited = (startsRecorded?: AuditFrame["startsRecorded"]) =>
    durationFigure("Waiting", { hours: 3, count: 8, measured: "from end to end" }, place, {
      ...frame,
      ...(startsRecorded === undefined ? {} : { startsRecorded }),
    }).provenance;
  expect(waited({ of: 0, n: 1200 })).toMatchObject({
    evidence: "bounds",
    basis: expect.stringContaining("no start of a touch was recorded"),
  });
  expect(waited({ of: 1100, n: 1200 })).toMatchObject({
    evidence: "bounds",
    basis: expect.stringContaining("a start for 1,100 of 1,200 touches"),
  });
  expect(waited({ of: 1200, n: 1200 })).not.toHaveProperty("basis");
  expect(waited({ of: 1200, n: 1200 }).evidence).toBe("recorded");
});

test("a figure names the rows it counts", () => {
  const { source } = hoursFigure("Hours a week", row, place, frame).provenance;
  expect(source).toEqual({
    kind: "measure",
    measure: "hours",
    auditId: "a1",
    workflow: "order exceptions",
    activity: null,
    from: "2026-03-02",
    to: "2026-03-06",
    count: 16,
  });
});

test("a change is later less earlier, with what both ranges allow, and opens to both", () => {
  const [earlier, later] = [10, 4].map((hours) => hoursFigure("Hours", { ...row, hoursPerWeek: range(hours) }, place, frame));
  const change = changeFigure("Change", earlier!, later!);
  // Ranges 5 to 20 and 2 to 8.
  expect(change).toMatchObject({ value: -6, range: { low: -18, point: -6, high: 3 }, unit: { kind: "hours" } });
  expect(change.provenance.inputs.map(({ name, value }) => [name, value])).toEqual([
    ["Later: Hours", 4],
    ["Earlier: Hours", 10],
  ]);
  const sum = { ...earlier!, value: 0.1 + 0.2 };
  expect(changeFigure("Change", { ...earlier!, value: 0.3 }, sum).value).toBe(0);
});

test("what several roles do opens to the rate of each, and is known as well as the weakest of them", () => {
  const roleRates = [{ role: "buyer", minorPerHour: 5_000, evidence: "recorded" as const, note: "Payroll of March", from: "2026-03-01" }];
  const rate = dragFigure("Drag a year", { ...row, minorPerHour: 4_250 }, place, { ...frame, roleRates }).provenance.inputs[1]!;
  expect(rate).toMatchObject({ name: "Loaded rate an hour", value: 4_250, evidence: "assumed" });
  expect(rate.explanation?.inputs.map(({ name, value, source }) => [name, value, source?.kind === "entry" && source.at])).toEqual([
    ["Rate of buyer", 5_000, "2026-03-01"],
    ["Rate of all others", 3_500, frame.computedAt],
  ]);
});
