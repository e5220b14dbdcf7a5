import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import { standingOf, type Situation } from "#server/domain/automations/occasions-of.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

const FOUND_BY = "the difference, as the app that compares found it";
const COUNTED_BY = "the recount, as the warehouse answered it";

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: { kind: "choice", options: ["found", "recounted"] },
    source: "a difference that nobody has decided on, or one whose recount was answered",
  },
  { name: "unitsApart", title: "units apart", type: { kind: "number", unit: "units" }, source: FOUND_BY },
  { name: "direction", title: "the channel shows", type: { kind: "choice", options: ["too many", "too few"] }, source: FOUND_BY },
  {
    name: "ledgerQuantity",
    title: "what the ledger allots the channel",
    type: { kind: "number", unit: "units" },
    source: FOUND_BY,
  },
  { name: "channelQuantity", title: "what the channel shows", type: { kind: "number", unit: "units" }, source: FOUND_BY },
  {
    name: "shareApart",
    title: "units apart, of the ledger's",
    type: { kind: "number", unit: "%" },
    source: `${FOUND_BY}; not known of none`,
  },
  { name: "soldPerDay", title: "units sold a day", type: { kind: "number", unit: "units" }, source: FOUND_BY },
  {
    name: "daysOfStock",
    title: "days that the ledger's quantity lasts",
    type: { kind: "number", unit: "days" },
    source: `${FOUND_BY}, at the units sold a day; not known where none is sold`,
  },
  {
    name: "daysApart",
    title: "units apart, in days of sales",
    type: { kind: "number", unit: "days" },
    source: `${FOUND_BY}, at the units sold a day; not known where none is sold`,
  },
  { name: "sku", title: "item", type: { kind: "text" }, source: FOUND_BY },
  { name: "channel", title: "channel", type: { kind: "text" }, source: FOUND_BY },
  { name: "countedAs", title: "counted as", type: { kind: "choice", options: ["ledger", "channel", "neither"] }, source: COUNTED_BY },
  {
    name: "hoursToCount",
    title: "hours until it was counted",
    type: { kind: "number", unit: "hours" },
    source: "from asking for the recount to its answer, on the time line",
  },
  {
    name: "earlierDifferences",
    title: "earlier differences of this item there",
    type: { kind: "number", unit: "differences" },
    source: "differences found earlier, as far back as our copy reaches",
  },
];

export const FOUND = "find difference";
export const ASKED = "ask for recount";
export const RECOUNTED = "recount";
export const ADJUSTED = "adjust stock";
export const STOPPED = "stop selling";
/** What was done is taken back: the units stand aside again. */
const CALLED_OFF = "cancel recount";
const PUT_ASIDE = "set stock aside";

/** Where a difference stands by its time line alone. */
export type Standing = {
  found: OpsEvent | null;
  /** The newest request for a recount that is not answered. */
  asked: OpsEvent | null;
  recounted: OpsEvent | null;
  /** How long its recount took; null where the request was not seen. */
  countedInMs: number | null;
  isOver: boolean;
};

export const fresh = (): Standing => ({ found: null, asked: null, recounted: null, countedInMs: null, isOver: false });

export function step(standing: Standing, event: OpsEvent): void {
  switch (event.activity) {
    case FOUND:
      standing.found ??= event;
      return;
    case ASKED:
      standing.asked = event;
      return;
    case RECOUNTED:
      standing.countedInMs = standing.asked === null ? null : event.endedAtMs - standing.asked.endedAtMs;
      standing.recounted = event;
      standing.asked = null;
      return;
    case ADJUSTED:
    case STOPPED:
      standing.isOver = true;
      return;
    case CALLED_OFF:
    case PUT_ASIDE:
      standing.asked = null;
      standing.isOver = false;
      return;
    default:
  }
}

/** What asks for a decision; null while the warehouse counts, once it is settled, and where the difference was first seen too late to tell. */
export function situationOf({ found, asked, recounted, isOver }: Standing): Situation | null {
  if (found === null || asked !== null || isOver) return null;
  const from = recounted ?? found;
  return { situation: recounted ? "recounted" : "found", sinceMs: from.endedAtMs, from: from.eventId };
}

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const HOUR_MS = 3_600_000;
const DIRECTIONS: Readonly<Record<string, string>> = {
  "channel above ledger": "too many",
  "channel below ledger": "too few",
};
/** What a channel shows by the difference's own words; null where they are others. */
export const directionOf = (told: OpsEvent["attributes"] = {}): string | null => DIRECTIONS[told["direction"] ?? ""] ?? null;

const COUNTS = new Set(["ledger", "channel", "neither"]);

/** The vendor prints whole seconds: the difference itself is none of the earlier ones. */
const SAME_SECOND_MS = 1_000;

const numberOf = (text: string | undefined): number | null =>
  text === undefined || text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The facts of a difference just before a moment: all of them stand on its time line. */
export function factsAt(history: CaseHistory, atMs: number): Facts {
  const standing = standingOf({ fresh, step }, history.events, atMs);
  const { found, recounted, countedInMs } = standing;
  const situation = situationOf(standing);
  const told = found?.attributes ?? {};
  const since = (event: OpsEvent | null, value: KnownFact["value"]): KnownFact =>
    event === null || value === null ? UNKNOWN : { value, knownAtMs: event.endedAtMs };
  const onFind = (value: KnownFact["value"]): KnownFact => since(found, value);
  const [apart, ledger, perDay] = ["units apart", "ledger quantity", "sold per day"].map((name) => numberOf(told[name]));
  const counted = recounted?.attributes?.["counted as"] ?? "";
  return {
    situation: situation === null ? UNKNOWN : { value: situation.situation, knownAtMs: situation.sinceMs },
    unitsApart: onFind(apart ?? null),
    direction: onFind(directionOf(told)),
    ledgerQuantity: onFind(ledger ?? null),
    channelQuantity: onFind(numberOf(told["channel quantity"])),
    shareApart: onFind(apart == null || ledger == null || ledger <= 0 ? null : tenths((apart / ledger) * 100)),
    soldPerDay: onFind(perDay ?? null),
    daysOfStock: onFind(ledger == null || perDay == null || perDay <= 0 ? null : tenths(Math.max(0, ledger) / perDay)),
    daysApart: onFind(apart == null || perDay == null || perDay <= 0 ? null : Math.ceil((apart / perDay) * 100) / 100),
    sku: onFind(told["sku"] ?? null),
    channel: onFind(told["channel"] ?? null),
    countedAs: since(recounted, COUNTS.has(counted) ? counted : null),
    hoursToCount: since(recounted, countedInMs === null ? null : tenths(countedInMs / HOUR_MS)),
    earlierDifferences: onFind(
      found === null ? null : history.related.filter((other) => other.atMs < found.endedAtMs - SAME_SECOND_MS).length,
    ),
  };
}
