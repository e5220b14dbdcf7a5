import { expect, test } from "vitest";
import { readTheme, themeClass } from "./theme.ts";

test("only light and dark override the device, whatever a cookie holds", () => {
  expect(readTheme("dark")).toBe("dark");
  expect(readTheme('light"><script>')).toBe("system");
  expect(readTheme(undefined)).toBe("system");
  expect(themeClass("system")).toBeUndefined();
  expect(themeClass("light")).toBe("light");
});
