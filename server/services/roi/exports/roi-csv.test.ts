import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { evaluateScenario } from "#server/domain/roi/evaluate-scenario.ts";
import { anAutomation, aScenario } from "#server/domain/roi/scenario.fixture.ts";
import { neutralised, roiCsv } from "./roi-csv.ts";

const rowsOf = (title: string): Record<string, string>[] =>
  parse(Buffer.from(roiCsv(evaluateScenario(aScenario({ automations: [anAutomation({ title })] })))), { columns: true });

describe("the CSV", () => {
  test("one row a month for the automation and for the portfolio, amounts in dollars and cents", () => {
    const rows = rowsOf("Release held orders");
    expect(rows).toHaveLength(2 * 37);
    expect(rows[3]).toMatchObject({ title: "Release held orders", month: "3", avoidedHire: "580.12", licence: "-400.00", net: "180.12" });
    expect(rows[73]).toMatchObject({ automation: "portfolio", month: "36", "running total": "12468.37" });
  });

  test("texts that look like formulas are taken off their teeth, and come through quotes and line breaks whole", () => {
    for (const start of ["=", "+", "-", "@", "\t", "\r"]) {
      const title = `${start}cmd|' /C "calc"'!A0,\nsecond line`;
      expect(rowsOf(title)[0]?.["title"]).toBe(`'${title}`);
    }
    expect(neutralised("Release = held")).toBe("Release = held");
  });

  test("a negative amount of ours stays a number", () => {
    expect(rowsOf("x")[0]?.["build"]).toBe("-12000.00");
  });
});
