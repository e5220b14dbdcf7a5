import type { OutcomeDefinition } from "../define.ts";

export const ASK = "ask supplier";
export const ACKNOWLEDGE = "acknowledge";
export const ACCEPT = "accept date";
export const ASK_EARLIER = "ask for an earlier date";
export const ESCALATE = "escalate";
export const PASS_ON = "pass to a buyer";

export const outcomes: readonly OutcomeDefinition[] = [
  {
    name: ASK,
    title: "Ask the supplier",
    does: "The supplier gets a letter with a link to a page of this order alone, on which to confirm it or to name another day. The memo says so.",
    undo: "not possible",
  },
  { name: ACKNOWLEDGE, title: "Acknowledge", does: "The memo of the order says that the supplier has confirmed it.", undo: "possible" },
  {
    name: ACCEPT,
    title: "Accept the date",
    does: "The expected dates of the lines become those that the supplier named.",
    undo: "possible",
  },
  {
    name: ASK_EARLIER,
    title: "Ask for an earlier date",
    does: "The supplier gets a letter with the link again, which asks for an earlier day. The memo says so.",
    undo: "not possible",
  },
  {
    name: ESCALATE,
    title: "Escalate",
    does: "The memo of the order says that it is late and was escalated; a buyer sees to it.",
    undo: "possible",
  },
  {
    name: PASS_ON,
    title: "Pass to a buyer",
    does: "The memo of the order says what the supplier wants and that a buyer has to decide.",
    undo: "possible",
  },
];
