import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import { standingOf, type Situation } from "#server/domain/automations/occasions-of.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";
import { OrderNamed, TicketSeen } from "./records.ts";
import { LANGUAGES, readSubject, TOPICS } from "./subject-words.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Apps and triggers of the desk write what they know of a ticket within its first minute. */
export const SETTLES_MS = 90_000;

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

const TIME_LINE = "the ticket's time line";
const SUBJECT = "the words of the subject, as it was written; not known where somebody changed the subject";

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: { kind: "choice", options: ["new ticket", "in a group"] },
    source: "a ticket that nobody has passed on yet, or one that was passed to a group and not answered",
  },
  { name: "asksAbout", title: "what it asks about", type: { kind: "choice", options: TOPICS }, source: SUBJECT },
  { name: "language", title: "language", type: { kind: "choice", options: LANGUAGES }, source: SUBJECT },
  { name: "group", title: "group that has it", type: { kind: "text" }, source: TIME_LINE },
  {
    name: "priority",
    title: "priority so far",
    type: { kind: "choice", options: ["none", ...PRIORITIES] },
    source: TIME_LINE,
  },
  { name: "topicTag", title: "topic tag", type: { kind: "text" }, source: "a tag topic_... on the time line" },
  { name: "orderTag", title: "order tag", type: { kind: "text" }, source: "a tag order_... on the time line" },
  { name: "valueTag", title: "value tag", type: { kind: "text" }, source: "a tag value_... on the time line" },
  {
    name: "isTagged",
    title: "tagged",
    type: { kind: "boolean" },
    source: "whether the desk's apps or people put tags on it: what no tag tells is not known where there is none",
  },
  {
    name: "vip",
    title: "VIP",
    type: { kind: "boolean" },
    source: "a tag vip on the time line; no where the ticket was tagged otherwise, not known where it was not tagged at all",
  },
  {
    name: "orderTotal",
    title: "total of the order it names",
    type: { kind: "number", unit: null },
    source: "the order of the shop that the subject names, as placed",
  },
  {
    name: "orderAgeDays",
    title: "days from the order to the ticket",
    type: { kind: "number", unit: "days" },
    source: "the order of the shop that the subject names, as placed",
  },
  { name: "namesOrder", title: "names an order", type: { kind: "boolean" }, source: SUBJECT },
  {
    name: "earlierTickets",
    title: "earlier tickets of the customer",
    type: { kind: "number", unit: "tickets" },
    source: "tickets opened earlier, as far back as our copy reaches",
  },
  {
    name: "minutesSincePrevious",
    title: "minutes since the customer's previous ticket",
    type: { kind: "number", unit: "minutes" },
    source: "tickets opened earlier, as far back as our copy reaches",
  },
  {
    name: "wroteWithinDay",
    title: "the customer opened another ticket within the day before",
    type: { kind: "boolean" },
    source: "tickets opened earlier, as far back as our copy reaches",
  },
  { name: "handOffs", title: "times passed on so far", type: { kind: "number", unit: "times" }, source: TIME_LINE },
  { name: "beenAtFulfilment", title: "fulfilment has looked", type: { kind: "boolean" }, source: TIME_LINE },
  {
    name: "waitedMinutes",
    title: "minutes the customer has waited",
    type: { kind: "number", unit: "minutes" },
    source: "since the customer last wrote: the clock of a promise to answer",
  },
  { name: "channel", title: "channel", type: { kind: "text" }, source: "the ticket, as opened" },
];

export const WRITTEN_IN = "write in";
export const OPENED = "open ticket";
export const WRITTEN_AGAIN = "write again";
export const ROUTED = "route ticket";
export const HANDED_OVER = "hand over to fulfilment";
export const HANDED_BACK = "hand back to customer service";
export const ANSWERED = "answer customer";
export const MERGED = "merge tickets";
export const CLOSED = "close ticket";
export const PRIORITY_SET = "set priority";
export const TAGGED = "tag ticket";
export const NOTED = "note on ticket";

type Told<T> = { value: T; atMs: number };

