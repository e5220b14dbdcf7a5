import { expect, test } from "vitest";
import { STATE_WORDS, stateWords } from "./connection-words.ts";

test("a connection whose syncs fail does not stand as if all were well", () => {
  expect(stateWords({ state: "active", problem: "The last run of orders failed." })).toEqual({ tone: "danger", label: "last sync failed" });
});

test.each(["active", "paused", "broken", "gone", "erasing"] as const)("%s is said as it is where nothing else is the matter", (state) => {
  expect(stateWords({ state, problem: null })).toEqual(STATE_WORDS[state]);
});

test("one that has lost its access says so, whatever failed by it", () => {
  expect(stateWords({ state: "broken", problem: "The vendor no longer accepts our access." })).toEqual(STATE_WORDS.broken);
});
