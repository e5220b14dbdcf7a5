import { BENEFIT_LINES, growthFactor, LINES, type CashFlow, type Line } from "#server/domain/roi/cash-flow.ts";
import type { ScenarioResult, Summary } from "#server/domain/roi/evaluate-scenario.ts";
import { TIE_WIDTH } from "#server/domain/roi/minor-units.ts";
import { rampShare } from "#server/domain/roi/ramp.ts";
import type { Automation, Scenario } from "#server/domain/roi/scenario.ts";
import { address, type Cell, type Sheet } from "../../exports/workbook.ts";

/** What every sheet of the workbook needs to know of the others. */
export type SheetContext = {
  scenario: Scenario;
  result: ScenarioResult;
  digits: 0 | 2 | 3;
  /** Absolute address of an input's value by its key. */
  inputCell: (key: string) => string;
  /** Absolute address of the minor units in one unit. */
  scale: string;
  /** Row of the last month, counted from 0. */
  lastRow: number;
};

/** First row of months, counted from 0. */
export const FIRST_MONTH_ROW = 15;

const COLUMN = {
  month: 0,
  ramp: 1,
  growthFactor: 2,
  hoursToday: 3,
  hours: 4,
  benefit: 10,
  cost: 16,
  net: 17,
  cumulative: 18,
  presentNet: 19,
  presentBenefit: 20,
  presentCost: 21,
  redSince: 22,
  payback: 23,
  firstRaw: 25,
};

/** The address of a month's line, for example ("licence", 0) is L16. */
export function lineAddress(line: Line, month: number): string {
  return address(lineColumn(line), FIRST_MONTH_ROW + month);
}

/** The address range of a column of months: "hours" is E16:E52 for 36 months. */
export function monthRange(column: keyof typeof COLUMN, lastRow: number): string {
  return `${address(COLUMN[column], FIRST_MONTH_ROW)}:${address(COLUMN[column], lastRow)}`;
}

const TITLES: Record<Line, string> = {
  redeployed: "Redeployed",
  avoidedHire: "Avoided hire",
  overtimeCut: "Overtime cut",
  growth: "Volume growth",
  leakage: "Leakage",
  licence: "Licence",
  maintenance: "Maintenance",
  exceptions: "Exceptions",
  review: "Review",
  build: "Build",
};

function lineColumn(line: Line): number {
  const index = LINES.indexOf(line);
  return BENEFIT_LINES.includes(line) ? 5 + index : 6 + index;
}

/** The cash flow of one automation by its place in the scenario, or of all of them together. */
export function cashFlowSheet(context: SheetContext, of: number | "portfolio"): Sheet {
  const { scenario, result, digits } = context;
  const automation = of === "portfolio" ? null : (scenario.automations[of] ?? null);
  const { cashFlow, summary } = of === "portfolio" ? result.portfolio : (result.automations[of] ?? result.portfolio);
  const months = monthRows(context, automation, of, cashFlow);
  return {
    name: of === "portfolio" ? "Portfolio" : sheetName(of),
    widths: [27, 13, 13, 11, 11, 12, 12, 12, 12, 12, 13, 12, 12, 12, 12, 13, 13, 13, 14, 13, 13, 13, 9, 9, 3, ...LINES.map(() => 13)],
    landscape: true,
    frozen: { rows: FIRST_MONTH_ROW, columns: 1 },
    printColumns: COLUMN.payback + 1,
    rows: [
      [label(automation?.title ?? "Portfolio", "title")],
      [
        label(
          `${scenario.currency}, lines rounded to the minor unit, ${digits} decimals; unrounded values beside the key figures`,
          "muted",
        ),
      ],
      [],
      ...keyFigures(context, automation, summary),
      ...(automation === null || of === "portfolio" ? [[], [], []] : claimRows(context, automation, of)),
      [],
      headers(automation !== null),
      ...months,
    ],
  };
}

function sheetName(index: number): string {
  return `Automation ${index + 1}`;
}

function label(text: string, style: "text" | "title" | "muted" | "head" | "headLeft"): Cell {
  return { kind: "text", text, style };
}

