import type { ExceptionRule } from "../mining/exception-age.ts";

/**
 * What a workflow decides, in data: events of people whose activity is one of `outcomes` are the decisions, and the activity is what
 * was decided. facts: attributes that were known then, of the event itself or of earlier ones of the case; null: all those of
 * earlier events.
 */
export type DecisionDefinition = { outcomes: readonly string[]; facts: readonly string[] | null };

export type ExceptionDefinition = { opens: readonly string[]; resolves: readonly string[]; lapses: readonly string[] };

type Definition = { decision: DecisionDefinition; exception: ExceptionDefinition | null };

/** The six workflows that ship, in the activities that the connectors write. A workspace may define its own decisions beside them. */
const DEFINITIONS: Readonly<Record<string, Definition>> = {
  "order-exceptions": {
    decision: { outcomes: ["release hold", "cancel", "ask customer", "fix address"], facts: null },
    exception: { opens: ["hold"], resolves: ["release hold", "fulfil"], lapses: ["cancel"] },
  },
  "inventory-sync": {
    decision: { outcomes: ["adjust stock", "ask for recount"], facts: null },
    exception: { opens: ["find difference"], resolves: ["adjust stock"], lapses: [] },
  },
  "supplier-po": {
    decision: { outcomes: ["chase supplier", "update expected date", "tell customer service"], facts: null },
    exception: { opens: ["move date"], resolves: ["update expected date", "receive goods"], lapses: [] },
  },
  returns: {
    decision: { outcomes: ["approve return", "decline return"], facts: null },
    exception: null,
  },
  "ticket-routing": {
    decision: { outcomes: ["answer customer", "hand over to fulfilment"], facts: null },
    exception: { opens: ["write in"], resolves: ["close ticket"], lapses: [] },
  },
  "carrier-choice": {
    decision: { outcomes: ["change service", "void label"], facts: null },
    exception: null,
  },
};

/** The decision that ships with a workflow; null for one of your own. */
export const shippedDecision = (workflow: string): DecisionDefinition | null => DEFINITIONS[workflow]?.decision ?? null;

/** What opens, resolves and ends an exception of a workflow that ships; null where the notion does not apply. */
export function exceptionRule(workflow: string): ExceptionRule | null {
  const exception = DEFINITIONS[workflow]?.exception;
  if (!exception) return null;
  return { opens: new Set(exception.opens), resolves: new Set(exception.resolves), lapses: new Set(exception.lapses) };
}

/** Approvals are told by their name in every workflow: "approve return", "approval of refund". */
export const isApproval = (activity: string): boolean => /^approv(e|al)\b/i.test(activity);
