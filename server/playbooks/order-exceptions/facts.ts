import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import { standingOf, type Situation } from "#server/domain/automations/occasions-of.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { correctedAddress, type AddressSource } from "./corrected-address.ts";
import { OrderSeen } from "./records.ts";

const HOLD_REASONS = [
  "incorrect_address",
  "high_risk_of_fraud",
  "inventory_out_of_stock",
  "awaiting_payment",
  "awaiting_return_items",
  "unknown_delivery_date",
  "other",
];

export const WAITING_TAG = "waiting-for-stock";
export const ASK_TAG = "ask-customer";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: { kind: "choice", options: ["held", "address fixed", "customer replied", "no reply", "stock due"] },
    source: "the newest thing on the order's time line that asks for a decision",
  },
  {
    name: "holdReason",
    title: "reason of the hold",
    type: { kind: "choice", options: HOLD_REASONS },
    source: "the hold, as the time line tells it",
  },
  {
    name: "heldBy",
    title: "who held it",
    type: { kind: "choice", options: ["person", "app", "rule", "unknown"] },
    source: "the hold, as the time line tells it",
  },
  { name: "addressTag", title: "address tag", type: { kind: "text" }, source: "a tag address:... on the time line" },
  { name: "riskTag", title: "risk tag", type: { kind: "text" }, source: "a tag risk:... on the time line" },
  { name: "duplicateTag", title: "duplicate tag", type: { kind: "text" }, source: "a tag duplicate:... on the time line" },
  {
    name: "stockDays",
    title: "days until stock",
    type: { kind: "number", unit: "days" },
    source: "a tag stock:eta_Nd on the time line, counted from the order",
  },
  { name: "orderTotal", title: "order total", type: { kind: "number", unit: null }, source: "the order, as placed" },
  {
    name: "earlierOrders",
    title: "earlier orders of the customer",
    type: { kind: "number", unit: "orders" },
    source: "orders placed earlier, as far back as our copy reaches",
  },
  {
    name: "minutesSincePrevious",
    title: "minutes since the customer's previous order",
    type: { kind: "number", unit: "minutes" },
    source: "orders placed earlier, as far back as our copy reaches",
  },
  {
    name: "sameItems",
    title: "same items as the previous order",
    type: { kind: "boolean" },
    source: "the lines of both orders, as placed",
  },
  { name: "channel", title: "sales channel", type: { kind: "text" }, source: "the order, as placed" },
  { name: "timesHeld", title: "times held so far", type: { kind: "number", unit: "holds" }, source: "the time line" },
  { name: "asked", title: "the customer was asked", type: { kind: "boolean" }, source: "mails on the time line since the hold" },
  {
    name: "addressCheck",
    title: "address check of the shop",
    type: { kind: "choice", options: ["ok", "warning", "error"] },
    source: "the order's present state; not known for times before our first copy of it",
  },
  {
    name: "addressFrom",
    title: "who says the right address",
    type: { kind: "choice", options: ["app", "customer", "none"] },
    source: "the address check among the order's details, after a reply the order's note; not known for times before our first copy of it",
  },
  {
    name: "riskLevel",
    title: "risk level of the shop",
    type: { kind: "choice", options: ["none", "low", "medium", "high"] },
    source: "the order's present state; not known for times before our first copy of it",
  },
];

export const HELD = "hold";
export const RELEASED = "release hold";
export const ADDRESS_CHANGED = "fix address";
export const NOTED = "note updated";
export const MAILED = "ask customer";
export const TAGGED = "tag";
export const UNTAGGED = "remove tag";
export const CANCELLED = "cancel";
export const SHIPPED = "fulfil";

/** Where a case stands by its time line alone. */
export type Standing = {
  hold: OpsEvent | null;
  timesHeld: number;
  fixed: OpsEvent | null;
  asked: OpsEvent | null;
  replied: OpsEvent | null;
  waiting: OpsEvent | null;
  ended: boolean;
  tags: Map<string, { value: string; atMs: number }>;
};

export const fresh = (): Standing => ({
  hold: null,
  timesHeld: 0,
  fixed: null,
  asked: null,
  replied: null,
  waiting: null,
  ended: false,
  tags: new Map(),
});

/** Walks the time line up to a moment, that moment left out. */
export const standingAt = ({ events }: Pick<CaseHistory, "events">, atMs: number): Standing => standingOf({ fresh, step }, events, atMs);

