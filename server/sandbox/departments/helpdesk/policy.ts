import { GROUPS } from "./groups.ts";
import type { GroupKey } from "./groups.ts";
import type { Priority, Ticket, Topic } from "./ticket.ts";

/** What the ticket shows when somebody decides where it goes. The rules are hidden from the product. */
export type RoutingFacts = Pick<Ticket, "topic" | "language" | "isVip" | "orderValueMinor" | "isShipped" | "daysSinceOrder">;

const LARGE_ORDER_MINOR = 40_000;
const LATE_AFTER_DAYS = 6;
const CARE_TOPICS: ReadonlySet<Topic> = new Set(["where is my order", "damaged item", "wrong item"]);
const GROUP_OF_TOPIC: Readonly<Record<Topic, GroupKey>> = {
  "where is my order": "orders",
  "address change": "orders",
  cancel: "orders",
  "damaged item": "returns",
  "wrong item": "returns",
  return: "returns",
  invoice: "frontDesk",
  "product question": "frontDesk",
  spam: "frontDesk",
};

/** Another language first, then large orders and VIPs with trouble, then the topic. */
export function groupFor(facts: RoutingFacts): GroupKey {
  if (facts.language !== "en") return "languages";
  if (CARE_TOPICS.has(facts.topic) && (facts.isVip || facts.orderValueMinor >= LARGE_ORDER_MINOR)) return "care";
  return GROUP_OF_TOPIC[facts.topic];
}

/** What can still be changed is urgent, a VIP is high. */
export function priorityFor(facts: RoutingFacts): Priority {
  if ((facts.topic === "cancel" || facts.topic === "address change") && !facts.isShipped) return "urgent";
  return facts.isVip || (facts.topic === "where is my order" && facts.daysSinceOrder >= LATE_AFTER_DAYS) ? "high" : "normal";
}

/** The warehouse has to look at the parcel before anybody can answer. */
export function needsWarehouse(facts: RoutingFacts): boolean {
  if (facts.topic === "where is my order") return facts.isShipped && facts.daysSinceOrder >= LATE_AFTER_DAYS;
  return facts.topic === "wrong item" || (facts.topic === "address change" && !facts.isShipped);
}

/** Hours in which a first answer is promised. */
export const SLA_HOURS: Readonly<Record<Priority, number>> = { urgent: 1, high: 4, normal: 12, low: 24 };

/** A group that is not this one, by the whim of a mistake. */
export function otherGroups(than: GroupKey): readonly GroupKey[] {
  return keysOf(GROUPS).filter((key) => key !== than && key !== "fulfilment" && key !== "frontDesk");
}

export function groupKeyOf(id: number): GroupKey | null {
  return keysOf(GROUPS).find((key) => GROUPS[key].id === id) ?? null;
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  const keys: K[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
