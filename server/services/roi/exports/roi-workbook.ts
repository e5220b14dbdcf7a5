import type { ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";
import { inputsOf, type NamedInput } from "#server/domain/roi/fields.ts";
import { rangeOf } from "#server/domain/roi/input.ts";
import { minorDigits, TIE_WIDTH } from "#server/domain/roi/minor-units.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { cashFlowSheet, FIRST_MONTH_ROW, monthRange, type SheetContext } from "./roi-workbook-cash-flow.ts";
import { evidenceText, sourceText, unitText } from "./source-text.ts";
import { writeWorkbook, type Cell, type Sheet } from "../../exports/workbook.ts";

/**
 * The business case as an XLSX file with live formulas: change an input and everything follows.
 *
 * Amounts are in major units; lines are rounded half-even to the minor unit as in the model. The horizon is the number of rows written.
 */
export function roiWorkbook(scenario: Scenario, result: ScenarioResult): Uint8Array {
  return writeWorkbook(scenario.name, roiSheets(scenario, result));
}

/** The sheets of the workbook: Summary, Inputs, Portfolio, one per automation, Method. */
export function roiSheets(scenario: Scenario, result: ScenarioResult): Sheet[] {
  const named = inputsOf(scenario);
  const inputs = inputsSheet(scenario, named);
  const context: SheetContext = {
    scenario,
    result,
    digits: minorDigits(scenario.currency),
    inputCell: (key) => {
      const row = inputs.rowOf.get(key);
      if (row === undefined) throw new Error(`no input ${key} in the workbook`);
      return `Inputs!$D$${row + 1}`;
    },
    scale: "Inputs!$D$4",
    lastRow: FIRST_MONTH_ROW + scenario.horizonMonths.value,
  };
  const automationSheets = scenario.automations.map((_, index) => cashFlowSheet(context, index));
  return [summarySheet(context), inputs.sheet, cashFlowSheet(context, "portfolio"), ...automationSheets, methodSheet(context)];
}

const text = (
  value: string,
  style: "text" | "wrapped" | "muted" | "indented" | "mutedWrapped" | "title" | "section" | "head" | "headLeft" | "totalText" = "text",
): Cell => ({
  kind: "text",
  text: value,
  style,
});

function summarySheet({ scenario, result, digits, scale }: SheetContext): Sheet {
  const { summary } = result.portfolio;
  const major = (minor: number) => minor / 10 ** digits;
  const money = `money${digits}` as const;
  const figure = (
    label: string,
    formula: string,
    cached: number | string,
    style: "money0" | "money2" | "money3" | "share" | "decimal",
    note: string,
  ) => [text(label), { kind: "formula", formula, cached, style } satisfies Cell, text(note, "mutedWrapped")];
  const irr = summary.irr.kind === "rate" ? summary.irr.perYear : "none";
  return {
    name: "Summary",
    widths: [38, 18, 70],
    landscape: false,
    printColumns: null,
    frozen: { rows: 0, columns: 0 },
    rows: [
      [text(scenario.name, "title")],
      [text(`Business case in ${scenario.currency}, inputs as of ${scenario.asOf}, ${scenario.horizonMonths.value} months`, "muted")],
      [],
      [text("The case", "section"), text("", "section"), text("", "section")],
      figure("Net present value", "Portfolio!B4", major(summary.npvMinor), money, "Present value of benefits less costs, build included."),
      figure(
        "Present value of benefits",
        "Portfolio!B5",
        major(summary.presentBenefitMinor),
        money,
        "After capture, risk, ramp and leakage.",
      ),
      figure(
        "Present value of costs",
        "Portfolio!B6",
        major(summary.presentCostMinor),
        money,
        "Build, licences, maintenance, exceptions and review.",
      ),
      figure(
        "Return on investment",
        "Portfolio!B7",
        summary.roi ?? "none",
        "share",
        "Net present value divided by the present value of costs.",
      ),
      figure(
        "Payback, months",
        "Portfolio!B8",
        summary.paybackMonths ?? "not within the horizon",
        "decimal",
        "From the first outlay until the running total is back at zero.",
      ),
      figure(
        "Naive payback, months",
        "Portfolio!B9",
        summary.naivePaybackMonths ?? "none",
        "decimal",
        "Build divided by gross savings at full run. Leaves out capture, risk, ramp and running costs; shown because other calculators print it.",
      ),
      figure(
        "Internal rate of return a year",
        "Portfolio!B10",
        irr,
        "share",
        "Stated only where it is the only rate at which the case is worth nothing.",
      ),
      figure(
        "Hours returned over the horizon",
        `SUM(Portfolio!${monthRange("hours", FIRST_MONTH_ROW + scenario.horizonMonths.value)})`,
        summary.hours.overHorizon,
        "decimal",
        "After risk and leakage, growth included.",
      ),
      [],
      [text("Not recomputed in this file", "section"), text("", "section"), text("", "section")],
      [
        text("Cost of delay a week"),
        { kind: "number", value: major(result.costOfDelayMinorPerWeek), style: money },
        text(
          "Net present value lost by starting everything a month later, x 12 / 52; as computed when this file was written.",
          "mutedWrapped",
        ),
      ],
      [text("Minor units in one unit of the currency"), { kind: "formula", formula: scale, cached: 10 ** digits, style: "integer" }, null],
    ],
  };
}

function inputsSheet(scenario: Scenario, named: readonly NamedInput[]): { sheet: Sheet; rowOf: Map<string, number> } {
  const digits = minorDigits(scenario.currency);
  const rowOf = new Map<string, number>();
  const rows: Cell[][] = [
    [text("Inputs", "title")],
    [text("Blue cells may be changed; every other sheet follows. Class: how the value is known.", "muted")],
    [],
    [null, text("Minor units in one unit of the currency"), null, { kind: "number", value: 10 ** digits, style: "integer" }],
    [],
    ["Of", "Input", "Unit", "Value", "Low", "High", "Class", "Source"].map((title, i) =>
      text(title, i >= 3 && i <= 5 ? "head" : "headLeft"),
    ),
  ];
  const titles = new Map(scenario.automations.map((automation) => [automation.id, automation.title]));
  for (const { key, automationId, title, unit, input } of named) {
    const isMoney = unit.kind === "money" || unit.kind === "moneyPerHour";
    const shown = (value: number) => (isMoney ? value / 10 ** digits : value);
    const style = unit.kind === "share" ? "inputShare" : "inputNumber";
    const { low, high } = rangeOf(input);
    rowOf.set(key, rows.length);
    rows.push([
      text(automationId === null ? "Scenario" : (titles.get(automationId) ?? automationId)),
      text(title),
      text(unitText(unit), "muted"),
      { kind: "number", value: shown(input.value), style },
      low === high ? null : { kind: "number", value: shown(low), style: unit.kind === "share" ? "share" : "text" },
      low === high ? null : { kind: "number", value: shown(high), style: unit.kind === "share" ? "share" : "text" },
      text(evidenceText(input.evidence), "indented"),
      text(sourceText(input.source), "muted"),
    ]);
  }
  return {
    rowOf,
    sheet: {
      name: "Inputs",
      widths: [34, 40, 14, 14, 12, 12, 18, 70],
      landscape: true,
      printColumns: null,
      frozen: { rows: 6, columns: 2 },
      rows,
    },
  };
}

function methodSheet({ scenario }: SheetContext): Sheet {
  const lines = [
    "A month's benefit = volume x claimed share x minutes / 60 x ramp x risk, split by where the hours go: redeployed hours carry the stated value of the named work, avoided hire and overtime cut carry the loaded rate, lost hours carry nothing.",
    "Claimed share: automatable share x (1 - overlap), as far as earlier automations of the same workflow left something. A minute is claimed once.",
    "Growth: what volume growth adds to the benefit, on a line of its own. Leakage: the share of the benefit that flows back as manual work.",
    "The build is paid in the start month; benefits and running costs begin in the month after.",
    "Discounting: flow / (1 + yearly rate) ^ (month / 12).",
    `Rounding: each line of each month is rounded once to the minor unit, half to even; a value within ${TIE_WIDTH} of a half counts as a half. Sums are sums of rounded lines. Present values are discounted without rounding and rounded once, at the top of each sheet.`,
    "Payback counts from the first month in the red and is interpolated within the month.",
    "The number of months and the order in which automations claim minutes are fixed in this file; export again to change them.",
    ...scenario.automations.map(
      (automation) =>
        `${automation.title}: redeployed hours go to ${automation.capture.redeployedTo === "" ? "no named work" : automation.capture.redeployedTo}.`,
    ),
  ];
  return {
    name: "Method",
    widths: [110],
    landscape: false,
    printColumns: null,
    frozen: { rows: 0, columns: 0 },
    rows: [[text("Method and rounding", "title")], [], ...lines.map((line) => [text(line, "wrapped")])],
  };
}