/** Where a ticket stands by its time line alone. */
export type Standing = {
  opened: OpsEvent | null;
  /** The last time it changed its group, after it was opened. */
  passedOn: OpsEvent | null;
  handOffs: number;
  group: Told<string> | null;
  priority: Told<string> | null;
  tags: Map<string, Told<string>>;
  taggedAtMs: number | null;
  beenAtFulfilment: Told<boolean> | null;
  isAtFulfilment: boolean;
  /** Somebody answered, and the customer has not written since. */
  isAnswered: boolean;
  /** The customer wrote again: a person has to read it. */
  wroteAgain: boolean;
  waitsSinceMs: number | null;
  isOver: boolean;
  subjectChanged: boolean;
};

export const fresh = (): Standing => ({
  opened: null,
  passedOn: null,
  handOffs: 0,
  group: null,
  priority: null,
  tags: new Map(),
  taggedAtMs: null,
  beenAtFulfilment: null,
  isAtFulfilment: false,
  isAnswered: false,
  wroteAgain: false,
  waitsSinceMs: null,
  isOver: false,
  subjectChanged: false,
});

/** Walks the time line up to a moment, that moment left out. */
export const standingAt = ({ events }: Pick<CaseHistory, "events">, atMs: number): Standing => standingOf({ fresh, step }, events, atMs);

/** What one save, or a rule within it, changes. */
export function step(standing: Standing, event: OpsEvent): void {
  const { activity, endedAtMs: atMs, attributes = {} } = event;
  const changed = (attributes["sourceAction"] ?? "").split(", ");
  const isOpening = activity === WRITTEN_IN || activity === OPENED;
  if (isOpening) {
    standing.opened ??= event;
    standing.priority ??= { value: "none", atMs };
    standing.beenAtFulfilment ??= { value: false, atMs };
    standing.waitsSinceMs ??= atMs;
  }
  const { group, priority, status } = attributes;
  if (priority !== undefined) standing.priority = { value: priority, atMs };
  if (changed.includes("Change subject")) standing.subjectChanged = true;
  learnTags(standing, attributes, changed, atMs);
  if (group !== undefined) {
    standing.group = { value: group, atMs };
    if (!isOpening) {
      standing.passedOn = event;
      standing.handOffs += 1;
      standing.isAtFulfilment = activity === HANDED_OVER;
    }
  }
  if (activity === HANDED_OVER) standing.beenAtFulfilment = { value: true, atMs };
  if (activity === ANSWERED) Object.assign(standing, { isAnswered: true, waitsSinceMs: null });
  if (activity === WRITTEN_AGAIN) Object.assign(standing, { isAnswered: false, wroteAgain: true, waitsSinceMs: atMs });
  if (status === "solved") standing.isAnswered = true;
  if (status === "open" && activity !== ANSWERED) standing.isAnswered = false;
  if (status === "closed" || activity === CLOSED || activity === MERGED) standing.isOver = true;
}

/** Tags that are new are told by name. Which were taken off is not: then none is known until the next are put on. */
function learnTags(standing: Standing, attributes: Readonly<Record<string, string>>, changed: readonly string[], atMs: number): void {
  const named = Object.entries(attributes).filter(([name]) => name === "tag" || name.startsWith("tag "));
  if (named.length === 0) {
    if (changed.includes("Change tags")) {
      standing.tags.clear();
      standing.taggedAtMs = null;
    }
    return;
  }
  standing.taggedAtMs = atMs;
  for (const [name, value] of named) {
    // Several of one name stand together; their order says nothing.
    const values = value.split(", ").toSorted();
    if (name === "tag") for (const tag of values) standing.tags.set(tag, { value: tag, atMs });
    else standing.tags.set(name, { value: values.join(", "), atMs });
  }
}

/** The newest thing that asks for a decision, with its moment; null while the ticket waits for somebody to read or answer, or is over. */
export function situationOf(standing: Standing, atMs: number): Situation | null {
  const { opened, passedOn, isAnswered, wroteAgain, isAtFulfilment, beenAtFulfilment, isOver } = standing;
  if (opened === null || isOver || isAnswered || wroteAgain || isAtFulfilment) return null;
  if (passedOn === null) {
    const sinceMs = opened.endedAtMs + SETTLES_MS;
    return atMs > sinceMs ? { situation: "new ticket", sinceMs, from: opened.eventId } : null;
  }
  // Back from the warehouse it waits for its answer.
  if (beenAtFulfilment?.value === true) return null;
  return { situation: "in a group", sinceMs: passedOn.endedAtMs, from: passedOn.eventId };
}

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const known = (value: KnownFact["value"], knownAtMs: number): KnownFact => ({ value, knownAtMs });
const told = (found: Told<string | boolean> | null | undefined): KnownFact => (found ? known(found.value, found.atMs) : UNKNOWN);

