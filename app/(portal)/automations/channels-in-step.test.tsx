import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { FormatProvider } from "#app/ui/format/format-provider.tsx";
import { neutralFormat } from "#app/ui/format/workspace-format.ts";
import { ChannelsInStep, type InStep } from "./channels-in-step.tsx";
import { boundFigure, openFigure } from "./in-step-figures.ts";

const HOUR_MS = 3_600_000;
const inStep: InStep = {
  count: 40,
  atTarget: 38,
  unknown: 1,
  apartCount: 1,
  apart: [
    {
      item: "MUG",
      channel: "Shop",
      quantity: 9,
      target: 4,
      since: new Date("2026-11-22T05:40:00Z"),
      caseId: "sku:1",
      waitsFor: "a decision",
    },
  ],
  closed: { count: 12, medianMs: HOUR_MS / 2, longestMs: 26 * HOUR_MS },
  windowDays: 30,
  bound: {
    ms: 43 * 60_000,
    delays: { seenMs: 900_000, decidedMs: 60_000, triedMs: 30_000, failures: 3 },
    beyond: "the count",
    tolerance: 0,
  },
  asOf: new Date("2026-11-22T06:00:00Z"),
};
const shown = (given: InStep) =>
  renderToStaticMarkup(
    <FormatProvider format={neutralFormat}>
      <ChannelsInStep inStep={given} locale="en-US" />
    </FormatProvider>,
  );
const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

describe("channels against the ledger", () => {
  test("says how many stand, what is apart for longest, and what it waits for", () => {
    const html = shown(inStep);
    expect(textOf(html)).toContain("38 of 40 items at channels show what the ledger allots them. Apart for longest: MUG at Shop, since");
    expect(html).toContain('aria-label="Items apart from the ledger"');
    expect(textOf(html)).toContain("a decision");
    expect(textOf(html)).toContain("of 1 more it is not known");
  });

  test("all that stand need no table", () => {
    const html = shown({ ...inStep, atTarget: 40, unknown: 0, apartCount: 0, apart: [] });
    expect(textOf(html)).toContain("All 40 items at channels show what the ledger allots them.");
    expect(html).not.toContain("Items apart from the ledger");
  });

  test("of many apart it says that only some are shown", () => {
    expect(textOf(shown({ ...inStep, atTarget: 3, apartCount: 36 }))).toContain("The 1 that are apart for longest.");
  });

  test("before anything was read it says what will stand there", () => {
    expect(textOf(shown({ ...inStep, count: 0, atTarget: 0, unknown: 0, apartCount: 0, apart: [] }))).toContain(
      "No item has been read at any channel yet.",
    );
  });
});

test("every time opens to what it rests on; the bound to its delays, which are assumed", () => {
  expect(openFigure("Longest", 26 * HOUR_MS, inStep)).toMatchObject({
    value: 26,
    unit: { kind: "hours" },
    provenance: { evidence: "recorded" },
  });
  expect(openFigure("Middle", null, inStep).value).toBeNull();
  const bound = boundFigure(inStep);
  expect(bound).toMatchObject({ value: 43, unit: { kind: "minutes" }, provenance: { evidence: "assumed" } });
  expect(bound.provenance.inputs.map(({ value }) => value)).toEqual([15, 1, 0.5, 3]);
});
