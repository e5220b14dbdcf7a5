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
    does: "The memo of the order says that the supplier has to be asked.",
    undo: "possible",
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
    does: "The memo of the order says that the supplier has to be asked for an earlier date.",
    undo: "possible",
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