/** The ticket in the form of our newest copy: for what never changes. */
export const newestTicket = ({ records }: CaseHistory): TicketSeen | null =>
  TicketSeen.safeParse(records.findLast(({ model }) => model === "Ticket")?.content).data ?? null;

/** The one order that the subject names, where our copy holds exactly one of that number; two shops may count alike. */
export function orderNamed({ linked }: CaseHistory, ticket: TicketSeen | null): OrderNamed | null {
  const [number, ...others] = ticket?.orderNumbers ?? [];
  if (number === undefined || others.length > 0) return null;
  const orders = linked.filter(({ by }) => by === number).flatMap(({ content }) => OrderNamed.safeParse(content).data ?? []);
  return orders.length === 1 ? (orders[0] ?? null) : null;
}

export function factsAt(history: CaseHistory, atMs: number): Facts {
  const standing = standingAt(history, atMs);
  const ticket = newestTicket(history);
  const openedMs = standing.opened?.endedAtMs ?? null;
  const subject = ticket?.subject ?? null;
  const isRead = openedMs !== null && ticket !== null && !standing.subjectChanged;
  const { topic, language } = isRead && subject !== null ? readSubject(subject) : { topic: null, language: null };
  const order = isRead ? orderNamed(history, ticket) : null;
  const placedMs = order === null ? null : Date.parse(order.placedAt);
  const isPlaced = placedMs !== null && openedMs !== null && placedMs <= openedMs;
  const earlier = openedMs === null ? [] : history.related.filter((other) => other.atMs < openedMs);
  const previous = earlier.at(-1);
  const knowsRequester = openedMs !== null && ticket !== null && ticket.requesterId !== null;
  const situation = situationOf(standing, atMs);
  const { tags, taggedAtMs, waitsSinceMs } = standing;
  const vip = tags.get("vip");
  const asOpened = (value: KnownFact["value"]): KnownFact => (openedMs === null || value === null ? UNKNOWN : known(value, openedMs));
  return {
    situation: situation === null ? UNKNOWN : known(situation.situation, situation.sinceMs),
    asksAbout: asOpened(topic),
    language: asOpened(language),
    group: told(standing.group),
    priority: told(standing.priority),
    topicTag: told(tags.get("tag topic")),
    orderTag: told(tags.get("tag order")),
    valueTag: told(tags.get("tag value")),
    isTagged: openedMs === null ? UNKNOWN : known(taggedAtMs !== null, taggedAtMs ?? openedMs),
    vip: vip ? known(true, vip.atMs) : taggedAtMs === null ? UNKNOWN : known(false, taggedAtMs),
    orderTotal: asOpened(isPlaced && order?.totalAtPlacing ? majorOf(order.totalAtPlacing) : null),
    orderAgeDays: asOpened(isPlaced ? Math.floor((openedMs - placedMs) / DAY_MS) : null),
    namesOrder: asOpened(isRead && ticket !== null ? ticket.orderNumbers.length > 0 : null),
    earlierTickets: asOpened(knowsRequester ? earlier.length : null),
    minutesSincePrevious: asOpened(knowsRequester && previous ? Math.round((openedMs - previous.atMs) / MINUTE_MS) : null),
    wroteWithinDay: asOpened(knowsRequester ? previous !== undefined && openedMs - previous.atMs <= DAY_MS : null),
    handOffs: openedMs === null ? UNKNOWN : known(standing.handOffs, standing.passedOn?.endedAtMs ?? openedMs),
    beenAtFulfilment: told(standing.beenAtFulfilment),
    waitedMinutes: waitsSinceMs === null ? UNKNOWN : known(Math.floor((atMs - waitsSinceMs) / MINUTE_MS), waitsSinceMs),
    channel: asOpened(ticket?.channel ?? null),
  };
}

const majorOf = ({ amountMinor, currency }: { amountMinor: number; currency: string }) => amountMinor / 10 ** minorDigits(currency);
