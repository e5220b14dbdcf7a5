import { expect, test } from "vitest";
import { nextEntry } from "./next-entry.ts";

const labels = ["Edit", "Export", "Delete"];

test("arrows go round, Home and End go to the ends", () => {
  expect(nextEntry("ArrowDown", -1, labels)).toBe(0);
  expect(nextEntry("ArrowDown", 2, labels)).toBe(0);
  expect(nextEntry("ArrowUp", -1, labels)).toBe(2);
  expect(nextEntry("ArrowUp", 1, labels)).toBe(0);
  expect(nextEntry("Home", 2, labels)).toBe(0);
  expect(nextEntry("End", 0, labels)).toBe(2);
});

test("a letter goes to the next entry that begins with it, round the end", () => {
  expect(nextEntry("e", 0, labels)).toBe(1);
  expect(nextEntry("E", 1, labels)).toBe(0);
  expect(nextEntry("d", -1, labels)).toBe(2);
  expect(nextEntry("z", 0, labels)).toBeNull();
});

test("other keys, and an empty list, move nothing", () => {
  expect(nextEntry("Escape", 0, labels)).toBeNull();
  expect(nextEntry(" ", 0, labels)).toBeNull();
  expect(nextEntry("ArrowDown", -1, [])).toBeNull();
});