/** What one event changes. */
export function step(standing: Standing, event: OpsEvent): void {
  switch (event.activity) {
    case HELD:
      if (standing.hold === null) Object.assign(standing, { fixed: null, asked: null, replied: null, waiting: null });
      standing.hold = event;
      standing.timesHeld += 1;
      return;
    case RELEASED:
      standing.hold = null;
      return;
    case ADDRESS_CHANGED:
      if (standing.hold !== null) standing.fixed = event;
      return;
    case MAILED:
      if (standing.hold !== null) {
        standing.asked = event;
        standing.replied = null;
      }
      return;
    case NOTED:
      if (standing.asked !== null && event.actorKind !== "person") standing.replied = event;
      return;
    case TAGGED:
      learnTags(standing, event);
      return;
    case UNTAGGED:
      for (const name of Object.keys(event.attributes ?? {})) if (name.startsWith("tag ")) standing.tags.delete(name.slice(4));
      if (namesTag(event, WAITING_TAG)) standing.waiting = null;
      return;
    case CANCELLED:
    case SHIPPED:
      standing.ended = true;
      standing.hold = null;
      return;
    default:
  }
}

export const namesTag = (event: OpsEvent, tag: string): boolean => (event.attributes?.["tag"] ?? "").split(", ").includes(tag);

function learnTags(standing: Standing, event: OpsEvent): void {
  if (standing.hold !== null && namesTag(event, WAITING_TAG)) standing.waiting = event;
  for (const [name, value] of Object.entries(event.attributes ?? {})) {
    // Several values of one name stand together; their order says nothing.
    if (name.startsWith("tag "))
      standing.tags.set(name.slice(4), { value: value.split(", ").toSorted().join(", "), atMs: event.endedAtMs });
  }
}

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const known = (value: KnownFact["value"], knownAtMs: number): KnownFact => (value === null ? UNKNOWN : { value, knownAtMs });

/** The facts of an order just before a moment. */
export function factsAt(history: CaseHistory, atMs: number): Facts {
  const standing = standingAt(history, atMs);
  const { hold } = standing;
  const newest = history.records.findLast(({ model }) => model === "Order");
  const order = newest && OrderSeen.safeParse(newest.content).data;
  const placedMs = order ? Date.parse(order.placedAt) : null;
  // What never changes is known from the moment of placing; what a vendor shows in its present state from our own copy of it.
  const placed = placedMs !== null && placedMs < atMs ? placedMs : null;
  const snapshot = history.records.findLast(({ model, knownAtMs }) => model === "Order" && knownAtMs < atMs);
  const present = snapshot && OrderSeen.safeParse(snapshot.content).data;
  const tag = (name: string): KnownFact => {
    const found = standing.tags.get(name);
    return found ? known(found.value, found.atMs) : UNKNOWN;
  };
  const earlier = placed === null ? [] : history.related.filter(({ atMs: at }) => at < placed);
  const previous = earlier.at(-1);
  const previousOrder = previous && OrderSeen.safeParse(previous.content).data;
  const sinceHold = (event: OpsEvent | null) => (hold === null ? UNKNOWN : known(event !== null, (event ?? hold).endedAtMs));
  const stock = tag("stock");
  const stockDays = typeof stock.value === "string" ? /(\d+)d$/.exec(stock.value)?.[1] : undefined;
  const situation = situationFact(standing, placed, atMs);
  return {
    situation,
    holdReason: hold === null ? UNKNOWN : known(reasonOf(hold), hold.endedAtMs),
    heldBy: hold === null ? UNKNOWN : known(holderOf(hold), hold.endedAtMs),
    addressTag: tag("address"),
    riskTag: tag("risk"),
    duplicateTag: tag("duplicate"),
    stockDays: stockDays === undefined ? UNKNOWN : known(Number(stockDays), stock.knownAtMs ?? atMs),
    orderTotal: placed === null || !order?.totalAtPlacing ? UNKNOWN : known(majorOf(order.totalAtPlacing), placed),
    earlierOrders: placed === null || !order?.customerId ? UNKNOWN : known(earlier.length, placed),
    minutesSincePrevious: placed === null || !previous ? UNKNOWN : known(Math.round((placed - previous.atMs) / 60_000), placed),
    sameItems: placed === null || !order || !previousOrder ? UNKNOWN : known(itemsOf(order) === itemsOf(previousOrder), placed),
    channel: placed === null || !order ? UNKNOWN : known(order.channel, placed),
    timesHeld: placed === null ? UNKNOWN : known(standing.timesHeld, hold?.endedAtMs ?? placed),
    asked: sinceHold(standing.asked),
    addressCheck:
      present?.shipTo && present.shipTo.validation !== "unknown" ? known(present.shipTo.validation, snapshot!.knownAtMs) : UNKNOWN,
    addressFrom: addressFromFact(standing, situation.value, snapshot, present),
    riskLevel:
      present?.risk && ["none", "low", "medium", "high"].includes(present.risk.level)
        ? known(present.risk.level, snapshot!.knownAtMs)
        : UNKNOWN,
  };
}

