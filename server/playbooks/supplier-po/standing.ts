import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { standingOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { readMemo } from "./memo-words.ts";

export const CREATED = "create purchase order";
export const STATUS_CHANGED = "change status";
export const MEMO_WRITTEN = "update memo";
export const ASKED = "ask supplier";
export const ASKED_EARLIER = "ask for an earlier date";
export const CHANGE_ANSWERED = "answer with a change";
export const SUPPLIER_WROTE = "receive supplier mail";
export const ACKNOWLEDGED = "acknowledge order";
export const DATE_UPDATED = "update expected date";
export const RECEIVED = "receive goods";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A supplier is given nearly two working days before anybody asks. */
export const PATIENCE_MS = 44 * HOUR_MS;

/**
 * What a supplier named, and how it differs from what was ordered: days later, and percent of the ordered. A difference is null where nothing was
 * named, and where the ordered is not known.
 */
export type Wish = {
  names: ReadonlySet<"date" | "quantity" | "price">;
  moveDays: number | null;
  quantityPercent: number | null;
  pricePercent: number | null;
};

export type Answer =
  | { kind: "confirmed"; event: OpsEvent; wish: null }
  | { kind: "change"; event: OpsEvent; wish: Wish }
  | { kind: "mail"; event: OpsEvent; wish: null };

/** A value of a line as the time line tells it. */
type OfLine<T> = Map<string, T>;

/** Where a purchase order stands by its time line alone. */
export type Standing = {
  created: OpsEvent | null;
  sent: OpsEvent | null;
  priority: { value: string; atMs: number } | null;
  total: { value: number; atMs: number } | null;
  expectedDay: OfLine<number>;
  /** When the expected days were last written. */
  expectedAtMs: number | null;
  quantity: OfLine<number>;
  price: OfLine<number>;
  asked: OpsEvent | null;
  asks: number;
  earlierAsks: number;
  answer: Answer | null;
  /** The days that the supplier named last, by line. */
  namedDay: OfLine<number>;
  answers: number;
  /** Escalated, or passed to a buyer: it waits for people. */
  waitsForPeople: boolean;
  isSettled: boolean;
  isOver: boolean;
};

export const fresh = (): Standing => ({
  created: null,
  sent: null,
  priority: null,
  total: null,
  expectedDay: new Map(),
  expectedAtMs: null,
  quantity: new Map(),
  price: new Map(),
  asked: null,
  asks: 0,
  earlierAsks: 0,
  answer: null,
  namedDay: new Map(),
  answers: 0,
  waitsForPeople: false,
  isSettled: false,
  isOver: false,
});

export const standingAt = ({ events }: Pick<CaseHistory, "events">, atMs: number): Standing => standingOf({ fresh, step }, events, atMs);

/** What one save changes, or one answer of the supplier. */
export function step(standing: Standing, event: OpsEvent): void {
  const { attributes = {}, endedAtMs: atMs } = event;
  for (const [name, value] of Object.entries(attributes)) learn(standing, name, value, atMs);
  if (attributes["status"] !== undefined) learnStatus(standing, attributes["status"], event);
  switch (event.activity) {
    case CREATED:
      standing.created = event;
      // Where the account does not note the first state, an order counts as sent when it is written.
      if (attributes["status"] === undefined) standing.sent ??= event;
      return;
    case ASKED:
      return ask(standing, event);
    case ASKED_EARLIER:
      standing.earlierAsks += 1;
      return ask(standing, event);
    case MEMO_WRITTEN:
      return stepByMemo(standing, event);
    case CHANGE_ANSWERED: {
      const wish = wishOf(standing, attributes);
      for (const [line, day] of ofLines(attributes, "supplier date", dayOf)) standing.namedDay.set(line, day);
      if (standing.isSettled && isAsItStands(wish)) return;
      return take(standing, { kind: "change", event, wish });
    }
    case SUPPLIER_WROTE:
      return take(standing, { kind: "mail", event, wish: null });
    case ACKNOWLEDGED:
      // Said by the supplier it still has to be written into the ERP; written there by anybody it is settled.
      if (event.actorKind !== "supplier") return settle(standing);
      return standing.isSettled ? undefined : take(standing, { kind: "confirmed", event, wish: null });
    case DATE_UPDATED:
      return settle(standing);
    case RECEIVED:
      standing.isOver = true;
  }
}

/** What an order says already needs no decision. The ERP notes whole seconds, so that what an answer brought about may stand before the answer. */
const isAsItStands = (wish: Wish): boolean => situationOfAnswer(wish) === "confirmed";

const settle = (standing: Standing): void => void Object.assign(standing, { isSettled: true, waitsForPeople: false, answer: null });

function ask(standing: Standing, event: OpsEvent): void {
  standing.asked = event;
  standing.asks += 1;
  standing.answer = null;
}

function take(standing: Standing, answer: Answer): void {
  standing.answer = answer;
  standing.answers += 1;
  standing.isSettled = false;
  standing.waitsForPeople = false;
}

function stepByMemo(standing: Standing, event: OpsEvent): void {
  const meaning = readMemo(event.attributes?.["memo"] ?? "");
  // Our own letters stand on the time line themselves: the memo about them says the same once more.
  const isAsk = meaning === "ask supplier" || meaning === "ask for an earlier date";
  if (isAsk && event.actorKind !== "person") return;
  if (meaning === "ask for an earlier date") standing.earlierAsks += 1;
  if (isAsk) return ask(standing, event);
  if (meaning === "acknowledge") return settle(standing);
  if (meaning === "escalate" || meaning === "pass to a buyer") standing.waitsForPeople = true;
}

function learnStatus(standing: Standing, status: string, event: OpsEvent): void {
  if (status === "pending_receipt") standing.sent ??= event;
  if (status !== "pending_receipt" && status !== "pending_approval" && status !== "pending_supervisor_approval") standing.isOver = true;
}

function learn(standing: Standing, name: string, value: string, atMs: number): void {
  if (name === "priority") standing.priority = { value, atMs };
  if (name === "total" && Number.isFinite(Number(value))) standing.total = { value: Number(value), atMs };
  const expected = lineOf(name, "expected date");
  const day = dayOf(value);
  if (expected !== null && day !== null) {
    standing.expectedDay.set(expected, day);
    standing.expectedAtMs = atMs;
  }
  for (const what of ["quantity", "price"] as const) {
    const line = lineOf(name, what);
    const count = numberOf(value);
    if (line !== null && count !== null) standing[what].set(line, count);
  }
}

/** The line that an attribute is about; "" where the source names none, null where it is about something else. */
function lineOf(name: string, what: string): string | null {
  if (name === what) return "";
  return name.startsWith(`${what} `) ? name.slice(what.length + 1) : null;
}

function ofLines(
  attributes: Readonly<Record<string, string>>,
  what: string,
  read: (value: string) => number | null,
): (readonly [string, number])[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const line = lineOf(name, what);
    const found = read(value);
    return line === null || found === null ? [] : [[line, found] as const];
  });
}

