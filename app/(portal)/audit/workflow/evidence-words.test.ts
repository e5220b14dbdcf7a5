import { expect, test } from "vitest";
import { widthInWords } from "./evidence-words.ts";

test("a range's width is told in percent while it is narrow, then in times", () => {
  expect(widthInWords({ low: 9, point: 10, high: 11 })).toBe("within 10 %");
  expect(widthInWords({ low: 10, point: 10, high: 10 })).toBe("exact");
  expect(widthInWords({ low: 10, point: 20, high: 42 })).toBe("upper end 4.2 times the lower");
  expect(widthInWords({ low: 0, point: 5, high: 9 })).toBe("no lower end");
  expect(widthInWords({ low: 0, point: 0, high: 0 })).toBe("nothing");
});
