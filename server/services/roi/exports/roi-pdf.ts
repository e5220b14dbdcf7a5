import { BENEFIT_LINES, COST_LINES, type CashFlow, type Line } from "#server/domain/roi/cash-flow.ts";
import type { ScenarioResult } from "#server/domain/roi/evaluate-scenario.ts";
import { inputsOf, type NamedInput } from "#server/domain/roi/fields.ts";
import { rangeOf } from "#server/domain/roi/input.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import type { MonteCarloResult, Percentiles } from "#server/domain/roi/monte-carlo.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import type { BreakEven, TornadoBar } from "#server/domain/roi/sensitivity.ts";
import type { FontPart } from "./pdf-fonts.ts";
import { cumulativeChart, tornadoChart } from "./pdf-charts.ts";
import { COLOR, MARGIN, PdfPages, WIDTH } from "./pdf-page.ts";
import { evidenceText, sourceText, unitText } from "./source-text.ts";

/** A case ready to be written down. */
export type BusinessCase = {
  scenario: Scenario;
  result: ScenarioResult;
  simulation: MonteCarloResult;
  tornado: readonly TornadoBar[];
  breakEvens: readonly BreakEven[];
  /** Who the case is for or from, on the cover. */
  workspace: string;
  /** True: every page says that the data is a demonstration. */
  demo: boolean;
};

const SHOWN_BARS = 10;
const SHOWN_BREAK_EVENS = 7;
const LINE_NAMES: Record<Line, string> = {
  redeployed: "Redeployed to named work",
  avoidedHire: "Avoided hire",
  overtimeCut: "Overtime cut",
  growth: "Volume growth",
  leakage: "Leakage",
  licence: "Licences",
  maintenance: "Maintenance",
  exceptions: "Exceptions",
  review: "Review",
  build: "Build",
};

/**
 * The business case as a PDF: cover, one-page summary, method, assumptions, risks, appendix.
 * Equal input gives equal bytes; the date of the document is that of the scenario.
 */
export async function roiPdf(businessCase: BusinessCase, fonts: readonly FontPart[]): Promise<Uint8Array> {
  const { scenario, demo } = businessCase;
  const pages = new PdfPages({
    title: `${scenario.name}: business case`,
    createdAt: new Date(`${scenario.asOf}T00:00:00Z`),
    fonts,
    mark: demo ? "DEMO DATA" : "",
  });
  const write = wordsFor(scenario);
  cover(pages, businessCase, write);
  summaryPage(pages, businessCase, write);
  methodPage(pages);
  assumptions(pages, scenario, write);
  risks(pages, businessCase, write);
  appendix(pages, businessCase, write);
  return pages.finish(`${scenario.name} · inputs as of ${scenario.asOf}${demo ? " · demo data" : ""}`);
}

type Words = ReturnType<typeof wordsFor>;

function wordsFor({ currency, automations }: Scenario) {
  const digits = minorDigits(currency);
  const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const exact = new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const major = (minor: number) => minor / 10 ** digits;
  const titles = new Map(automations.map(({ id, title }) => [id, title]));
  const number = (value: number, most = 1) => new Intl.NumberFormat("en-US", { maximumFractionDigits: most }).format(value);
  return {
    exact: (minor: number) => exact.format(major(minor)),
    whole: (minor: number) => whole.format(major(minor)),
    withCurrency: (minor: number) => `${currency}\u00A0${whole.format(major(minor))}`,
    number,
    share: (value: number | null) => (value === null ? "none" : `${number(value * 100)} %`),
    months: (value: number | null) => (value === null || !Number.isFinite(value) ? "beyond the horizon" : `${number(value)} months`),
    of: (automationId: string | null) => (automationId === null ? "Scenario" : (titles.get(automationId) ?? automationId)),
    input: (named: Pick<NamedInput, "unit">, value: number) => {
      if (named.unit.kind === "share") return `${number(value * 100)} %`;
      if (named.unit.kind === "money" || named.unit.kind === "moneyPerHour") return exact.format(major(value));
      return number(value, 2);
    },
  };
}

