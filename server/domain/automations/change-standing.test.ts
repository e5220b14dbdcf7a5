import { expect, test } from "vitest";
import { changeStanding } from "./change-standing.ts";

const effect = (state: string, errorClass: string | null = null, undoes: string | null = null) => ({ state, errorClass, undoes });

test("what went wrong tells more of a decision than what was done, and what waits more than what is over", () => {
  expect(changeStanding([effect("done"), effect("refused", "refused")])).toEqual({ state: "refused", errorClass: "refused" });
  expect(changeStanding([effect("done"), effect("ready")])).toEqual({ state: "ready", errorClass: null });
  expect(changeStanding([effect("expired", "superseded")])).toEqual({ state: "expired", errorClass: "superseded" });
});

test("a decision that wanted no change has no standing, and an undo is told by what it takes back", () => {
  expect(changeStanding([])).toBeNull();
  expect(changeStanding([effect("undone"), effect("done", null, "e")])).toEqual({ state: "undone", errorClass: null });
});
