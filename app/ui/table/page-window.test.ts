import { expect, test } from "vitest";
import { pageWindow } from "./page-window.ts";

test("first, last and the neighbours of the page are linked, with a gap where two or more are left out", () => {
  expect(pageWindow(5, 9)).toEqual([1, "gap", 4, 5, 6, "gap", 9]);
  expect(pageWindow(1, 9)).toEqual([1, 2, "gap", 9]);
  expect(pageWindow(9, 9)).toEqual([1, "gap", 8, 9]);
});

test("a gap never hides a single page", () => {
  expect(pageWindow(4, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test("one page is one page", () => {
  expect(pageWindow(1, 1)).toEqual([1]);
});