function cover(pages: PdfPages, { scenario, result, simulation, workspace }: BusinessCase, write: Words): void {
  pages.newPage();
  const { summary } = result.portfolio;
  pages.doc.rect(0, 0, 595.28, 12).fill(COLOR.accent);
  pages.text("Slipstream", MARGIN, 90, { size: 12, bold: true, color: COLOR.accent, width: WIDTH });
  let y = 220;
  y += pages.text("Business case", MARGIN, y, { size: 13, color: COLOR.muted, width: WIDTH }) + 6;
  y += pages.text(scenario.name, MARGIN, y, { size: 30, bold: true, width: WIDTH }) + 14;
  y += pages.text(workspace, MARGIN, y, { size: 13, width: WIDTH }) + 46;
  y += pages.text("Net present value", MARGIN, y, { size: 10, color: COLOR.muted, width: WIDTH }) + 2;
  y +=
    pages.text(bandText(simulation.npvMinor, write.withCurrency), MARGIN, y, { size: 20, bold: true, color: COLOR.accent, width: WIDTH }) +
    4;
  pages.text(
    `Eight draws in ten lie in this range; the case at its stated values is worth ${scenario.currency}\u00A0${write.exact(summary.npvMinor)} over ` +
      `${scenario.horizonMonths.value} months.`,
    MARGIN,
    y,
    { size: 10, color: COLOR.muted, width: WIDTH - 80 },
  );
  pages.text(`Inputs as of ${scenario.asOf} · amounts in ${scenario.currency} · ${evidenceCount(scenario)}`, MARGIN, 740, {
    size: 9,
    color: COLOR.muted,
    width: WIDTH,
  });
}

function bandText({ p10, p90 }: Percentiles, format: (value: number) => string): string {
  return `${format(p10)} to ${format(p90)}`;
}

function evidenceCount(scenario: Scenario): string {
  const inputs = inputsOf(scenario);
  const weak = inputs.filter(({ input }) => input.evidence === "assumed" || input.evidence === "benchmark").length;
  return `${inputs.length - weak} of ${inputs.length} inputs measured, ${weak} assumed or taken from benchmarks`;
}

function summaryPage(pages: PdfPages, { scenario, result, simulation }: BusinessCase, write: Words): void {
  pages.newPage();
  pages.heading("Summary");
  const { summary, cashFlow } = result.portfolio;
  const build = -summary.totalsMinor.build;
  pages.paragraph(
    `Building ${scenario.automations.length === 1 ? "one automation" : `${scenario.automations.length} automations`} for ${write.withCurrency(build)} returns ${write.number(summary.hours.perYear, 0)} hours a year ` +
      `(${write.number(summary.hours.fullTimeEquivalents, 2)} full-time equivalents). ${lossText(simulation, write)} ` +
      (result.costOfDelayMinorPerWeek < 0
        ? "It costs more than it brings, so waiting loses nothing."
        : `Each week of waiting costs ${write.withCurrency(result.costOfDelayMinorPerWeek)}.`),
    { size: 11 },
  );
  const irr = summary.irr.kind === "rate" ? write.share(summary.irr.perYear) : `none: ${summary.irr.reason}`;
  const roiBand = simulation.roi === null ? "" : bandText(simulation.roi, write.share);
  cards(pages, [
    { title: "Net present value", value: write.withCurrency(summary.npvMinor), note: bandText(simulation.npvMinor, write.whole) },
    { title: "Return on investment", value: write.share(summary.roi), note: roiBand },
    { title: "Payback", value: write.months(summary.paybackMonths), note: paybackBand(simulation.paybackMonths, write) },
    { title: "Internal rate of return", value: irr, note: "a year" },
  ]);
  pages.paragraph("Small print under a figure: 10th to 90th percentile of the draws.", { size: 8, color: COLOR.muted });
  pages.paragraph("Running total of benefits and costs", { bold: true });
  cumulativeChart(
    pages,
    cashFlow.months.map((month) => month.cumulativeMinor),
    write.whole,
  );
  const to = summary.hours.perYearTo;
  pages.paragraph("Where the hours of a year go", { bold: true });
  pages.table(
    [
      { title: "Redeployed to named work", width: WIDTH / 4, align: "right" },
      { title: "Avoided hire", width: WIDTH / 4, align: "right" },
      { title: "Overtime cut", width: WIDTH / 4, align: "right" },
      { title: "Lost, without value", width: WIDTH / 4, align: "right" },
    ],
    [[to.redeployed, to.avoidedHire, to.overtimeCut, to.lost].map((hours) => `${write.number(hours, 0)} h`)],
  );
  pages.paragraph(
    `The naive payback, build divided by gross savings, would read ${write.months(summary.naivePaybackMonths)}. It leaves out that saved time is not ` +
      `cash, that benefits ramp up, that some fail, and what running costs; it stands here only for comparison.`,
    { color: COLOR.muted },
  );
}

function lossText({ lossProbability, draws }: MonteCarloResult, write: Words): string {
  return `In ${write.share(lossProbability)} of ${write.number(draws)} draws over all ranges the case loses money.`;
}

function paybackBand({ p10, p90 }: Percentiles, write: Words): string {
  return Number.isFinite(p90) ? `${write.number(p10)} to ${write.number(p90)} months` : `${write.months(p10)} to ${write.months(p90)}`;
}

