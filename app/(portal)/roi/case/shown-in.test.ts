import { expect, test } from "vitest";
import { shownIn } from "./shown-in.ts";

test("a share is typed in percent, money in major units and kept in whole minor ones, without floating noise", () => {
  expect(shownIn({ kind: "share" }).show(0.07)).toBe("7");
  expect(shownIn({ kind: "share" }).read("62.5")).toBe(0.625);
  const dollars = shownIn({ kind: "money", currency: "USD" });
  expect(dollars.show(885_450)).toBe("8854.5");
  expect(dollars.read("19.999")).toBe(2_000);
  expect(shownIn({ kind: "moneyPerHour", currency: "JPY" }).read("2400")).toBe(2_400);
  expect(shownIn({ kind: "count", of: "touches" })).toMatchObject({ suffix: "touches" });
});

test("what is no number is none", () => {
  const { read } = shownIn({ kind: "minutes" });
  expect([read(""), read("  "), read("five"), read("1e999"), read("5")]).toEqual([null, null, null, null, 5]);
});
