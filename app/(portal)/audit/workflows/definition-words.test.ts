import { expect, test } from "vitest";
import { claimInWords, NO_CLAIM, toEntries, toLines } from "./definition-words.ts";

test("lines become entries and back, without empty ones and repeats", () => {
  expect(toEntries(" approve return \n\nrestock\nrestock")).toEqual(["approve return", "restock"]);
  expect(toLines(["approve return", "restock"])).toBe("approve return\nrestock");
});

test("a claim reads as a sentence, and names only what it looks at", () => {
  expect(claimInWords({ ...NO_CLAIM, recorded: ["returns"] })).toBe("recorded as returns");
  expect(claimInWords({ ...NO_CLAIM, activities: ["a", "b", "c"], cases: ["return:"] })).toBe(
    "activity a, b or c, cases that begin with return:",
  );
  expect(claimInWords(NO_CLAIM)).toBe("nothing yet");
});
