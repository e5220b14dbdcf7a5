import { describe, expect, test } from "vitest";
import { loadedRate, priceOfTask, priceOfWeeklyHours } from "./calculator.ts";

describe("the ten-second calculator", () => {
  test("15 hours a week at $35 cost $27,300 a year: 15 x 52 = 780 h, 780 x 35 = 27,300", () => {
    expect(priceOfWeeklyHours(15, 3_500)).toBe(2_730_000);
  });

  test("20 hours a week at $35 cost $36,400 a year: 20 x 52 = 1,040 h, 1,040 x 35 = 36,400", () => {
    expect(priceOfWeeklyHours(20, 3_500)).toBe(3_640_000);
  });

  test("five minutes forty times a day cost $30,333.33: 200 min a day x 260 / 60 = 866.67 h, x 35 = 30,333.33", () => {
    const price = priceOfTask({ timesPerDay: 40, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 });
    expect(price.hoursPerYear).toBeCloseTo(866.67, 2);
    expect(price.hoursPerWeek).toBeCloseTo(16.67, 2);
    expect(price.costMinorPerYear).toBe(3_033_333);
  });

  test("a wage of $23.05 with benefits of 30 % of compensation is $32.93 loaded: 23.05 / 0.7", () => {
    expect(loadedRate(2_305, 0.3)).toBeCloseTo(3_292.86, 2);
  });

  test("benefits cannot be all of the compensation", () => {
    expect(() => loadedRate(2_305, 1)).toThrow(RangeError);
  });
});
