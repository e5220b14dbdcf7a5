import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { PurchaseOrderSeen } from "./records.ts";
import { daysOverdue, situationOf, standingAt, type Standing } from "./standing.ts";

const HOUR_MS = 3_600_000;
const TIME_LINE = "the order's time line";
const ANSWER = "the supplier's answer, as the time line tells it";

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: {
      kind: "choice",
      options: ["not acknowledged", "confirmed", "date change", "quantity change", "price change", "overdue"],
    },
    source: "an order that nobody has answered for nearly two days or longer, the supplier's newest answer, or goods that did not come",
  },
  { name: "supplier", title: "supplier", type: { kind: "text" }, source: "the order, as written" },
  {
    name: "hoursWaited",
    title: "hours waited for an answer",
    type: { kind: "number", unit: "hours" },
    source: "since the order was sent or the supplier last asked",
  },
  { name: "timesAsked", title: "times asked so far", type: { kind: "number", unit: "times" }, source: TIME_LINE },
  { name: "askedEarlier", title: "times asked for an earlier date", type: { kind: "number", unit: "times" }, source: TIME_LINE },
  { name: "answersSoFar", title: "answers so far", type: { kind: "number", unit: "answers" }, source: TIME_LINE },
  {
    name: "answeredThrough",
    title: "answered through",
    type: { kind: "choice", options: ["reply page", "ERP"] },
    source: ANSWER,
  },
  { name: "daysLater", title: "days later than expected", type: { kind: "number", unit: "days" }, source: ANSWER },
  { name: "quantityChange", title: "change of quantity", type: { kind: "number", unit: "%" }, source: ANSWER },
  { name: "priceChange", title: "change of price", type: { kind: "number", unit: "%" }, source: ANSWER },
  {
    name: "orderTotal",
    title: "order total",
    type: { kind: "number", unit: null },
    source: "the total that the ERP noted when the order was written or changed",
  },
  { name: "priority", title: "priority", type: { kind: "text" }, source: "a field priority or critical of the order, as the ERP noted it" },
  { name: "daysOverdue", title: "days overdue", type: { kind: "number", unit: "days" }, source: "the expected date on the time line" },
  {
    name: "earlierOrders",
    title: "earlier orders at this supplier",
    type: { kind: "number", unit: "orders" },
    source: "orders written earlier, as far back as our copy reaches",
  },
];

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const known = (value: KnownFact["value"], knownAtMs: number): KnownFact => ({ value, knownAtMs });
const told = (found: { value: string | number; atMs: number } | null): KnownFact =>
  found === null ? UNKNOWN : known(found.value, found.atMs);

/** The order in the form of our newest copy: for what never changes. */
export const newestOrder = ({ records }: CaseHistory): PurchaseOrderSeen | null =>
  PurchaseOrderSeen.safeParse(records.findLast(({ model }) => model === "PurchaseOrder")?.content).data ?? null;

export function factsAt(history: CaseHistory, atMs: number): Facts {
  const standing = standingAt(history, atMs);
  const order = newestOrder(history);
  const createdMs = standing.created?.endedAtMs ?? null;
  const asCreated = (value: KnownFact["value"] | undefined): KnownFact =>
    createdMs === null || value == null ? UNKNOWN : known(value, createdMs);
  const situation = situationOf(standing, atMs);
  return {
    situation: situation === null ? UNKNOWN : known(situation.situation, situation.sinceMs),
    supplier: asCreated(order?.supplierName),
    ...waitFacts(standing, atMs),
    ...answerFacts(standing),
    orderTotal: told(standing.total),
    priority: told(standing.priority),
    daysOverdue: overdueFact(standing, atMs),
    earlierOrders: asCreated(order?.supplierId == null ? null : history.related.filter((other) => other.atMs < (createdMs ?? 0)).length),
  };
}

function waitFacts({ sent, asked, created, asks, earlierAsks, answers, answer }: Standing, atMs: number): Facts {
  const waitsSince = answer === null ? (asked ?? sent) : null;
  const counted = (count: number): KnownFact => (created === null ? UNKNOWN : known(count, asked?.endedAtMs ?? created.endedAtMs));
  return {
    hoursWaited: waitsSince === null ? UNKNOWN : known(Math.floor((atMs - waitsSince.endedAtMs) / HOUR_MS), waitsSince.endedAtMs),
    timesAsked: counted(asks),
    askedEarlier: counted(earlierAsks),
    answersSoFar: created === null ? UNKNOWN : known(answers, answer?.event.endedAtMs ?? created.endedAtMs),
  };
}

function answerFacts({ answer }: Standing): Facts {
  const said = (value: number | string | null): KnownFact =>
    answer === null || value === null ? UNKNOWN : known(value, answer.event.endedAtMs);
  const through = answer === null || answer.kind === "mail" ? null : answer.event.actorKind === "supplier" ? "reply page" : "ERP";
  return {
    answeredThrough: said(through),
    daysLater: said(answer?.kind === "confirmed" ? 0 : (answer?.wish?.moveDays ?? null)),
    quantityChange: said(answer?.kind === "confirmed" ? 0 : (answer?.wish?.quantityPercent ?? null)),
    priceChange: said(answer?.kind === "confirmed" ? 0 : (answer?.wish?.pricePercent ?? null)),
  };
}

function overdueFact(standing: Standing, atMs: number): KnownFact {
  const days = daysOverdue(standing, atMs);
  return days === null || standing.expectedAtMs === null ? UNKNOWN : known(days, standing.expectedAtMs);
}
