import { describe, expect, test } from "vitest";
import { formatHours, formatHoursRange, sayHoursRange } from "./format-hours.ts";

describe("hours as text", () => {
  test("minutes below an hour, one decimal below ten, whole hours above", () => {
    expect(formatHours(0.4, "en-US")).toBe("24\u00a0min");
    expect(formatHours(7.25, "en-US")).toBe("7.3\u00a0h");
    expect(formatHours(22.4, "en-US")).toBe("22\u00a0h");
    expect(formatHours(0, "en-US")).toBe("0\u00a0h");
  });

  test("what rounds up to the next unit is written in it: 59.7 minutes is one hour, 9.96 hours is ten", () => {
    expect(formatHours(59.7 / 60, "en-US")).toBe("1\u00a0h");
    expect(formatHours(9.96, "en-US")).toBe("10\u00a0h");
  });

  test("a range has one unit, that of the end farther from 0", () => {
    expect(formatHoursRange(19, 26, "en-US")).toBe("19–26\u00a0h");
    expect(formatHoursRange(0.4, 3.1, "en-US")).toBe("0.4–3.1\u00a0h");
    expect(formatHoursRange(0.2, 0.7, "en-US")).toBe("12–42\u00a0min");
    expect(sayHoursRange(-4.2, 0.5, "en-US")).toBe("-4.2 to 0.5 hours");
  });

  test("a range whose ends read the same is one figure", () => {
    expect(formatHoursRange(21.9, 22.1, "en-US")).toBe("22\u00a0h");
  });

  test("a sentence says the range in words", () => {
    expect(sayHoursRange(61, 88, "en-US")).toBe("61 to 88 hours");
    expect(sayHoursRange(0.2, 0.7, "en-US")).toBe("12 to 42 minutes");
    expect(sayHoursRange(1, 1, "en-US")).toBe("1 hour");
  });
});
