import type { Interval } from "#server/domain/interval.ts";
import type { Unit } from "#server/domain/provenance.ts";
import { formatCount, formatShare } from "./format-count.ts";
import { formatHours, formatHoursRange, sayHoursRange } from "./format-hours.ts";
import { formatMoney, formatMoneyRange, type MoneyPrecision } from "./format-money.ts";

type Options = { locale: string; precision?: MoneyPrecision | undefined };

/** A number with its unit as text; a small count that is no whole one keeps a decimal. Money is in minor units, shares are 0..1; null is "not known", never 0. */
export function formatFigure(value: number | null, unit: Unit, { locale, precision }: Options): string {
  if (value === null) return "not known";
  switch (unit.kind) {
    case "money":
      return formatMoney(Math.round(value), unit.currency, locale, precision ?? "whole");
    case "moneyPerHour":
      return `${formatMoney(Math.round(value), unit.currency, locale, "exact")}/h`;
    case "hours":
      return formatHours(value, locale);
    case "share":
      return formatShare(value, locale);
    case "count":
      return Number.isInteger(value) || Math.abs(value) >= 10 ? formatCount(value, locale) : decimal(value, locale);
    case "minutes":
      return `${decimal(value, locale)}\u00a0min`;
    case "months":
      return `${decimal(value, locale)} ${value === 1 ? "month" : "months"}`;
    case "days":
      break;
  }
  return `${decimal(value, locale)} ${value === 1 ? "day" : "days"}`;
}

/** A range with its unit as text, "$34.6K–$47.3K" or "19–26 h"; in words, "19 to 26 hours", for sentences and screen readers. */
export function formatFigureRange(range: Interval, unit: Unit, { locale, precision }: Options, inWords = false): string {
  const joint = inWords ? " to " : "\u2013";
  switch (unit.kind) {
    case "money": {
      const text = formatMoneyRange(Math.round(range.low), Math.round(range.high), unit.currency, locale, precision ?? "short");
      return inWords ? text.replace("\u2013", joint) : text;
    }
    case "hours":
      return inWords ? sayHoursRange(range.low, range.high, locale) : formatHoursRange(range.low, range.high, locale);
    case "moneyPerHour":
    case "share":
    case "count":
    case "minutes":
    case "months":
    case "days":
      break;
  }
  const low = formatFigure(range.low, unit, { locale });
  const high = formatFigure(range.high, unit, { locale });
  return low === high ? high : `${withoutUnit(low, high)}${joint}${high}`;
}

/** "4 min" and "6 min" join as "4–6 min": the unit after the first number goes where both end alike. */
function withoutUnit(low: string, high: string): string {
  const unit = /[\s\u00a0](?:min|months?|days?)$/;
  return unit.test(low) && unit.test(high) ? low.replace(unit, "") : low;
}

/** One decimal below ten, none above. */
function decimal(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 }).format(value);
}
