import type { StaffAccount } from "../../shop/staff.ts";

/** What a customer writes about. */
export type Topic =
  | "where is my order"
  | "damaged item"
  | "wrong item"
  | "return"
  | "cancel"
  | "address change"
  | "invoice"
  | "product question"
  | "spam";
export type Language = "en" | "de" | "fr" | "es";
export type Priority = "low" | "normal" | "high" | "urgent";
export type Status = "new" | "open" | "pending" | "solved" | "closed" | "deleted";

/** A trigger or an automation of the helpdesk. */
export interface Rule {
  id: number;
  title: string;
  kind: "trigger" | "automation";
}

/** Who did something, as the helpdesk itself knows it. What the vendor shows of this is the vendor folder's business. */
export type DeskActor =
  | { kind: "customer"; customerId: number; channel: "email" | "web" }
  | { kind: "agent"; account: StaffAccount; through: "browser" | "phone" | "sidebar app" | "merge" }
  /** Writes through an API token, under the name of the account that owns it. */
  | { kind: "app"; account: StaffAccount; client: string; appId: number }
  | { kind: "rule"; rule: Rule };

export type FieldValue = string | number | null | readonly string[];

/** A part of a save. `rule` is set where a trigger did it within somebody else's save. */
export type SaveEvent = { id: number; rule: Rule | null } & (
  | { kind: "create"; field: string; value: FieldValue }
  | { kind: "change"; field: string; value: FieldValue; previous: FieldValue }
  | { kind: "comment"; isPublic: boolean; body: string }
  | { kind: "macro"; macro: { id: number; title: string } }
  | { kind: "notification"; recipients: readonly number[] }
);

/** Everything that was changed at one instant by one actor. */
export interface Save {
  id: number;
  ticketId: number;
  atMs: number;
  actor: DeskActor;
  events: readonly SaveEvent[];
}

export interface Ticket {
  id: number;
  createdMs: number;
  updatedMs: number;
  requesterId: number;
  channel: "email" | "web";
  subject: string;
  topic: Topic;
  /** What it is about as well: the group that got it for its topic passes it on. */
  secondTopic: Topic | null;
  language: Language;
  orderNumber: number | null;
  isVip: boolean;
  orderValueMinor: number;
  isShipped: boolean;
  daysSinceOrder: number;
  duplicateOf: number | null;
  status: Status;
  priority: Priority | null;
  groupId: number;
  assigneeId: number | null;
  /** Where it goes back to when the warehouse has looked. */
  lentBy: number | null;
  tags: readonly string[];
  saves: Save[];
  /** Grows whenever it waits for somebody else: what waited before is void. */
  turn: number;
  /** The customer wrote after the answer. */
  isWaitingForReply: boolean;
  isLookedUp: boolean;
}
