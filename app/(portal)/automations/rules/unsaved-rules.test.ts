import { describe, expect, test } from "vitest";
import { aRow, aTable } from "#tests/decisions/some-rule-table.ts";
import type { Rules } from "./edit-table.ts";
import { DRAFTED, isSaved, openRules } from "./unsaved-rules.ts";

const saved: Rules = { table: aTable(aRow("all", {})), tests: [{ name: "any", facts: {}, outcome: "release" }] };
const draft = { id: "job 1", table: aTable(aRow("mined-1", {}, "hold")) };
const drafted: Rules = { table: draft.table, tests: saved.tests };
const changed: Rules = { ...saved, table: aTable(aRow("all", {}, "hold")) };

test("without anything kept the editor opens with the saved rules", () => {
  expect(openRules({ saved, draft: null, kept: null })).toEqual({ rules: saved, note: "", draftId: null, before: [], again: null });
});

describe("a draft that was learned", () => {
  test("is unsaved from the first, and the saved rules are one step back", () => {
    const opened = openRules({ saved, draft, kept: null });
    expect(opened).toEqual({ rules: drafted, note: DRAFTED, draftId: "job 1", before: [saved], again: null });
    expect(isSaved(opened.rules, saved)).toBe(false);
  });

  test("is here again, untouched, where the address names it no longer", () => {
    const { rules, note, draftId } = openRules({ saved, draft, kept: null });
    const later = openRules({ saved, draft: null, kept: { rules, note, draftId } });
    expect(later).toEqual({ rules: drafted, note: DRAFTED, draftId: "job 1", before: [], again: "draft" });
  });

  test("keeps what was changed in it where the address still names it", () => {
    const kept = { rules: changed, note: "in our words", draftId: "job 1" };
    expect(openRules({ saved, draft, kept })).toEqual({ ...kept, before: [saved], again: "draft" });
  });

  test("says nothing of coming again where it was not touched and its page is loaded anew", () => {
    const { rules, note, draftId } = openRules({ saved, draft, kept: null });
    expect(openRules({ saved, draft, kept: { rules, note, draftId } })).toMatchObject({ rules: drafted, again: null });
  });

  test("goes before what was changed by hand, which is one step back", () => {
    const kept = { rules: changed, note: "", draftId: null };
    expect(openRules({ saved, draft, kept })).toMatchObject({ rules: drafted, before: [saved, changed], again: "one step back" });
  });

  test("goes before an older draft too", () => {
    const kept = { rules: changed, note: DRAFTED, draftId: "job 0" };
    expect(openRules({ saved, draft, kept })).toMatchObject({ rules: drafted, draftId: "job 1", before: [saved, changed] });
  });
});

test("what was changed by hand is here again", () => {
  const kept = { rules: changed, note: "why", draftId: null };
  expect(openRules({ saved, draft: null, kept })).toEqual({ ...kept, before: [], again: "changes" });
});

test("rules that say the same as the saved ones are saved", () => {
  expect(isSaved(structuredClone(saved), saved)).toBe(true);
  expect(isSaved(changed, saved)).toBe(false);
});