function cards(pages: PdfPages, list: readonly { title: string; value: string; note: string }[]): void {
  const gap = 10;
  const width = (WIDTH - gap * (list.length - 1)) / list.length;
  const height = 74;
  pages.need(height + 10);
  list.forEach(({ title, value, note }, i) => {
    const x = MARGIN + i * (width + gap);
    pages.doc.roundedRect(x, pages.y, width, height, 4).fill(COLOR.paper);
    pages.text(title, x + 9, pages.y + 9, { size: 8, color: COLOR.muted, width: width - 18 });
    pages.text(value, x + 9, pages.y + 25, { size: value.length > 14 ? 10.5 : 13, bold: true, color: COLOR.accent, width: width - 18 });
    pages.text(note, x + 9, pages.y + 53, { size: 7.5, color: COLOR.muted, width: width - 14 });
  });
  pages.y += height + 10;
}

function methodPage(pages: PdfPages): void {
  pages.newPage();
  pages.heading("Method");
  const parts: readonly (readonly [string, string])[] = [
    [
      "Benefit of a month",
      "Volume x claimed share x minutes / 60 x ramp x risk gives the hours. Hours redeployed to named work carry the value the team states for that work; avoided hire and overtime cut carry the loaded rate; lost hours carry nothing.",
    ],
    [
      "A minute is claimed once",
      "Automations of one workflow claim its minutes in the order of the plan, until none is left. Overlap with others is taken off before.",
    ],
    [
      "Growth and leakage",
      "What volume growth adds stands on a line of its own. Leakage is the share of the benefit that flows back as manual work.",
    ],
    [
      "Costs",
      "The build in the start month; from the month after, licence and the hours of maintenance, exceptions and review at their own rate.",
    ],
    ["Discounting", "Monthly: each flow is divided by (1 + yearly rate) ^ (month / 12), the first month undiscounted."],
    [
      "Rounding",
      "Every line of every month is rounded once to the minor unit, half to even. Sums are sums of rounded lines. Present values are rounded only for display. Lines are not rounded inside the draws.",
    ],
    ["Payback", "Counted from the first month in the red until the running total is back at zero, interpolated within the month."],
    ["Internal rate of return", "By bisection, stated only where it is the only rate at which the flows are worth nothing."],
    [
      "Ranges",
      "Every input with a range is drawn at random (Latin hypercube, seeded); measured intervals lie half below and half above their value. Percentiles are those of the draws.",
    ],
    ["Cost of delay", "The net present value lost by starting everything a month later, times 12 / 52."],
  ];
  for (const [title, body] of parts) {
    pages.need(40);
    pages.y += pages.text(title, MARGIN, pages.y, { size: 10, bold: true, width: WIDTH }) + 1;
    pages.paragraph(body);
  }
}

function assumptions(pages: PdfPages, scenario: Scenario, write: Words): void {
  pages.newPage();
  pages.heading("Assumptions");
  pages.paragraph(
    "Recorded: true start and end from the source. Timed: from timed samples. Bounded: from end times alone, a range. Assumed: entered by a person. Benchmark: from a publication.",
    { color: COLOR.muted },
  );
  const columns = [
    { title: "Input", width: 136 },
    { title: "Value", width: 66, align: "right" as const },
    { title: "Range", width: 92, align: "right" as const },
    { title: "Class", width: 62 },
    { title: "Source", width: WIDTH - 356 },
  ];
  const inputs = inputsOf(scenario);
  for (const owner of [null, ...scenario.automations.map(({ id }) => id)]) {
    pages.need(90);
    pages.paragraph(write.of(owner), { bold: true });
    const rows = inputs
      .filter((named) => named.automationId === owner)
      .map((named) => {
        const { low, high } = rangeOf(named.input);
        const range = low === high ? "" : `${write.input(named, low)} to ${write.input(named, high)}`;
        const unit = named.unit.kind === "share" ? "" : ` (${unitText(named.unit)})`;
        return [
          named.title + unit,
          write.input(named, named.input.value),
          range,
          evidenceText(named.input.evidence),
          sourceText(named.input.source),
        ];
      });
    pages.table(columns, rows, { size: 7.5 });
  }
}

