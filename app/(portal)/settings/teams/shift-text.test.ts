import { expect, test } from "vitest";
import { shiftOf, weekInWords } from "./shift-text.ts";

const day = { startMinute: 540, endMinute: 1020 };

test("two times make a shift, and one that ends before it begins ends on the next day", () => {
  expect(shiftOf("09:00", "17:00")).toEqual(day);
  expect(shiftOf("22:00", "06:00")).toEqual({ startMinute: 1320, endMinute: 1800 });
  expect(shiftOf("", "17:00")).toBeNull();
});

test("a week reads as people say it", () => {
  expect(weekInWords([day, day, day, day, day, { startMinute: 600, endMinute: 840 }, null])).toBe(
    "Monday to Friday 09:00 to 17:00; Saturday 10:00 to 14:00",
  );
  expect(weekInWords([{ startMinute: 1320, endMinute: 1800 }, null, null, null, null, null, null])).toBe("Monday 22:00 to 06:00");
  expect(weekInWords([null, null])).toBe("never");
});
