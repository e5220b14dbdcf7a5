import { expect, test } from "vitest";
import { workflowHref } from "./audit-frame.ts";
import { dayAsked, lastDayOver } from "./day-asked.ts";
import { weightHref } from "./rank-weights.ts";

test("an address asks for the audit of a day that is over, or for the newest", () => {
  expect(dayAsked({ day: "2026-03-30" }, "2026-03-31")).toEqual({ day: "2026-03-30", problem: null });
  expect(dayAsked({ day: "2026-03-31" }, "2026-03-31")).toEqual({ day: "2026-03-31", problem: null });
  expect(dayAsked({}, "2026-03-31")).toEqual({ day: null, problem: null });
  expect(dayAsked({ day: "" }, "2026-03-31")).toEqual({ day: null, problem: null });
});

test("what is no day, or none that is over, is said and shows the newest", () => {
  for (const day of ["yesterday", "2026-02-30", "2026-13-01", ["2026-03-01", "2026-03-02"]])
    expect(dayAsked({ day }, "2026-03-31")).toMatchObject({ day: null, problem: expect.stringContaining("no day of the calendar") });
  expect(dayAsked({ day: "2026-04-01" }, "2026-03-31")).toMatchObject({ day: null, problem: expect.stringContaining("not over yet") });
});

test("a day is over by the clock of the workspace", () => {
  const now = new Date("2026-03-31T02:00:00.000Z");
  expect([lastDayOver(now, "UTC"), lastDayOver(now, "America/New_York")]).toEqual(["2026-03-30", "2026-03-29"]);
});

test("links within an audit as of a day stay with that day", () => {
  expect(workflowHref("returns", "2026-03-30")).toBe("/audit/workflow?name=returns&day=2026-03-30");
  expect(weightHref("drag", "2026-03-30")).toBe("/audit?by=drag&day=2026-03-30");
  expect([workflowHref("returns"), weightHref("score", null)]).toEqual(["/audit/workflow?name=returns", "/audit"]);
});