function headers(withRaw: boolean): Cell[] {
  const row: Cell[] = [label("Month", "headLeft")];
  row[COLUMN.ramp] = label(withRaw ? "Ramp" : "", "head");
  row[COLUMN.growthFactor] = label(withRaw ? "Growth" : "", "head");
  row[COLUMN.hoursToday] = label("Hours, today's volume", "head");
  row[COLUMN.hours] = label("Hours returned", "head");
  for (const line of LINES) row[lineColumn(line)] = label(TITLES[line], "head");
  row[COLUMN.benefit] = label("Benefit", "head");
  row[COLUMN.cost] = label("Cost", "head");
  row[COLUMN.net] = label("Net", "head");
  row[COLUMN.cumulative] = label("Running total", "head");
  row[COLUMN.presentNet] = label("Net, discounted", "head");
  row[COLUMN.presentBenefit] = label("Benefit, discounted", "head");
  row[COLUMN.presentCost] = label("Cost, discounted", "head");
  row[COLUMN.redSince] = label("In the red since", "head");
  row[COLUMN.payback] = label("Paid back after", "head");
  row[COLUMN.firstRaw - 1] = null;
  if (withRaw) LINES.forEach((line, i) => (row[COLUMN.firstRaw + i] = label(`${TITLES[line]}, minor units before rounding`, "head")));
  return row;
}

function keyFigures(
  { scenario, digits, inputCell, scale, lastRow }: SheetContext,
  automation: Automation | null,
  summary: Summary,
): Cell[][] {
  const major = (minor: number) => minor / 10 ** digits;
  const money = `moneyTotal${digits}` as const;
  const last = (column: keyof typeof COLUMN) => address(COLUMN[column], lastRow);
  const total = (
    title: string,
    row: number,
    column: "presentNet" | "presentBenefit" | "presentCost",
    minor: number,
    sign: string,
  ): Cell[] => [
    label(title, "text"),
    { kind: "formula", formula: `${halfEven(`C${row}`)}/${scale}`, cached: major(minor), style: money },
    { kind: "formula", formula: `${sign}SUM(${monthRange(column, lastRow)})*${scale}`, cached: null, style: "raw" },
  ];
  const builds =
    automation === null
      ? scenario.automations.map(({ id }) => inputCell(`${id}/buildCostMinor`))
      : [inputCell(`${automation.id}/buildCostMinor`)];
  const gross = automation === null ? scenario.automations.map((_, i) => `'${sheetName(i)}'!B13`) : ["B13"];
  const irr = summary.irr.kind === "rate" ? summary.irr.perYear : "none";
  const guess = typeof irr === "number" ? (1 + irr) ** (1 / 12) - 1 : 0.01;
  return [
    total("Net present value", 4, "presentNet", summary.npvMinor, ""),
    total("Present value of benefits", 5, "presentBenefit", summary.presentBenefitMinor, ""),
    total("Present value of costs", 6, "presentCost", summary.presentCostMinor, "-"),
    [
      label("Return on investment", "text"),
      { kind: "formula", formula: 'IF(C6>0,C4/C6,"none")', cached: summary.roi ?? "none", style: "share" },
    ],
    [
      label("Payback, months", "text"),
      {
        kind: "formula",
        formula: `IF(${last("redSince")}="",0,IF(${last("payback")}="","not within the horizon",${last("payback")}))`,
        cached: summary.paybackMonths ?? "not within the horizon",
        style: "decimal",
      },
    ],
    [
      label("Naive payback, months", "text"),
      {
        kind: "formula",
        formula: gross.length === 0 ? '"none"' : `IF(${gross.join("+")}>0,(${builds.join("+")})/(${gross.join("+")}),"none")`,
        cached: summary.naivePaybackMonths ?? "none",
        style: "decimal",
      },
    ],
    [
      label("Internal rate of return a year", "text"),
      {
        kind: "formula",
        formula: summary.irr.kind === "rate" ? `IFERROR((1+IRR(${monthRange("net", lastRow)},${guess}))^12-1,"none")` : '"none"',
        cached: irr,
        style: "share",
      },
    ],
  ];
}

/** Claimed share (B11), minutes of a full month (B12) and its gross saving in major units (B13). */
function claimRows({ scenario, result, inputCell, scale, digits }: SheetContext, automation: Automation, of: number): Cell[][] {
  const at = (field: string) => inputCell(`${automation.id}/${field}`);
  const earlier = scenario.automations.flatMap((other, i) =>
    i < of && other.workflowId === automation.workflowId ? [`'${sheetName(i)}'!B11`] : [],
  );
  const share = result.automations[of]?.claimedShare ?? 0;
  const minutes = automation.volumePerMonth.value * automation.minutesPerTouch.value * share;
  const left = earlier.length === 0 ? "1" : `1-(${earlier.join("+")})`;
  return [
    [
      label("Claimed share", "text"),
      {
        kind: "formula",
        formula: `MAX(0,MIN(${at("automatableShare")}*(1-${at("overlapShare")}),${left}))`,
        cached: share,
        style: "share",
      },
    ],
    [
      label("Minutes of a full month", "text"),
      { kind: "formula", formula: `${at("volumePerMonth")}*${at("minutesPerTouch")}*B11`, cached: minutes, style: "decimal" },
    ],
    [
      label("Gross saving of a full month", "text"),
      {
        kind: "formula",
        formula: `B12/60*${at("loadedRateMinorPerHour")}`,
        cached: ((minutes / 60) * automation.loadedRateMinorPerHour.value) / 10 ** digits,
        style: `money${digits}`,
      },
      { kind: "formula", formula: `B13*${scale}`, cached: null, style: "raw" },
    ],
  ];
}

