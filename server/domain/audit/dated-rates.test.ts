import { expect, test } from "vitest";
import { ratesOn } from "./dated-rates.ts";

const rates = [
  { role: "default", effectiveFrom: null, minorAnHour: 3_500 },
  { role: "default", effectiveFrom: "2026-07-01", minorAnHour: 3_800 },
  { role: "buyer", effectiveFrom: "2026-04-01", minorAnHour: 5_000 },
];
const on = (day: string) => [...ratesOn(rates, day)].map(([role, { minorAnHour }]) => [role, minorAnHour]);

test("a day has the rates that had started by then", () => {
  expect(on("2026-03-31")).toEqual([["default", 3_500]]);
  expect(on("2026-04-01")).toEqual([
    ["default", 3_500],
    ["buyer", 5_000],
  ]);
  expect(on("2026-07-01")).toEqual([
    ["default", 3_800],
    ["buyer", 5_000],
  ]);
});

test("the order in which rates were entered says nothing", () => {
  expect(ratesOn(rates.toReversed(), "2026-08-01").get("default")?.minorAnHour).toBe(3_800);
});
