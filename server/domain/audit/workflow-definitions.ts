import type { ExceptionRule } from "../mining/exception-age.ts";

/**
 * What a workflow decides, in data: events of people whose activity is one of `outcomes` are the decisions, and the activity is what
 * was decided. facts: attributes that were known then, of the event itself or of earlier ones of the case; null: all those of
 * earlier events.
 */
export type DecisionDefinition = { outcomes: readonly string[]; facts: readonly string[] | null };

export type ExceptionDefinition = { opens: readonly string[]; resolves: readonly string[]; lapses: readonly string[] };

/**
 * One way to tell events of a workflow. Of each list one entry has to fit; an empty list leaves it open, and at least one list is
 * not empty. cases: how a case's name begins, "order:". recorded: the workflow that the source or the import wrote.
 */
export type WorkflowClaim = {
  sources: readonly string[];
  recorded: readonly string[];
  cases: readonly string[];
  activities: readonly string[];
};

/** A workflow as data. Any of its claims makes an event its own. teams: whose work it is, for people to read. */
export type WorkflowDefinition = {
  workflow: string;
  claims: readonly WorkflowClaim[];
  decision: DecisionDefinition | null;
  exception: ExceptionDefinition | null;
  teams: readonly string[];
};

const recordedAs = (workflow: string): WorkflowClaim => ({ sources: [], recorded: [workflow], cases: [], activities: [] });

/** The six workflows that ship, in the activities that the connectors write. A workspace may edit them, and define its own beside them. */
export const SHIPPED_WORKFLOWS: readonly WorkflowDefinition[] = [
  {
    workflow: "order-exceptions",
    claims: [recordedAs("order-exceptions")],
    decision: { outcomes: ["release hold", "cancel", "ask customer", "fix address"], facts: null },
    exception: { opens: ["hold"], resolves: ["release hold", "fulfil"], lapses: ["cancel"] },
    teams: ["customer service", "fulfilment"],
  },
  {
    workflow: "inventory-sync",
    claims: [recordedAs("inventory-sync")],
    decision: { outcomes: ["adjust stock", "ask for recount", "stop selling"], facts: null },
    exception: { opens: ["find difference"], resolves: ["adjust stock", "stop selling"], lapses: [] },
    teams: ["inventory"],
  },
  {
    workflow: "supplier-po",
    claims: [recordedAs("supplier-po")],
    decision: { outcomes: ["chase supplier", "update expected date", "tell customer service"], facts: null },
    exception: { opens: ["move date"], resolves: ["update expected date", "receive goods"], lapses: [] },
    teams: ["purchasing"],
  },
  {
    workflow: "returns",
    claims: [recordedAs("returns")],
    decision: { outcomes: ["approve return", "decline return"], facts: null },
    exception: null,
    teams: ["customer service", "fulfilment"],
  },
  {
    workflow: "ticket-routing",
    claims: [recordedAs("ticket-routing")],
    decision: { outcomes: ["answer customer", "hand over to fulfilment"], facts: null },
    exception: { opens: ["write in"], resolves: ["close ticket"], lapses: [] },
    teams: ["customer service"],
  },
  {
    workflow: "carrier-choice",
    claims: [recordedAs("carrier-choice")],
    // Which service it is: a label is voided because it was printed, which tells nobody what to choose.
    decision: {
      outcomes: ["keep service", "change service", "change to overnight", "change to two-day air", "change to ground freight"],
      facts: null,
    },
    exception: null,
    teams: ["fulfilment"],
  },
];

/** What opens, resolves and ends an exception of a workflow; null where the notion does not apply. */
export function exceptionRule(exception: ExceptionDefinition | null | undefined): ExceptionRule | null {
  if (!exception) return null;
  return { opens: new Set(exception.opens), resolves: new Set(exception.resolves), lapses: new Set(exception.lapses) };
}

/** Approvals are told by their name in every workflow: "approve return", "approval of refund". */
export const isApproval = (activity: string): boolean => /^approv(e|al)\b/i.test(activity);
