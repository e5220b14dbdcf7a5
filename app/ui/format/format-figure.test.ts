import { describe, expect, test } from "vitest";
import { formatFigure, formatFigureRange } from "./format-figure.ts";

const locale = "en-US";

describe("figures as text", () => {
  test("what is not known is said, and is never 0", () => {
    expect(formatFigure(null, { kind: "money", currency: "USD" }, { locale })).toBe("not known");
  });

  test("a computed amount with a fraction of a cent is rounded once, for show", () => {
    expect(formatFigure(4_004_049.6, { kind: "money", currency: "USD" }, { locale, precision: "exact" })).toBe("$40,040.50");
  });

  test("a rate shows its cents", () => {
    expect(formatFigure(3525, { kind: "moneyPerHour", currency: "USD" }, { locale })).toBe("$35.25/h");
  });

  test("each unit has its word", () => {
    expect(formatFigure(7.3, { kind: "minutes" }, { locale })).toBe("7.3\u00a0min");
    expect(formatFigure(1, { kind: "months" }, { locale })).toBe("1 month");
    expect(formatFigure(12.4, { kind: "days" }, { locale })).toBe("12 days");
    expect(formatFigure(0.94, { kind: "share" }, { locale })).toBe("94%");
    expect(formatFigure(2310, { kind: "count", of: "touches" }, { locale })).toBe("2,310");
  });

  test("a range writes its unit once", () => {
    expect(formatFigureRange({ low: 6.3, point: 7, high: 8.7 }, { kind: "minutes" }, { locale })).toBe("6.3–8.7\u00a0min");
    expect(formatFigureRange({ low: 3, point: 5, high: 8 }, { kind: "months" }, { locale })).toBe("3–8 months");
  });

  test("a headline says its range in words", () => {
    const money = { kind: "money", currency: "USD" } as const;
    expect(formatFigureRange({ low: 11_100_000, point: 13_300_000, high: 16_000_000 }, money, { locale, precision: "whole" }, true)).toBe(
      "$111,000 to $160,000",
    );
    expect(formatFigureRange({ low: 61, point: 73, high: 88 }, { kind: "hours" }, { locale }, true)).toBe("61 to 88 hours");
  });
});
