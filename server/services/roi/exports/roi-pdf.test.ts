import { beforeAll, describe, expect, test } from "vitest";
import { evaluateScenario } from "#server/domain/roi/evaluate-scenario.ts";
import { assumed } from "#server/domain/roi/input.ts";
import { monteCarlo } from "#server/domain/roi/monte-carlo.ts";
import { aPortfolio } from "#server/domain/roi/portfolio.fixture.ts";
import { anAutomation, aScenario } from "#server/domain/roi/scenario.fixture.ts";
import type { Scenario } from "#server/domain/roi/scenario.ts";
import { breakEvens, tornado } from "#server/domain/roi/sensitivity.ts";
import { interFonts, type FontPart } from "./pdf-fonts.ts";
import { BOTTOM, PdfPages, WIDTH } from "./pdf-page.ts";
import { roiPdf } from "./roi-pdf.ts";

let fonts: FontPart[];
beforeAll(() => {
  fonts = interFonts();
});

const write = (scenario: Scenario, demo = false) =>
  roiPdf(
    {
      scenario,
      result: evaluateScenario(scenario),
      simulation: monteCarlo(scenario, 200),
      tornado: tornado(scenario),
      breakEvens: breakEvens(scenario),
      workspace: "Müller & Söhne, Płock, Ελλάδα",
      demo,
    },
    fonts,
  );
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const pageCount = (bytes: Uint8Array) => textOf(bytes).match(/\/Type \/Page\n/g)?.length ?? 0;
const blank = () => new PdfPages({ title: "t", createdAt: new Date("2026-03-31T00:00:00Z"), fonts, mark: "" });

describe("the PDF", { timeout: 60_000 }, () => {
  test("has at least a page for cover, summary, method, assumptions, risks and appendix", async () => {
    const bytes = await write(aPortfolio());
    expect(textOf(bytes).slice(0, 5)).toBe("%PDF-");
    expect(pageCount(bytes)).toBeGreaterThanOrEqual(6);
  });

  test("the same case gives the same bytes, and carries the date of the inputs", async () => {
    const [first, second] = [await write(aScenario()), await write(aScenario())];
    expect(first).toEqual(second);
    expect(textOf(first)).toContain("D:20260331");
  });

  test("is written for a case that never pays back, has no automation, or has titles no font knows", async () => {
    const cases = [
      aScenario({ automations: [anAutomation({ buildCostMinor: assumed(90_000_000) })] }),
      aScenario({ automations: [] }),
      aScenario({ name: `=cmd|' /C calc'!A0 ${"long ".repeat(80)}`, automations: [anAutomation({ title: "返品を確認する" })] }),
      aScenario({ horizonMonths: assumed(120), currency: "JPY" }),
    ];
    for (const scenario of cases) expect(pageCount(await write(scenario))).toBeGreaterThanOrEqual(6);
  });
});

describe("pages", () => {
  test("a word longer than the line is broken, and words are kept whole otherwise", () => {
    const pages = blank();
    pages.newPage();
    expect(pages.height("one two", { size: 10, width: WIDTH })).toBe(14);
    expect(pages.height("one two", { size: 10, width: 25 })).toBe(28);
    expect(pages.height("x".repeat(200), { size: 10, width: 100 })).toBeGreaterThan(14 * 8);
  });

  test("a long table goes on on further pages and never into the foot", () => {
    const pages = blank();
    pages.newPage();
    pages.table(
      [{ title: "n", width: 100 }],
      Array.from({ length: 200 }, (_, i) => [String(i)]),
    );
    expect(pages.doc.bufferedPageRange().count).toBeGreaterThan(3);
    expect(pages.y).toBeLessThanOrEqual(BOTTOM + 10);
  });
});
