import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

test("a path of this site is kept with its query", () => {
  expect(ownPath("/audit/returns?window=90")).toBe("/audit/returns?window=90");
});

test.each([
  "//evil.example/x",
  "https://evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  "",
  "/",
  undefined,
  ["/a", "/b"],
  "/.//evil.example",
])("%j leads to the overview", (to) => {
  expect(ownPath(to)).toBe("/overview");
});
