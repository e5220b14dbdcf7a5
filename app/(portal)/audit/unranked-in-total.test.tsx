import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import type { Figure } from "#server/domain/provenance.ts";
import { UnrankedInTotal } from "./unranked-in-total.tsx";

const hours = (low: number, high: number): Figure => ({
  label: "Hours a week by hand",
  value: (low + high) / 2,
  unit: { kind: "hours" },
  range: { low, point: (low + high) / 2, high },
  provenance: { formula: "hours a week = minutes / 60 / weeks", evidence: "bounds", inputs: [], asOf: "2026-03-09T00:00:00.000Z" },
});
const textOf = (rows: Parameters<typeof UnrankedInTotal>[0]["rows"]) =>
  renderToString(<UnrankedInTotal rows={rows} />).replaceAll(/<[^>]*>/g, "");

test("a total says which of its hours are in a workflow that is not ranked, with their range", () => {
  const text = textOf([
    { title: "Returns", rank: 1, hours: hours(2, 4) },
    { title: "Order exceptions", rank: null, hours: hours(3, 169) },
  ]);
  expect(text).toContain("This total counts what is not ranked, too: Order exceptions with");
  expect(text).toMatch(/3\D+169/);
  expect(text).not.toContain("Returns");
});

test("a total of ranked workflows says nothing of the kind, nor one whose other rows cost no hours", () => {
  expect(textOf([{ title: "Returns", rank: 1, hours: hours(2, 4) }])).toBe("");
  expect(textOf([{ title: "No workflow", rank: null, hours: hours(0, 0) }])).toBe("");
});