function monthRows(context: SheetContext, automation: Automation | null, of: number | "portfolio", cashFlow: CashFlow): Cell[][] {
  const { scenario, digits, scale, inputCell } = context;
  const money = `money${digits}` as const;
  const major = (minor: number) => minor / 10 ** digits;
  const discount = inputCell("scenario/discountRatePerYear");
  let redSince: number | "" = "";
  let payback: number | "" = "";
  return cashFlow.months.map((flow, index) => {
    const row = FIRST_MONTH_ROW + index;
    const at = (column: number) => address(column, row);
    const above = (column: number) => address(column, row - 1);
    const cells: Cell[] = [{ kind: "number", value: flow.month, style: "month" }];
    const put = (column: number, formula: string, cached: number | string | null, style: NonNullable<Cell>["style"]) => {
      cells[column] = { kind: "formula", formula, cached, style };
    };
    if (automation === null || of === "portfolio") {
      const sum = (column: number) => scenario.automations.map((_, i) => `'${sheetName(i)}'!${at(column)}`).join("+") || "0";
      const hoursToday = context.result.automations.reduce((total, part, i) => {
        return total + hoursAtTodaysVolume(scenario.automations[i], part.claimedShare, flow.month);
      }, 0);
      put(COLUMN.hoursToday, sum(COLUMN.hoursToday), hoursToday, "decimal");
      put(COLUMN.hours, sum(COLUMN.hours), flow.hoursReturned, "decimal");
      for (const line of LINES) put(lineColumn(line), rounded(sum(lineColumn(line)), digits), major(flow.linesMinor[line]), money);
    } else {
      const start = inputCell(`${automation.id}/startMonth`);
      const growth = growthFactor(scenario.volumeGrowthPerYear.value, flow.month);
      const ramp = rampShare(automation.ramp, flow.month - automation.startMonth.value);
      const today = hoursAtTodaysVolume(automation, context.result.automations[of]?.claimedShare ?? 0, flow.month);
      put(COLUMN.ramp, rampFormula(automation, at(COLUMN.month), start, inputCell), ramp, "share");
      put(COLUMN.growthFactor, `(1+${inputCell("scenario/volumeGrowthPerYear")})^(${at(COLUMN.month)}/12)`, growth, "factor");
      put(COLUMN.hoursToday, `$B$12/60*${at(COLUMN.ramp)}*${inputCell(`${automation.id}/riskFactor`)}`, today, "decimal");
      const leakage = inputCell(`${automation.id}/leakageShare`);
      put(COLUMN.hours, `${at(COLUMN.hoursToday)}*${at(COLUMN.growthFactor)}*(1-${leakage})`, flow.hoursReturned, "decimal");
      LINES.forEach((line, i) => {
        const raw = at(COLUMN.firstRaw + i);
        const sign = BENEFIT_LINES.includes(line) && line !== "leakage" ? "" : "-";
        put(lineColumn(line), `${sign}${halfEven(raw)}/${scale}`, major(flow.linesMinor[line]), money);
      });
      LINES.forEach((line, i) => put(COLUMN.firstRaw + i, rawFormula(line, automation, row, context), null, "raw"));
    }
    const span = (from: Line, to: Line) => `SUM(${at(lineColumn(from))}:${at(lineColumn(to))})`;
    put(COLUMN.benefit, rounded(span("redeployed", "leakage"), digits), major(flow.benefitMinor), money);
    put(COLUMN.cost, rounded(span("licence", "build"), digits), major(flow.costMinor), money);
    put(COLUMN.net, rounded(`${at(COLUMN.benefit)}+${at(COLUMN.cost)}`, digits), major(flow.netMinor), money);
    const before = index === 0 ? "" : `${above(COLUMN.cumulative)}+`;
    put(COLUMN.cumulative, rounded(`${before}${at(COLUMN.net)}`, digits), major(flow.cumulativeMinor), money);
    const factor = (1 + scenario.discountRatePerYear.value) ** (flow.month / 12);
    const discounted = (column: number, minor: number, target: number) =>
      put(target, `${at(column)}/(1+${discount})^(${at(COLUMN.month)}/12)`, major(minor) / factor, money);
    discounted(COLUMN.net, flow.netMinor, COLUMN.presentNet);
    discounted(COLUMN.benefit, flow.benefitMinor, COLUMN.presentBenefit);
    discounted(COLUMN.cost, flow.costMinor, COLUMN.presentCost);

    const inTheRed = `IF(${at(COLUMN.cumulative)}<0,${at(COLUMN.month)},"")`;
    const redBefore = redSince;
    if (payback === "" && redBefore !== "" && flow.cumulativeMinor >= 0) {
      payback = flow.month - 1 + (flow.netMinor - flow.cumulativeMinor) / flow.netMinor - redBefore;
    }
    if (redSince === "" && flow.cumulativeMinor < 0) redSince = flow.month;
    const [red, paid] = [COLUMN.redSince, COLUMN.payback];
    put(red, index === 0 ? inTheRed : `IF(${above(red)}<>"",${above(red)},${inTheRed})`, redSince, "decimal");
    put(
      paid,
      index === 0
        ? '""'
        : `IF(${above(paid)}<>"",${above(paid)},IF(${above(red)}="","",IF(${at(COLUMN.cumulative)}>=0,` +
            `${above(COLUMN.month)}-${above(COLUMN.cumulative)}/${at(COLUMN.net)}-${above(red)},"")))`,
      payback,
      "decimal",
    );
    return cells;
  });
}

