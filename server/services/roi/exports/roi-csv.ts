import { LINES } from "#server/domain/roi/cash-flow.ts";
import type { ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";
import { toMajorText } from "#server/domain/roi/minor-units.ts";
import { startsLikeFormula } from "../../exports/workbook.ts";

/**
 * The cash flow as CSV (RFC 4180, UTF-8): one row per automation and month, then the portfolio's rows. Amounts in major units with a point.
 * Texts that a spreadsheet could take for a formula carry an apostrophe in front.
 */
export function roiCsv(result: ScenarioResult): Uint8Array {
  const header = ["automation", "title", "currency", "month", ...LINES, "benefit", "cost", "net", "running total", "hours returned"];
  const flows = [
    ...result.automations.map(({ id, title, cashFlow }) => ({ id, title, cashFlow })),
    { id: "portfolio", title: "Portfolio", cashFlow: result.portfolio.cashFlow },
  ];
  const money = (amountMinor: number) => toMajorText(amountMinor, result.currency);
  const rows = flows.flatMap(({ id, title, cashFlow }) =>
    cashFlow.months.map((month) => [
      neutralised(id),
      neutralised(title),
      result.currency,
      String(month.month),
      ...LINES.map((line) => money(month.linesMinor[line])),
      money(month.benefitMinor),
      money(month.costMinor),
      money(month.netMinor),
      money(month.cumulativeMinor),
      month.hoursReturned.toFixed(4),
    ]),
  );
  return new TextEncoder().encode([header, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join(""));
}

/** Puts an apostrophe before a text that starts with = + - @, a tab or a carriage return. Never for numbers of ours. */
export function neutralised(text: string): string {
  return startsLikeFormula(text) ? `'${text}` : text;
}

function quoted(field: string): string {
  return /[",\r\n\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
