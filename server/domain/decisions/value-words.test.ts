import { expect, test } from "vitest";
import { quotedValue, valueWords } from "./value-words.ts";

test.each([
  ["missing_unit", "missing unit"],
  ["INCORRECT_ADDRESS", "incorrect address"],
  ["DE", "DE"],
  ["eta_5d", "eta_5d"],
  ["Anna_", "Anna_"],
  ["two words", "two words"],
  ["same_items, within_30_min", "same items, within 30 min"],
  ["Box_7", "Box_7"],
])("%s is said as %s", (value, words) => {
  expect(valueWords(value)).toBe(words);
});

test.each([
  ["where is my order", '"where is my order"'],
  ["missing_unit", '"missing unit"'],
  ["no", '"no"'],
  ["refund", '"refund"'],
])("within a sentence %s is said as %s", (value, words) => {
  expect(quotedValue(value)).toBe(words);
});
