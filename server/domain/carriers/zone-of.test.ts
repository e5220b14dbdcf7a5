import { expect, test } from "vitest";
import { zoneOf } from "./zone-of.ts";

const us = (region: string) => ({ region, country: "US" });

test.each([
  ["ME", "ME", 2],
  ["ME", "MA", 3], // 220 miles by the formula
  ["ME", "NY", 3], // 280 miles
  ["ME", "NC", 5],
  ["ME", "WA", 8],
  ["CA", "NV", 3], // 2 degrees of latitude and 3 of longitude: 138 and 164 miles make 215
] as const)("from %s to %s", (from, to, zone) => {
  expect(zoneOf(us(from), us(to))).toBe(zone);
});

test("the way back is as far, and nothing is guessed for another country or a state that is not known", () => {
  expect(zoneOf(us("WA"), us("ME"))).toBe(zoneOf(us("ME"), us("WA")));
  expect(zoneOf(us("ME"), { region: "BY", country: "DE" })).toBeNull();
  expect(zoneOf(us("ME"), us("PR"))).toBeNull();
  expect(zoneOf({ region: null, country: "US" }, us("ME"))).toBeNull();
});