function dayOf(value: string): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms / DAY_MS;
}
const numberOf = (value: string): number | null => (value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : null);

/** How an answer differs from what was ordered, the line that differs most. Unknown where the ordered is not known of every line it names. */
function wishOf(standing: Standing, attributes: Readonly<Record<string, string>>): Wish {
  const percent = (told: readonly (readonly [string, number])[], ordered: OfLine<number>) =>
    largest(told, (line, value) => {
      const was = ordered.get(line);
      return was === undefined || was === 0 ? null : Math.round(((value - was) / was) * 1_000) / 10;
    });
  const told = {
    date: ofLines(attributes, "supplier date", dayOf),
    quantity: ofLines(attributes, "supplier quantity", numberOf),
    price: ofLines(attributes, "supplier price", numberOf),
  };
  return {
    names: new Set((["date", "quantity", "price"] as const).filter((what) => told[what].length > 0)),
    moveDays: largest(told.date, (line, day) => {
      const was = standing.expectedDay.get(line);
      return was === undefined ? null : day - was;
    }),
    quantityPercent: percent(told.quantity, standing.quantity),
    pricePercent: percent(told.price, standing.price),
  };
}

function largest(told: readonly (readonly [string, number])[], differ: (line: string, value: number) => number | null): number | null {
  let most: number | null = null;
  for (const [line, value] of told) {
    const by = differ(line, value);
    if (by === null) return null;
    if (most === null || Math.abs(by) > Math.abs(most)) most = by;
  }
  return most;
}

/** The newest thing that asks for a decision, with its moment; null while the order waits for somebody or is settled. */
export function situationOf(standing: Standing, atMs: number): { situation: string; sinceMs: number; from: string } | null {
  const { sent, asked, answer, isOver, isSettled, waitsForPeople } = standing;
  if (sent === null || isOver || waitsForPeople) return null;
  if (answer !== null) {
    // What only a mail says waits for whoever reads it.
    if (answer.kind === "mail") return null;
    return { situation: situationOfAnswer(answer.wish), sinceMs: answer.event.endedAtMs, from: answer.event.eventId };
  }
  if (!isSettled) {
    const last = asked ?? sent;
    const sinceMs = last.endedAtMs + PATIENCE_MS;
    return atMs > sinceMs ? { situation: "not acknowledged", sinceMs, from: last.eventId } : null;
  }
  return overdue(standing, atMs);
}

function situationOfAnswer(wish: Wish | null): string {
  if (wish === null) return "confirmed";
  const { names, moveDays, quantityPercent, pricePercent } = wish;
  // Where it is not known by how much it differs, it is not known to be the same.
  if (names.has("price") && pricePercent !== 0) return "price change";
  if (names.has("quantity") && quantityPercent !== 0) return "quantity change";
  return names.has("date") && moveDays !== 0 ? "date change" : "confirmed";
}

/** Goods that were expected are a day late, and nothing came in; asked once, it waits for the answer. */
function overdue({ expectedDay, asked }: Standing, atMs: number): { situation: string; sinceMs: number; from: string } | null {
  if (expectedDay.size === 0) return null;
  const lastDay = Math.max(...expectedDay.values());
  const sinceMs = (lastDay + 2) * DAY_MS; // The day itself and the one after it have passed.
  if (atMs <= sinceMs || (asked !== null && asked.endedAtMs >= sinceMs && atMs <= asked.endedAtMs + PATIENCE_MS)) return null;
  return { situation: "overdue", sinceMs, from: `day ${lastDay}` };
}

export const daysOverdue = ({ expectedDay }: Standing, atMs: number): number | null =>
  expectedDay.size === 0 ? null : Math.floor(atMs / DAY_MS) - Math.max(...expectedDay.values());
