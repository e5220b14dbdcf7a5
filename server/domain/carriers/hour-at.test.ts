import { expect, test } from "vitest";
import { hourAt } from "./hour-at.ts";

const us = (region: string) => ({ region, country: "US" });

test("the hour that clocks show, over a change of the clock and where none changes", () => {
  const summer = Date.parse("2026-07-01T04:30:00Z");
  const winter = Date.parse("2026-12-01T04:30:00Z");
  expect([hourAt(us("ME"), summer), hourAt(us("ME"), winter)]).toEqual([0, 23]);
  expect([hourAt(us("AZ"), summer), hourAt(us("AZ"), winter)]).toEqual([21, 21]);
  expect(hourAt(us("WA"), summer)).toBe(21);
});

test("elsewhere it is not known", () => {
  expect([hourAt({ region: "BY", country: "DE" }, 0), hourAt({ region: null, country: "US" }, 0), hourAt(us("PR"), 0)]).toEqual([
    null,
    null,
    null,
  ]);
});
