import { expect, test } from "vitest";
import type { Stage } from "../automations/stages.ts";
import { actingStretches, countedDays, inDays } from "./acting-stretches.ts";

const DAY_MS = 86_400_000;
const on = (day: number) => new Date(day * DAY_MS + 9 * 3_600_000);
const moves = (...all: [Stage, number][]) => all.map(([to, day]) => ({ to, at: on(day) }));
const dayOf = (at: Date) => Math.floor(at.getTime() / DAY_MS);

test("an automation acts from the step to approve to the step out of approve and auto, as often as it does", () => {
  expect(actingStretches(moves(["shadow", 1], ["approve", 5], ["auto", 8], ["shadow", 10], ["approve", 20]))).toEqual([
    { since: on(5), until: on(10) },
    { since: on(20), until: null },
  ]);
  expect(actingStretches(moves(["approve", 5], ["auto", 8], ["approve", 9], ["retired", 12], ["draft", 13]))).toEqual([
    { since: on(5), until: on(12) },
  ]);
  expect(actingStretches(moves(["back-test", 1], ["shadow", 2]))).toEqual([]);
});

test("the days between two stretches and after the last are not counted", () => {
  const stretches = inDays(actingStretches(moves(["approve", 3], ["shadow", 5], ["approve", 7], ["retired", 8])), dayOf);
  expect(stretches).toEqual([
    { from: 3, to: 5 },
    { from: 7, to: 8 },
  ]);
  const days = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((day) => ({ day }));
  expect(countedDays(days, stretches).map(({ day }) => day)).toEqual([1, 2, 3, 4, 7]);
});

test("one that ceased and began again on the same day lost no day", () => {
  expect(inDays(actingStretches(moves(["auto", 3], ["shadow", 5], ["approve", 5])), dayOf)).toEqual([{ from: 3, to: Infinity }]);
});
