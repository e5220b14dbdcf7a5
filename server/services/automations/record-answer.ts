import type { Tx } from "#db/client.ts";
import { recordChange, type Change } from "../changes/record-change.ts";

/**
 * Writes down, where nobody rewrites it, who approved or rejected a decision, when and why. What the effects themselves say of it changes as
 * they are carried out. Neither the case nor what is written stands in the line: it outlives the records.
 */
export const recordAnswer = (
  context: Pick<Change, "workspaceId" | "actor" | "newId" | "now">,
  tx: Tx,
  {
    decisionId,
    effects,
    verb,
    reason,
  }: { decisionId: string; effects: readonly { id: string }[]; verb: "approve" | "reject"; reason: string | null },
): Promise<void> =>
  recordChange(tx, {
    ...context,
    noun: "decision",
    nounId: decisionId,
    verb,
    before: null,
    after: { effects: effects.length, ...(reason === null ? {} : { reason }) },
  });
