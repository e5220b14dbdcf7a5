import { expect, test } from "vitest";
import { othersInWords } from "./others-in-words.ts";

const none = { person: 0, app: 0, rule: 0, supplier: 0, customer: 0, unknown: 0 };

test("an event of which nobody knows who did it is not called done without hands", () => {
  expect(othersInWords({ ...none, person: 363, unknown: 68 }, "en-US")).toEqual(["68 of 431 with the actor not known"]);
});

test("machines, others outside and the unknown are counted apart; an activity of touches alone says nothing", () => {
  expect(othersInWords({ person: 10, app: 3, rule: 2, supplier: 4, customer: 1, unknown: 2 }, "en-US")).toEqual([
    "5 of 22 without hands",
    "5 of 22 by customers or partners",
    "2 of 22 with the actor not known",
  ]);
  expect(othersInWords({ ...none, person: 10 }, "en-US")).toEqual([]);
});
