import { describe, expect, test } from "vitest";
import { NEEDS_PERSON, type RuleRow } from "../decisions/rule-table.ts";
import type { Replayed } from "./back-test.ts";
import { byLearning, heldOutFolds, learningOf, type Learning } from "./learning.ts";

const learning = (decisions: number): Learning => ({ decisions, fromMs: 1_000, untilMs: 2_000, heldOut: null });
const row = (id: string, outcome: string, reason = "Where it is held people chose it in 27 of 27 cases."): RuleRow => ({
  id,
  when: { holdReason: { test: "is", values: [id] }, total: { test: "between", low: null, high: 50 } },
  outcome,
  reason,
});
const tableOf = (...rows: RuleRow[]) => ({ columns: ["holdReason", "total"], rows });

describe("what rules were learned from", () => {
  const draft = { table: tableOf(row("mined-1", "release"), row("mined-2", "cancel"), row("else", NEEDS_PERSON)), learning: learning(400) };

  test("is known as long as one row that decides is left of the draft, whatever its reason says now", () => {
    expect(learningOf(draft.table, [draft])).toBe(draft.learning);
    expect(learningOf(tableOf(row("mined-2", "cancel", "Too risky."), row("own", "release")), [draft])).toBe(draft.learning);
  });

  test("is nobody's decisions where only rows that ask a person are left, or each was changed", () => {
    expect(learningOf(tableOf(row("else", NEEDS_PERSON)), [draft])).toBeNull();
    expect(learningOf(tableOf(row("mined-1", "cancel")), [draft])).toBeNull();
    expect(learningOf(tableOf({ ...row("mined-1", "release"), when: {} }), [draft])).toBeNull();
    expect(learningOf(draft.table, [])).toBeNull();
  });

  test("does not hang on the order in which names are stored", () => {
    const stored: RuleRow = {
      ...row("mined-1", "release"),
      when: { total: { high: 50, low: null, test: "between" }, holdReason: { values: ["mined-1"], test: "is" } },
    };
    expect(learningOf(tableOf(stored), [draft])).toBe(draft.learning);
  });

  test("is, of two drafts with like rows, that of which more is left, then that whose reasons stand", () => {
    const later = { table: tableOf(row("mined-1", "release", "In 31 of 31 cases.")), learning: learning(500) };
    expect(learningOf(draft.table, [later, draft])).toBe(draft.learning);
    expect(learningOf(tableOf(row("mined-1", "release")), [later, draft])).toBe(draft.learning);
    expect(learningOf(tableOf(row("mined-1", "release", "In 31 of 31 cases.")), [draft, later])).toBe(later.learning);
  });
});

describe("cases that are held out", () => {
  const decisions = Array.from({ length: 90 }, (_, index) => ({ caseId: `order:${index % 45}`, at: index }));

  test("are each held out once, whole, and never learned from at the same time", () => {
    const folds = heldOutFolds(decisions);
    expect(folds).toHaveLength(10);
    expect(folds.flatMap(({ heldOut }) => heldOut.map(({ at }) => at)).sort((a, b) => a - b)).toEqual(decisions.map(({ at }) => at));
    for (const { learned, heldOut } of folds) {
      expect(learned.length + heldOut.length).toBe(decisions.length);
      const seen = new Set(learned.map(({ caseId }) => caseId));
      expect(heldOut.filter(({ caseId }) => seen.has(caseId))).toEqual([]);
    }
    expect(heldOutFolds(decisions)).toEqual(folds);
  });

  test("of fewer than thirty are none: nothing could be said", () => {
    expect(heldOutFolds(decisions.slice(0, 29))).toEqual([]);
  });
});

test("a back-test of learned rules parts what they had seen from what came before and since", () => {
  const replayed = (atMs: number, decided: string): Replayed => ({
    caseId: `order:${atMs}`,
    atMs,
    facts: {},
    rowId: null,
    decided,
    people: "release",
    costMinor: 0,
    severe: false,
    knowable: true,
    regret: { rules: null, people: null },
  });
  const parts = byLearning(
    [
      replayed(999, "cancel"),
      replayed(1_000, "release"),
      replayed(1_999, "release"),
      replayed(2_000, "release"),
      replayed(2_001, NEEDS_PERSON),
    ],
    learning(2),
  );
  const counts = [parts.earlier, parts.learnedFrom, parts.since].map(({ decisions, agreement: { n, agreed } }) => [decisions, n, agreed]);
  expect(counts).toEqual([
    [1, 1, 0],
    [2, 2, 2],
    [2, 1, 1],
  ]);
});
