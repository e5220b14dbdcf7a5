import type { Rule } from "./ticket.ts";

/** The helpdesk's groups, by what they are for. */
export const GROUPS = {
  frontDesk: { id: 87_000_001, name: "Front desk" },
  orders: { id: 87_000_002, name: "Orders and delivery" },
  returns: { id: 87_000_003, name: "Returns and refunds" },
  care: { id: 87_000_004, name: "Priority care" },
  languages: { id: 87_000_005, name: "Languages" },
  fulfilment: { id: 87_000_006, name: "Fulfilment" },
} as const;
export type GroupKey = keyof typeof GROUPS;
export const GROUP_LIST: readonly { id: number; name: string }[] = Object.values(GROUPS);

export const PRIORITY_TRIGGER: Rule = { id: 88_000_001, title: "Set priority by words", kind: "trigger" };
export const NOTIFY_TRIGGER: Rule = { id: 88_000_002, title: "Tell the group", kind: "trigger" };
export const CLOSE_AUTOMATION: Rule = { id: 88_000_003, title: "Close after three days", kind: "automation" };

export const ANSWER_MACROS = [
  { id: 89_000_001, title: "Parcel is on its way" },
  { id: 89_000_002, title: "Return label" },
  { id: 89_000_003, title: "We have changed your order" },
] as const;