function hoursAtTodaysVolume(automation: Automation | undefined, share: number, month: number): number {
  if (automation === undefined) return 0;
  const minutes = automation.volumePerMonth.value * automation.minutesPerTouch.value * share;
  return (minutes / 60) * rampShare(automation.ramp, month - automation.startMonth.value) * automation.riskFactor.value;
}

function rampFormula({ id, ramp }: Automation, month: string, start: string, inputCell: SheetContext["inputCell"]): string {
  const since = `(${month}-${start})`;
  const live = (formula: string) => `IF(${month}>${start},${formula},0)`;
  if (ramp.kind === "table") {
    const [first, last] = [inputCell(`${id}/ramp.shares.0`), inputCell(`${id}/ramp.shares.${ramp.shares.length - 1}`)];
    return live(`INDEX(${first}:${last.replace("Inputs!", "")},MIN(${since},${ramp.shares.length}))`);
  }
  if (ramp.kind === "exponential") return live(`1-EXP(-${since}/${inputCell(`${id}/ramp.tauMonths`)})`);
  return live(`1-${inputCell(`${id}/ramp.missingAtFirst`)}*${since}^(LN(${inputCell(`${id}/ramp.learningRate`)})/LN(2))`);
}

/** A line in minor units before rounding; leakage and costs positive. */
function rawFormula(line: Line, { id }: Automation, row: number, { inputCell, scale }: SheetContext): string {
  const at = (field: string) => inputCell(`${id}/${field}`);
  const raw = (of: Line) => address(COLUMN.firstRaw + LINES.indexOf(of), row);
  const [month, hours, growth] = [address(COLUMN.month, row), address(COLUMN.hoursToday, row), address(COLUMN.growthFactor, row)];
  const today = `(${raw("redeployed")}+${raw("avoidedHire")}+${raw("overtimeCut")})`;
  const live = (formula: string) => `IF(${month}>${at("startMonth")},${formula}*${scale},0)`;
  const formulas: Record<Line, string> = {
    redeployed: `${hours}*${at("capture.redeployedShare")}*${at("capture.redeployedValueMinorPerHour")}*${scale}`,
    avoidedHire: `${hours}*${at("capture.avoidedHireShare")}*${at("loadedRateMinorPerHour")}*${scale}`,
    overtimeCut: `${hours}*${at("capture.overtimeCutShare")}*${at("loadedRateMinorPerHour")}*${scale}`,
    growth: `${today}*(${growth}-1)`,
    leakage: `${today}*${growth}*${at("leakageShare")}`,
    licence: live(at("licenceMinorPerMonth")),
    maintenance: live(`${at("maintenanceHoursPerMonth")}*${at("careRateMinorPerHour")}`),
    exceptions: live(`${at("exceptionHoursPerMonth")}*${at("careRateMinorPerHour")}`),
    review: live(`${at("reviewHoursPerMonth")}*${at("careRateMinorPerHour")}`),
    build: `IF(${month}=${at("startMonth")},${at("buildCostMinor")}*${scale},0)`,
  };
  return formulas[line];
}

/** The cell rounded half-even to a whole number, by the rule of roundHalfEven; on its size, as not every program's INT goes down below 0. */
function halfEven(cell: string): string {
  const whole = `INT(ABS(${cell}))`;
  const tie = `ABS(ABS(${cell})-${whole}-0.5)<${TIE_WIDTH.toFixed(6)}`;
  return `SIGN(${cell})*IF(${tie},${whole}+MOD(${whole},2),INT(ABS(${cell})+0.5))`;
}

/** Takes floating noise off a sum of rounded amounts; changes no amount. */
function rounded(sum: string, digits: number): string {
  return `ROUND(${sum},${digits})`;
}