function risks(pages: PdfPages, { scenario, result, simulation, tornado, breakEvens }: BusinessCase, write: Words): void {
  pages.newPage();
  pages.heading("Risks");
  const { summary } = result.portfolio;
  const { redeployed, avoidedHire, overtimeCut } = summary.totalsMinor;
  const soft = redeployed + avoidedHire + overtimeCut === 0 ? null : redeployed / (redeployed + avoidedHire + overtimeCut);
  pages.paragraph(lossText(simulation, write));
  if (soft !== null) {
    pages.paragraph(
      `${write.share(soft)} of the benefit at today's volume is the stated value of named work and no cash: it holds only if the hours really go there.`,
    );
  }
  pages.paragraph(`${evidenceCount(scenario)}.`);
  pages.paragraph("What moves the net present value most", { bold: true });
  pages.paragraph("One input at a time at its 10th and 90th percentile, all others at their value.", { size: 8, color: COLOR.muted });
  const bars = tornado.slice(0, SHOWN_BARS).map((bar) => ({ ...bar, name: `${bar.title} · ${write.of(bar.automationId)}` }));
  tornadoChart(pages, bars, summary.npvMinor, write.whole);
  if (tornado.length > SHOWN_BARS)
    pages.paragraph(`Top ${SHOWN_BARS} of ${tornado.length} inputs with a range.`, { size: 8, color: COLOR.muted });
  pages.y += 8;
  pages.paragraph("Where the case breaks even", { bold: true });
  pages.paragraph("The value of one input at which the net present value is zero, all others at theirs; nearest to today's first.", {
    size: 8,
    color: COLOR.muted,
  });
  const named = new Map(inputsOf(scenario).map((input) => [input.key, input]));
  const rows = breakEvens
    .flatMap((row) => (row.breakEvenValue === null || row.value === 0 ? [] : [{ ...row, at: row.breakEvenValue }]))
    .toSorted((a, b) => Math.abs(a.at / a.value - 1) - Math.abs(b.at / b.value - 1))
    .slice(0, SHOWN_BREAK_EVENS)
    .flatMap((row) => {
      const input = named.get(row.key);
      if (input === undefined) return [];
      const change = `${row.at >= row.value ? "+" : ""}${write.number((row.at / row.value - 1) * 100, 0)} %`;
      return [[`${row.title} · ${write.of(row.automationId)}`, write.input(input, row.value), write.input(input, row.at), change]];
    });
  pages.table(
    [
      { title: "Input", width: WIDTH - 240 },
      { title: "Today", width: 80, align: "right" },
      { title: "Break-even", width: 90, align: "right" },
      { title: "Change", width: 70, align: "right" },
    ],
    rows,
  );
}

function appendix(pages: PdfPages, { scenario, result }: BusinessCase, write: Words): void {
  pages.newPage();
  pages.heading("Appendix");
  pages.paragraph("Automations", { bold: true });
  pages.table(
    [
      { title: "Automation", width: WIDTH - 330 },
      { title: "Start", width: 40, align: "right" },
      { title: "Claimed", width: 55, align: "right" },
      { title: "Build", width: 75, align: "right" },
      { title: "Net present value", width: 90, align: "right" },
      { title: "Payback", width: 70, align: "right" },
    ],
    result.automations.map((part, i) => [
      part.title,
      String(scenario.automations[i]?.startMonth.value ?? 0),
      write.share(part.claimedShare),
      write.whole(-part.summary.totalsMinor.build),
      write.exact(part.summary.npvMinor),
      write.months(part.summary.paybackMonths).replace(" months", ""),
    ]),
  );
  pages.paragraph("Cash flow of the portfolio by year, not discounted", { bold: true });
  yearTable(pages, result.portfolio.cashFlow, write);
  if (result.drag.workflows.length > 0) {
    pages.paragraph("Today's manual work a year", { bold: true });
    const { total } = result.drag;
    const row = (title: string, drag: typeof total) => [
      title,
      write.number(drag.hoursPerWeek),
      ...[drag.labourMinor, drag.reworkMinor, drag.delayMinor, drag.cashLossMinor].map(write.whole),
    ];
    pages.table(
      [
        { title: "Workflow", width: WIDTH - 330 },
        { title: "Hours a week", width: 70, align: "right" },
        ...["Labour", "Rework", "Delay", "Cash loss"].map((title) => ({ title, width: 65, align: "right" as const })),
      ],
      [...result.drag.workflows.map((drag) => row(drag.title, drag)), row("Total", total)],
      { lastIsTotal: true },
    );
  }
}

function yearTable(pages: PdfPages, { months }: CashFlow, write: Words): void {
  const yearOf = (month: number) => Math.max(1, Math.ceil(month / 12));
  const years = [...new Set(months.map(({ month }) => yearOf(month)))];
  const width = (WIDTH - 140) / (years.length + 1);
  const row = (title: string, pick: (month: CashFlow["months"][number]) => number) => {
    const byYear = years.map((year) => months.reduce((sum, month) => sum + (yearOf(month.month) === year ? pick(month) : 0), 0));
    return [title, ...byYear.map(write.exact), write.exact(byYear.reduce((sum, amount) => sum + amount, 0))];
  };
  pages.table(
    [
      { title: "", width: 140 },
      ...[...years.map((year) => `Year ${year}`), "Total"].map((title) => ({ title, width, align: "right" as const })),
    ],
    [
      ...[...BENEFIT_LINES, ...COST_LINES].map((line) => row(LINE_NAMES[line], (month) => month.linesMinor[line])),
      row("Net", (month) => month.netMinor),
    ],
    { size: years.length > 4 ? 6.5 : 8.5, lastIsTotal: true },
  );
}
