import { expect, test } from "vitest";
import { tornadoRows } from "./tornado-rows.ts";

const bar = (key: string, npvAtP10Minor: number, npvAtP90Minor: number, automationId: string | null = null) => ({
  key,
  path: key,
  title: `Input ${key}`,
  automationId,
  inputP10: 0,
  inputP90: 1,
  npvAtP10Minor,
  npvAtP90Minor,
});

test("bars stand on one axis from the lowest to the highest end", () => {
  // The axis runs from -100 to 300; the case stands at 100, in the middle.
  const { rows, basePercent, note } = tornadoRows([bar("a", -100, 300), bar("b", 200, 0)], 100, new Map(), 5);
  expect(basePercent).toBe(50);
  expect(rows[0]).toMatchObject({ leftPercent: 0, widthPercent: 100, rises: true });
  expect(rows[1]).toMatchObject({ leftPercent: 25, widthPercent: 50, rises: false, lowMinor: 0, highMinor: 200 });
  expect(note).toBe("");
});

test("what is left out is said", () => {
  const { rows, note } = tornadoRows([bar("a", 0, 9), bar("b", 0, 5)], 3, new Map(), 1);
  expect(rows).toHaveLength(1);
  expect(note).toBe("Top 1 of 2 inputs with a range.");
});

test("an input of an automation is named with it; a case without ranges has no bar", () => {
  expect(tornadoRows([bar("a", 0, 9, "returns")], 3, new Map([["returns", "Returns"]]), 5).rows[0]?.label).toBe("Returns: input a");
  expect(tornadoRows([], 3, new Map(), 5)).toEqual({ rows: [], basePercent: 0, note: "" });
});
