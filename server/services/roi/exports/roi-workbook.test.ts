import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { HyperFormula } from "hyperformula";
import { describe, expect, test } from "vitest";
import { LINES, type CashFlow } from "#server/domain/roi/cash-flow.ts";
import { evaluateScenario, type Summary } from "#server/domain/roi/evaluate-scenario.ts";
import { assumed } from "#server/domain/roi/input.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { aPortfolio } from "#server/domain/roi/portfolio.fixture.ts";
import { aScenario, anAutomation } from "#server/domain/roi/scenario.fixture.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { anyScenario } from "#tests/roi/any-scenario.ts";
import { placeOf, readWorkbook, unzip, type RawCell } from "#tests/roi/read-workbook.ts";
import { lineAddress } from "./roi-workbook-cash-flow.ts";
import { roiWorkbook } from "./roi-workbook.ts";
import { zip } from "../../exports/zip.ts";

type Lookup = (sheet: string, address: string) => unknown;

/** Every formula of the file computed anew; the values stored in it are not looked at. */
function recompute(scenario: Scenario): Lookup {
  return recomputeTogether([scenario])[0]!;
}

/** As recompute, for many files in one engine: HyperFormula takes longer to make one than to compute a file. */
function recomputeTogether(scenarios: readonly Scenario[]): Lookup[] {
  const named = (name: string, file: number) => `${name} of ${file}`;
  const sheets = scenarios.flatMap((scenario, file) =>
    Object.entries(readWorkbook(roiWorkbook(scenario, evaluateScenario(scenario)))).map(([name, rows]) => [
      named(name, file),
      rows.map((row) => row.map((cell) => withSheets(cell, (sheet) => named(sheet, file)))),
    ]),
  );
  const engine = HyperFormula.buildFromSheets(Object.fromEntries(sheets), { licenseKey: "gpl-v3" });
  return scenarios.map((_, file) => (sheet, address) => {
    const { row, column } = placeOf(address);
    const id = engine.getSheetId(named(sheet, file));
    if (id === undefined) throw new Error(`no sheet ${sheet}`);
    return engine.getCellValue({ sheet: id, row, col: column });
  });
}

/** A cell whose formula names the sheets anew. */
function withSheets(cell: RawCell, rename: (sheet: string) => string): RawCell {
  if (typeof cell !== "string" || !cell.startsWith("=")) return cell;
  return cell.replaceAll(/'([^']+)'!|\b([A-Za-z]+)!/g, (_, quoted?: string, bare?: string) => `'${rename(quoted ?? bare ?? "")}'!`);
}

/** Every amount on every sheet in whole minor units, and the key figures. */
function readBack(scenario: Scenario, cell: Lookup) {
  const scale = 10 ** minorDigits(scenario.currency);
  const minor = (value: unknown) =>
    typeof value === "number" && Math.abs(value * scale - Math.round(value * scale)) < 1e-6 ? Math.round(value * scale) + 0 : value;
  const sheets = ["Portfolio", ...scenario.automations.map((_, i) => `Automation ${i + 1}`)];
  const months = Array.from({ length: scenario.horizonMonths.value + 1 }, (_, month) => month);
  return sheets.map((sheet) => ({
    lines: LINES.map((line) => months.map((month) => minor(cell(sheet, lineAddress(line, month))))),
    present: ["B4", "B5", "B6"].map((address) => minor(cell(sheet, address))),
    roi: cell(sheet, "B7"),
    payback: cell(sheet, "B8"),
    naivePayback: cell(sheet, "B9"),
  }));
}

/** Seven digits of a ratio; texts as they are. HyperFormula rounds what it hands out. */
const about = (value: number | string): unknown =>
  typeof value === "number" ? expect.closeTo(value, 6 - Math.ceil(Math.log10(Math.abs(value) + 1))) : value;

function expected(scenario: Scenario) {
  const result = evaluateScenario(scenario);
  const of = ({ cashFlow, summary }: { cashFlow: CashFlow; summary: Summary }) => ({
    lines: LINES.map((line) => cashFlow.months.map((month) => month.linesMinor[line])),
    present: [summary.npvMinor, summary.presentBenefitMinor, summary.presentCostMinor],
    roi: about(summary.roi ?? "none"),
    payback: about(summary.paybackMonths ?? "not within the horizon"),
    naivePayback: about(summary.naivePaybackMonths ?? "none"),
  });
  return [of(result.portfolio), ...result.automations.map(of)];
}

/** One in ten keeps its horizon of up to three years; the others are cut to four months, as every month repeats the same formulas. */
const mostlyShort = fc
  .tuple(anyScenario, fc.nat(9))
  .map(([scenario, tenth]) =>
    tenth === 0 ? scenario : { ...scenario, horizonMonths: assumed(Math.min(4, scenario.horizonMonths.value)) },
  );

const FILES_TOGETHER = 50;

