import { expect, test } from "vitest";
import { nextOfList } from "./next-of-list.ts";

const one = (stage: "draft" | "back-test" | "shadow" | "auto" | "retired", isTried = false) => ({
  id: "a1",
  name: "Order exceptions",
  stage,
  pausedAt: null,
  isTried,
});

test("rules that were tried on the past are not to be tried again: the way leads to what they would have decided", () => {
  expect(nextOfList([one("draft")])?.why).toContain("then try them on your past");
  expect(nextOfList([one("draft", true)])).toEqual({
    name: "Order exceptions",
    why: "its rules were tried on your past. See what they would have decided, then let it go on.",
    href: "/automations/a1/back-test",
    label: "Open the back-test",
  });
  expect(nextOfList([one("back-test")])?.why).toBe("its rules are to be tried on your past. Run a back-test.");
  expect(nextOfList([one("back-test", true)])?.why).toContain("would have decided");
});

test("a draft that nobody has tried goes before one that acts, and a retired one waits for nobody", () => {
  expect(nextOfList([one("auto"), one("draft")])?.label).toBe("Open the rules");
  expect(nextOfList([one("retired", true)])).toBeNull();
});
