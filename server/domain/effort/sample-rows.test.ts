import { describe, expect, test } from "vitest";
import { sampleColumns, sampleRow } from "./sample-rows.ts";

const columns = sampleColumns(["Workflow", "Activity", "Minutes", "Taken at", "Note"])!;
const read = (...cells: string[]) => sampleRow(cells, columns, "Europe/Berlin");

test("columns are found by their heading in any order, and a file without minutes is none", () => {
  expect(sampleColumns(["taken_at", "MIN", "Step", "process"])).toEqual({ workflow: 3, activity: 2, minutes: 1, takenAt: 0, note: -1 });
  expect(sampleColumns(["workflow", "activity", "hours"])).toBeNull();
});

describe("a row of timed items", () => {
  test("is a sample, its time read in the workspace's zone", () => {
    expect(read("returns", "grade goods", "4,5", "2026-03-02 09:30", "box was open")).toEqual({
      ok: true,
      sample: { workflow: "returns", activity: "grade goods", minutes: 4.5, takenAtMs: Date.UTC(2026, 2, 2, 8, 30), note: "box was open" },
    });
  });

  test("may leave out when, and a day alone is its noon", () => {
    expect(read("returns", "refund", "3")).toMatchObject({ ok: true, sample: { takenAtMs: null, note: null } });
    expect(read("returns", "refund", "3", "2026-03-02")).toMatchObject({ sample: { takenAtMs: Date.UTC(2026, 2, 2, 11) } });
  });

  test.each([
    [["", "refund", "3"], "the workflow is empty"],
    [["returns", " ", "3"], "the activity is empty"],
    [["returns", "refund", "0"], '"0" is no number of minutes between 0 and 1440'],
    [["returns", "refund", "-3"], '"-3" is no number of minutes between 0 and 1440'],
    [["returns", "refund", "1441"], '"1441" is no number of minutes between 0 and 1440'],
    [["returns", "refund", "3 min"], '"3 min" is no number of minutes between 0 and 1440'],
    [["returns", "refund", "3", "soon"], '"soon" is not a time'],
    [["returns", "re\0fund", "3"], "it contains a NUL character"],
  ])("%j is refused: %s", (cells, reason) => {
    expect(read(...cells)).toEqual({ ok: false, reason });
  });
});
