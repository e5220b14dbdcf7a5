import { expect, test } from "vitest";
import { answerLines } from "./answer-lines.ts";

test("an answer is told line by line, with where each stands, and what is empty is left out", () => {
  const answer = { address: { line1: "1 Elm Avenue", line2: null, validation: "no_issues" }, alreadyDone: false, tags: ["vip", "on_hold"] };
  expect(answerLines(answer)).toEqual([
    { what: "address, line1", value: "1 Elm Avenue" },
    { what: "address, validation", value: "no issues" },
    { what: "already done", value: "no" },
    { what: "tags", value: "vip, on hold" },
  ]);
});

test("a record kept as pairs reads as a record, and one line of several is counted", () => {
  expect(
    answerLines({
      shipTo: [
        ["city", "Boston"],
        ["line2", null],
      ],
    }),
  ).toEqual([{ what: "ship to, city", value: "Boston" }]);
  expect(answerLines({ lines: [{ id: "a" }, { id: "b" }] })).toEqual([
    { what: "lines, 1, id", value: "a" },
    { what: "lines, 2, id", value: "b" },
  ]);
});

test("nothing says nothing, and a long answer is cut", () => {
  expect(answerLines(null)).toEqual([]);
  expect(answerLines({ ids: [] })).toEqual([]);
  expect(answerLines(Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`key${at}`, at])))).toHaveLength(60);
});