/** A copy may be older than its vendor's clock says by this much, and still show what an entry of the time line tells of. */
const CLOCKS_DIFFER_MS = 5_000;

/** Whose word counts in a situation: what an app wrote while nobody was asked, then what the customer answered. */
export const sourceIn = (situation: unknown): AddressSource | null =>
  situation === "held" ? "app" : situation === "customer replied" ? "customer" : null;

/** Whether a copy of an order is too old to show what was said of the address: the app's tag and the reply both count as a change of it. */
export function isBehind(standing: Standing, source: AddressSource, order: OrderSeen): boolean {
  const saidMs = source === "app" ? standing.tags.get("address")?.atMs : standing.replied?.endedAtMs;
  return saidMs !== undefined && Date.parse(order.updatedAt) < saidMs - CLOCKS_DIFFER_MS;
}

function addressFromFact(
  standing: Standing,
  situation: KnownFact["value"],
  snapshot: CaseHistory["records"][number] | undefined,
  present: OrderSeen | undefined,
): KnownFact {
  const source = sourceIn(situation);
  if (!snapshot || !present || source === null || isBehind(standing, source, present)) return UNKNOWN;
  return known(correctedAddress(present, source) === null ? "none" : source, snapshot.knownAtMs);
}

/** The hold's reason, where all the reasons that its entry names are one. */
function reasonOf(hold: OpsEvent): string | null {
  const reason = hold.attributes?.["hold reason"];
  return reason !== undefined && HOLD_REASONS.includes(reason) ? reason : null;
}

const holderOf = ({ actorKind }: OpsEvent): string =>
  actorKind === "person" || actorKind === "app" || actorKind === "rule" ? actorKind : "unknown";

const majorOf = ({ amountMinor, currency }: { amountMinor: number; currency: string }) => amountMinor / 10 ** minorDigits(currency);

const itemsOf = ({ lines }: OrderSeen): string =>
  lines
    .map(({ sku, quantity }) => `${sku ?? "?"} x ${quantity}`)
    .sort()
    .join(", ");

export const PATIENCE_MS = 2 * DAY_MS;

/** When a waiting order's stock is due, by the tag; null when no tag says. */
export function stockDueMs(standing: Standing, placedMs: number | null): number | null {
  const days = /(\d+)d$/.exec(standing.tags.get("stock")?.value ?? "")?.[1];
  return days === undefined || placedMs === null || standing.waiting === null ? null : placedMs + Number(days) * DAY_MS;
}

/** The newest thing that asks for a decision, with its moment; null while the case waits or is over. */
export function situationOf(standing: Standing, placedMs: number | null, atMs: number): Situation | null {
  const { hold, fixed, asked, replied } = standing;
  if (hold === null || standing.ended) return null;
  const since = (event: OpsEvent, situation: string) => ({ situation, sinceMs: event.endedAtMs, from: event.eventId });
  if (fixed !== null && fixed.endedAtMs >= hold.endedAtMs) return since(fixed, "address fixed");
  const dueMs = stockDueMs(standing, placedMs);
  if (standing.waiting !== null) {
    if (dueMs === null || atMs <= dueMs) return null;
    return { situation: "stock due", sinceMs: Math.max(dueMs, standing.waiting.endedAtMs), from: standing.waiting.eventId };
  }
  if (replied !== null) return since(replied, "customer replied");
  if (asked !== null) {
    if (atMs <= asked.endedAtMs + PATIENCE_MS) return null;
    return { situation: "no reply", sinceMs: asked.endedAtMs + PATIENCE_MS, from: asked.eventId };
  }
  return since(hold, "held");
}

function situationFact(standing: Standing, placedMs: number | null, atMs: number): KnownFact {
  const found = situationOf(standing, placedMs, atMs);
  return found === null ? UNKNOWN : known(found.situation, found.sinceMs);
}
