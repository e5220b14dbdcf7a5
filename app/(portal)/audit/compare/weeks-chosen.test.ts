import { expect, test } from "vitest";
import { addDays, notInLog, lastWeeks, lastWholeWeek, weeksChosen } from "./weeks-chosen.ts";

test("two days and a number of weeks choose what is compared", () => {
  const chosen = { earlier: "2026-02-02", later: "2026-03-02", weeks: "4" };
  expect(weeksChosen(chosen)).toEqual({ ...chosen, weeks: 4 });
});

test.each([
  {},
  { earlier: "2026-02-02", later: "2026-03-02" },
  { earlier: "2026-02-31x", later: "2026-03-02", weeks: "4" },
  { earlier: "2026-02-02", later: "2026-03-02", weeks: "0" },
  { earlier: "2026-02-02", later: "2026-03-02", weeks: "54" },
  { earlier: "2026-02-02", later: "2026-03-02", weeks: "1.5" },
])("an address that does not say so chooses nothing: %o", (params) => {
  expect(weeksChosen(params)).toBeNull();
});

test("days go over the end of a month", () => {
  expect(addDays("2026-03-02", -7)).toBe("2026-02-23");
});

test("the last whole week ends on the last Sunday that is over", () => {
  const day = (text: string) => Date.parse(text) / 86_400_000;
  expect(lastWholeWeek(day("2026-03-07"))).toBe("2026-02-23"); // A Saturday: its own week lacks a day.
  expect(lastWholeWeek(day("2026-03-08"))).toBe("2026-03-02");
  expect(lastWeeks("2026-03-02", 4)).toEqual({ earlier: "2026-01-12", later: "2026-02-09", weeks: 4 });
});

test("weeks that the log does not cover are told from those that it does", () => {
  const log = { firstDay: Date.parse("2026-03-04") / 86_400_000, lastDay: Date.parse("2026-03-22") / 86_400_000 };
  expect(
    notInLog(
      [
        { from: "2026-03-09", to: "2026-03-15" },
        { from: "2026-03-16", to: "2026-03-22" },
      ],
      log,
    ),
  ).toBe(false);
  expect(notInLog([{ from: "2026-03-02", to: "2026-03-08" }], log)).toBe(true);
  expect(notInLog([{ from: "2026-03-23", to: "2026-03-29" }], log)).toBe(true);
});
