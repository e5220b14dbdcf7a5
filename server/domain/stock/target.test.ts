import { describe, expect, test } from "vitest";
import { freeUnits, publicationOf, targetOf } from "./target.ts";

test("free is what is on hand and neither committed nor reserved nor damaged; not known where one of them is not", () => {
  expect(freeUnits({ onHand: 40, committed: 12, reserved: 3, damaged: 5 })).toBe(20);
  expect(freeUnits({ onHand: 5, committed: 12, reserved: 0, damaged: 0 })).toBe(-7);
  expect(freeUnits({ onHand: 40, committed: 12, reserved: null, damaged: 5 })).toBeNull();
});

test.each([
  [20, { share: 1, buffer: 3 }, 17],
  [21, { share: 0.5, buffer: 1 }, 9],
  [2, { share: 1, buffer: 3 }, 0],
  [-7, { share: 1, buffer: 0 }, 0],
  [null, { share: 1, buffer: 0 }, null],
])("of %s free units a channel with %o shows %s", (free, rule, shown) => {
  expect(targetOf(free, rule)).toBe(shown);
});

describe("what is published", () => {
  const rule = { share: 1, buffer: 3 };

  test("nothing while the channel stands at its target, or a unit or two below it", () => {
    expect(publicationOf({ free: 20, quantity: 17 }, rule, 0)).toBeNull();
    expect(publicationOf({ free: 20, quantity: 15 }, rule, 2)).toBeNull();
  });

  test("a single unit too many is taken down, whatever the tolerance", () => {
    expect(publicationOf({ free: 20, quantity: 18 }, rule, 2)).toEqual({ from: 18, to: 17 });
  });

  test("nothing where the ledger or the channel is not known", () => {
    expect(publicationOf({ free: null, quantity: 18 }, rule, 0)).toBeNull();
    expect(publicationOf({ free: 20, quantity: null }, rule, 0)).toBeNull();
  });
});
