import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import { standingOf, type Situation } from "#server/domain/automations/occasions-of.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

const ON_REQUEST = "the request, as the time line tells it";

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: { kind: "choice", options: ["asked", "graded"] },
    source: "a request that nobody has answered, or goods that were graded and not yet decided on",
  },
  { name: "reason", title: "reason", type: { kind: "text" }, source: `${ON_REQUEST}; several reasons stand together` },
  { name: "sku", title: "item", type: { kind: "text" }, source: `${ON_REQUEST}; several items stand together` },
  {
    name: "value",
    title: "what the goods cost",
    type: { kind: "number", unit: null },
    source: `${ON_REQUEST}, after discounts; not known where the shop does not say it of every line`,
  },
  { name: "orderAgeDays", title: "days from the order to the request", type: { kind: "number", unit: "days" }, source: ON_REQUEST },
  {
    name: "earlierReturns",
    title: "earlier returns of the customer",
    type: { kind: "number", unit: "returns" },
    source: "returns asked for earlier, as far back as our copy reaches",
  },
  {
    name: "grade",
    title: "condition on receipt",
    type: { kind: "text" },
    source: "a tag return-grade: of the warehouse, on the time line",
  },
];

export const REQUESTED = "request return";
export const CREATED = "create return";
export const APPROVED = "approve return";
export const DECLINED = "decline return";
export const CANCELLED = "cancel return";
export const GRADED = "grade goods";
export const REFUNDED = "refund";
export const RESTOCKED = "restock";
export const WRITTEN_OFF = "write off";

/** Where a return stands by its time line alone. */
export type Standing = {
  requested: OpsEvent | null;
  /** Approved, declined, or paid back without the goods: nobody has to answer it any more. */
  isAnswered: boolean;
  graded: OpsEvent | null;
  isPaidBack: boolean;
  /** What was decided on the goods. */
  goods: OpsEvent | null;
};

export const fresh = (): Standing => ({ requested: null, isAnswered: false, graded: null, isPaidBack: false, goods: null });

export function step(standing: Standing, event: OpsEvent): void {
  switch (event.activity) {
    case REQUESTED:
      standing.requested ??= event;
      return;
    case CREATED: // By staff: then it needs no answer.
      standing.requested ??= event;
      standing.isAnswered = true;
      return;
    case APPROVED:
    case DECLINED:
    case CANCELLED:
      standing.isAnswered = true;
      return;
    case REFUNDED:
      standing.isAnswered = true;
      standing.isPaidBack = true;
      return;
    case GRADED:
      standing.graded ??= event;
      return;
    case RESTOCKED:
    case WRITTEN_OFF:
      standing.goods = event;
      return;
    default:
  }
}

/** What asks for a decision; null while nothing does. Goods that an app put on the shelf still have to be paid for. */
export function situationOf({ requested, isAnswered, graded, isPaidBack, goods }: Standing): Situation | null {
  const since = (event: OpsEvent, situation: string): Situation => ({ situation, sinceMs: event.endedAtMs, from: event.eventId });
  if (requested !== null && !isAnswered) return since(requested, "asked");
  if (graded === null || goods?.actorKind === "person" || (goods !== null && isPaidBack)) return null;
  return since(graded, "graded");
}

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const known = (value: KnownFact["value"], knownAtMs: number): KnownFact => (value === null ? UNKNOWN : { value, knownAtMs });
const numberOf = (text: string | undefined): number | null => (text === undefined || text.trim() === "" ? null : finite(Number(text)));
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The facts of a return just before a moment. */
export function factsAt(history: CaseHistory, atMs: number): Facts {
  const standing = standingOf({ fresh, step }, history.events, atMs);
  const { requested, graded } = standing;
  const situation = situationOf(standing);
  const requestedMs = requested?.endedAtMs ?? 0;
  const told = requested?.attributes ?? {};
  const onRequest = (value: KnownFact["value"]): KnownFact => (requested === null ? UNKNOWN : known(value, requestedMs));
  return {
    situation: situation === null ? UNKNOWN : known(situation.situation, situation.sinceMs),
    reason: onRequest(told["reason"] ?? null),
    sku: onRequest(told["sku"] ?? null),
    value: onRequest(numberOf(told["value"])),
    orderAgeDays: onRequest(numberOf(told["order age days"])),
    earlierReturns: onRequest(history.related.filter(({ atMs: at }) => at < requestedMs - SAME_SECOND_MS).length),
    grade: graded === null ? UNKNOWN : known(graded.attributes?.["condition"] ?? null, graded.endedAtMs),
  };
}

// The vendor prints whole seconds: the request itself is none of the earlier ones.
const SAME_SECOND_MS = 1_000;