describe("the workbook", () => {
  test("its formulas give the cents of the engine on 1,000 scenarios", { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(fc.tuple(...Array.from({ length: FILES_TOGETHER }, () => mostlyShort)), (scenarios) => {
        recomputeTogether(scenarios).forEach((cell, file) => {
          expect(readBack(scenarios[file]!, cell)).toEqual(expected(scenarios[file]!));
        });
      }),
      { seed: 20_260_331, numRuns: 1_000 / FILES_TOGETHER, endOnFailure: true },
    );
  });

  test("the check values come out: $8,854.50, 36.18 %, 19.60 months, IRR 57.24 %", () => {
    const cell = recompute(aScenario());
    expect(cell("Summary", "B5")).toBe(8_854.5);
    expect(cell("Summary", "B8")).toBeCloseTo(0.3618, 4);
    expect(cell("Summary", "B9")).toBeCloseTo(19.6, 2);
    expect(cell("Summary", "B11")).toBeCloseTo(0.5724, 4);
  });

  test("changing an input in the file changes the answer as it does in the engine", () => {
    const sheets = readWorkbook(roiWorkbook(aScenario(), evaluateScenario(aScenario())));
    const row = sheets["Inputs"]?.findIndex((cells) => cells[1] === "'Build cost") ?? -1;
    sheets["Inputs"]![row]![3] = 10_000;
    const engine = HyperFormula.buildFromSheets(sheets, { licenseKey: "gpl-v3" });
    // $2,000 less build is $2,000 more NPV.
    expect(engine.getCellValue({ sheet: engine.getSheetId("Summary") ?? -1, row: 4, col: 1 })).toBe(10_854.5);
  });

  test("a title that starts like a formula stays text, marked so that it stays one when edited", () => {
    const title = `=cmd|' /C calc'!A0 & "<b>"`;
    const files = unzip(
      roiWorkbook(
        aScenario({ automations: [anAutomation({ title })] }),
        evaluateScenario(aScenario({ automations: [anAutomation({ title })] })),
      ),
    );
    const sheet = files.get("xl/worksheets/sheet4.xml") ?? "";
    const [, style = ""] =
      /<c r="A1" s="(\d+)" t="inlineStr"><is><t xml:space="preserve">=cmd\|' \/C calc'!A0 &amp; &quot;&lt;b&gt;&quot;<\/t>/.exec(sheet) ??
      [];
    const xfs = /<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(files.get("xl/styles.xml") ?? "")?.[1]?.match(/<xf .*?(?:\/>|<\/xf>)/gs) ?? [];
    expect(xfs[Number(style)]).toContain('quotePrefix="1"');
    expect([...files.values()].filter((xml) => /<f>[^<]*cmd/.test(xml))).toEqual([]);
  });

  test("the same scenario gives the same bytes", () => {
    const write = () => roiWorkbook(aPortfolio(), evaluateScenario(aPortfolio()));
    expect(write()).toEqual(write());
  });

  test("LibreOffice computes the same cents, where it is installed", { timeout: 900_000 }, () => {
    // 22 take a quarter of a minute. All 1,000: ROI_OFFICE_RUNS=1000.
    const numRuns = Number(process.env["ROI_OFFICE_RUNS"] ?? 20);
    const filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    const office = findOffice();
    if (office === null) {
      console.warn("NOT RUN: LibreOffice is not on this machine; the workbook was recomputed by HyperFormula only.");
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), "roi-workbook-"));
    try {
      const scenarios = [aScenario(), aPortfolio(), ...fc.sample(anyScenario, { seed: 7, numRuns })];
      const paths = scenarios.map((scenario, i) => {
        const path = join(folder, `case${i}.xlsx`);
        writeFileSync(path, withoutStoredValues(roiWorkbook(scenario, evaluateScenario(scenario))));
        return path;
      });
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      // One process of LibreOffice 7.4 stops after some 245 files, without a word.
      for (let from = 0; from < paths.length; from += 100) {
        const some = paths.slice(from, from + 100);
        execFileSync(office, [profile, "--headless", "--convert-to", filter, "--outdir", folder, ...some], { stdio: "ignore" });
      }
      scenarios.forEach((scenario, i) => {
        const tables = new Map<string, string[][]>();
        const cell: Lookup = (sheet, address) => {
          const table = tables.get(sheet) ?? readCsv(readFileSync(join(folder, `case${i}-${sheet}.csv`), "utf8"));
          tables.set(sheet, table);
          const { row, column } = placeOf(address);
          return numberOrText(table[row]?.[column] ?? "");
        };
        expect(readBack(scenario, cell)).toEqual(expected(scenario));
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The file with its formulas only: a program that opens it has to compute every one. */
function withoutStoredValues(bytes: Uint8Array): Uint8Array {
  const stored = /(<\/f>)<v>[^<]*<\/v>/g;
  return zip(Array.from(unzip(bytes), ([path, text]) => ({ path, text: text.replaceAll(stored, "$1") })));
}

function findOffice(): string | null {
  const places = ["soffice", "/usr/lib/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"];
  return places.find((place) => spawnSync(place, ["--version"], { stdio: "ignore" }).status === 0) ?? null;
}

function numberOrText(text: string): number | string {
  const number = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  return text === "" || Number.isNaN(number) ? text : number;
}

function readCsv(text: string): string[][] {
  return text.split("\n").map((line) => Array.from(line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g), ([, field = ""]) => field));
}
