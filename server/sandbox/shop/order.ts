import type { StaffAccount } from "./staff.ts";

export type ExceptionKind = "address" | "risk" | "stock" | "duplicate";

export type HoldReason =
  | "INCORRECT_ADDRESS"
  | "HIGH_RISK_OF_FRAUD"
  | "INVENTORY_OUT_OF_STOCK"
  | "AWAITING_PAYMENT"
  | "AWAITING_RETURN_ITEMS"
  | "ONLINE_STORE_POST_PURCHASE_CROSS_SELL"
  | "UNKNOWN_DELIVERY_DATE"
  | "OTHER";
export type CancelReason = "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF";

/** Who did something, as the shop itself knows it. What a vendor shows of this is the vendor folder's business. */
export type Actor =
  | { kind: "customer"; channel: string }
  | { kind: "system" }
  | { kind: "app"; id: number; title: string }
  | { kind: "rule"; id: number; title: string }
  | { kind: "staff"; account: StaffAccount };

export interface TimelineEvent {
  id: number;
  orderNumber: number;
  action: string;
  atMs: number;
  actor: Actor;
  /** The text of a comment, or the detail of the change. */
  detail: string;
  isComment: boolean;
  /** The return that it is about; null for what is the order's own. No vendor shows it. */
  returnId: number | null;
}

export interface Hold {
  id: number;
  reason: HoldReason;
  notes: string;
  handle: string | null;
  by: Actor;
}

export interface Address {
  firstName: string;
  lastName: string;
  address1: string;
  address2: string | null;
  city: string;
  provinceCode: string;
  zip: string;
  countryCode: string;
}

export interface OrderLine {
  sku: string;
  title: string;
  quantity: number;
  unitPriceMinor: number;
}

/** What makes an order an exception. Known when the order is placed; the staff's policy reads nothing else. */
export type ExceptionFacts =
  | { kind: "address"; issue: "missing_unit" | "zip_mismatch" | "unknown_street" | "po_box" }
  | { kind: "risk"; level: "MEDIUM" | "HIGH" }
  | { kind: "stock"; sku: string; etaDays: number }
  | { kind: "duplicate"; ofOrder: number; sameItems: boolean; minutesApart: number };

export interface Order {
  number: number;
  placedMs: number;
  updatedMs: number;
  channel: string;
  customerId: number;
  ordersBefore: number;
  address: Address;
  addressCheck: "NO_ISSUES" | "WARNING" | "ERROR";
  lines: readonly OrderLine[];
  shippingMinor: number;
  totalMinor: number;
  riskLevel: "LOW" | "MEDIUM" | "HIGH";
  riskFacts: readonly { description: string; sentiment: "NEGATIVE" | "NEUTRAL" | "POSITIVE" }[];
  tags: string[];
  attributes: readonly { key: string; value: string }[];
  note: string | null;
  holds: Hold[];
  fulfilment: "OPEN" | "ON_HOLD" | "CLOSED" | "CANCELLED";
  fulfilledMs: number | null;
  closedMs: number | null;
  cancelled: { atMs: number; reason: CancelReason; staffNote: string | null } | null;
  events: TimelineEvent[];
  exception: ExceptionFacts | null;
}

export interface Customer {
  id: number;
  createdMs: number;
  firstName: string;
  lastName: string;
  email: string;
  address: Address;
  orderNumbers: number[];
  spentMinor: number;
}
