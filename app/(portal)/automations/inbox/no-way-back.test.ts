import { expect, test } from "vitest";
import { noWayBackWords } from "./no-way-back.ts";

const [can, cannot, nothing] = [{ undo: "possible" }, { undo: "not possible" }, { undo: "nothing to undo" }] as const;

test("before several are approved at once it is said how many cannot be undone", () => {
  expect(noWayBackWords([can, cannot, nothing])).toBe("1 of 3 cannot be undone.");
  expect(noWayBackWords([cannot, cannot])).toBe("None of the 2 can be undone.");
  expect(noWayBackWords([cannot])).toBe("It cannot be undone.");
  expect(noWayBackWords([can, nothing])).toBe("");
});
