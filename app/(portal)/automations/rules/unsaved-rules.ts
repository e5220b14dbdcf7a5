import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Rules } from "./edit-table.ts";

/** A table that was learned from people's decisions; id: of the job that learned it. */
export type Draft = { id: string; table: RuleTable };

/** What stands in the editor and in no version yet. draftId: of the draft that it began with; null where it was the saved rules. */
export type UnsavedRules = { rules: Rules; note: string; draftId: string | null };

export type Opened = UnsavedRules & {
  /** To step back to, the last one first taken. */
  before: readonly Rules[];
  /** What is here from an earlier look: all that is shown, the draft that is shown, or what is one step back. */
  again: "changes" | "draft" | "one step back" | null;
};

export const DRAFTED = "Drafted from the decisions that people took.";

/** Whether nothing would be lost if the editor were closed now. */
export const isSaved = (rules: Rules, saved: Rules): boolean => isSame(rules, saved);

/**
 * What the editor opens with. A draft that was learned is unsaved like anything else: it stays until it is saved or thrown away. A draft that
 * has just come goes before what stood there unsaved, which is then one step back.
 *
 * @param kept what an earlier look had left on top of the same saved rules
 */
export function openRules({ saved, draft, kept }: { saved: Rules; draft: Draft | null; kept: UnsavedRules | null }): Opened {
  const drafted = draft === null ? null : { table: draft.table, tests: saved.tests };
  if (kept !== null && (draft === null || kept.draftId === draft.id)) {
    const isUntouched = drafted !== null && isSame(kept.rules, drafted);
    const again = isUntouched ? null : kept.draftId === null ? "changes" : "draft";
    return { ...kept, before: drafted === null ? [] : [saved], again };
  }
  if (drafted === null) return { rules: saved, note: "", draftId: null, before: [], again: null };
  return {
    rules: drafted,
    note: DRAFTED,
    draftId: draft?.id ?? null,
    before: kept === null ? [saved] : [saved, kept.rules],
    again: kept === null ? null : "one step back",
  };
}

const isSame = (one: Rules, other: Rules): boolean =>
  one === other || JSON.stringify([one.table, one.tests]) === JSON.stringify([other.table, other.tests]);
