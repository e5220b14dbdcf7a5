import type { CaseHistory, Facts, KnownFact } from "#server/domain/automations/case-history.ts";
import { standingOf, type Situation } from "#server/domain/automations/occasions-of.ts";
import type { Alternative } from "#server/domain/automations/regret.ts";
import { hourAt } from "#server/domain/carriers/hour-at.ts";
import { serviceWords } from "#server/domain/carriers/service-words.ts";
import { zoneOf } from "#server/domain/carriers/zone-of.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { shipBy } from "./outcomes.ts";
import { daysPromised, keepsPromise, pricesOf, type Parcel } from "./prices.ts";
import { ShipmentSeen, WarehouseSeen } from "./records.ts";

const DAY_MS = 86_400_000;
const AT_IMPORT = "the shipment, as it was imported, or as our copy showed it later";
const OWN_LABELS = "your own labels of the sixty days before, for parcels of this weight and destination";

export const facts: readonly FactDefinition[] = [
  {
    name: "situation",
    title: "what came up",
    type: { kind: "choice", options: ["imported", "label voided"] },
    source: "a shipment that has no label yet, or whose label was voided",
  },
  {
    name: "serviceSet",
    title: "service that stands on it",
    type: { kind: "text" },
    source: "what presets and rules had set at the import, or the voided label; none where it was left open",
  },
  { name: "serviceAsked", title: "service that the buyer asked for", type: { kind: "text" }, source: AT_IMPORT },
  { name: "weight", title: "weight", type: { kind: "number", unit: "g" }, source: AT_IMPORT },
  { name: "longestSide", title: "longest side", type: { kind: "number", unit: "cm" }, source: AT_IMPORT },
  { name: "orderValue", title: "value of the order", type: { kind: "number", unit: null }, source: AT_IMPORT },
  {
    name: "zone",
    title: "zone",
    type: { kind: "number", unit: null },
    source: "2 next door to 8 across the country, by the middles of the states of warehouse and destination; only within the United States",
  },
  { name: "region", title: "state or region", type: { kind: "text" }, source: AT_IMPORT },
  { name: "country", title: "country", type: { kind: "text" }, source: AT_IMPORT },
  {
    name: "abroad",
    title: "goes abroad",
    type: { kind: "boolean" },
    source: "the countries of warehouse and destination",
  },
  {
    name: "daysToShip",
    title: "days until it has to leave",
    type: { kind: "number", unit: "days" },
    source: "the day that the sales channel promised; not known where it promised none",
  },
  {
    name: "daysPromised",
    title: "days that the buyer was promised",
    type: { kind: "number", unit: "days" },
    source: "the words of the service that the buyer asked for; not known where they promise none",
  },
  { name: "costSet", title: "usual price of the service that stands on it", type: { kind: "number", unit: null }, source: OWN_LABELS },
  {
    name: "cheapest",
    title: "cheapest service that keeps the promise",
    type: { kind: "text" },
    source: `${OWN_LABELS}; days as its carrier publishes them`,
  },
  {
    name: "saves",
    title: "what the cheapest saves",
    type: { kind: "number", unit: null },
    source: `${OWN_LABELS}: the service that stands on it less the cheapest that keeps the promise`,
  },
  {
    name: "hour",
    title: "hour of the day at the warehouse",
    type: { kind: "number", unit: null },
    source: "the clock at the warehouse, 0 to 23: for a carrier's hour of pick-up; only within the United States",
  },
  { name: "labelsVoided", title: "labels voided so far", type: { kind: "number", unit: "labels" }, source: "the shipment's time line" },
];

export const SERVICE_SET = "set service";
export const SERVICE_OPEN = "leave service open";
export const KEPT = "keep service";
export const CHANGED = "change service";
export const PRINTED = "print label";
export const VOIDED = "void label";

const LABELS: ReadonlySet<string> = new Set([KEPT, CHANGED, PRINTED]);
const NO_SERVICE = "none";

/** Where a shipment stands by its time line alone. */
export type Standing = {
  /** The import, with what stood on the shipment then; null where it was first seen too late to tell. */
  imported: OpsEvent | null;
  labels: number;
  voided: OpsEvent | null;
  labelsVoided: number;
  service: { code: string | null; atMs: number } | null;
};

export const fresh = (): Standing => ({ imported: null, labels: 0, voided: null, labelsVoided: 0, service: null });

export function step(standing: Standing, event: OpsEvent): void {
  const { activity, endedAtMs: atMs, attributes = {} } = event;
  const code = attributes["service"] ?? null;
  if (activity === SERVICE_SET || activity === SERVICE_OPEN) {
    standing.imported ??= event;
    standing.service ??= { code, atMs };
  }
  if (LABELS.has(activity)) Object.assign(standing, { labels: standing.labels + 1, voided: null, service: { code, atMs } });
  if (activity === VOIDED) Object.assign(standing, { voided: event, labels: standing.labels - 1, labelsVoided: standing.labelsVoided + 1 });
}

/** What asks for a choice; null while a label stands, and where the shipment was first seen too late to tell. */
export function situationOf({ imported, labels, voided }: Standing): Situation | null {
  if (imported === null || labels > 0) return null;
  const from = voided ?? imported;
  return { situation: voided ? "label voided" : "imported", sinceMs: from.endedAtMs, from: from.eventId };
}

const UNKNOWN: KnownFact = { value: null, knownAtMs: null };
const known = (value: KnownFact["value"], knownAtMs: number): KnownFact => (value === null ? UNKNOWN : { value, knownAtMs });

/** The shipment in the form of our newest copy before a moment, with when we had it. */
function shipmentBefore({ records }: CaseHistory, atMs: number): { shipment: ShipmentSeen; knownAtMs: number } | null {
  const found = records.findLast(({ model, knownAtMs }) => model === "Shipment" && knownAtMs < atMs);
  const shipment = ShipmentSeen.safeParse(found?.content).data;
  return found && shipment ? { shipment, knownAtMs: found.knownAtMs } : null;
}

/** The facts of a shipment just before a moment. */
export function factsAt(history: CaseHistory, atMs: number): Facts {
  const seen = seenAt(history, atMs);
  return { ...seen, ...pricedAt(history, seen, atMs) };
}

/** The parcel of these facts, as prices are looked up. */
const parcelOf = ({ weight, region, country }: Facts): Parcel => ({
  weightGrams: typeof weight?.value === "number" ? weight.value : null,
  region: region ? textOf(region) : null,
  country: country ? textOf(country) : null,
});

/** What each outcome would usually have cost at a moment, and whether it would have kept what the buyer was promised. */
export function alternativesAt(history: CaseHistory, atMs: number): Alternative[] {
  const seen = seenAt(history, atMs);
  const asked = seen.serviceAsked.value === null ? null : String(seen.serviceAsked.value);
  return pricesOf(history, parcelOf(seen), atMs).map(({ service, costMinor }) => ({
    outcome: shipBy(service),
    costMinor,
    keepsPromise: keepsPromise(service, asked),
  }));
}

function pricedAt(history: CaseHistory, seen: ReturnType<typeof seenAt>, atMs: number) {
  const { serviceAsked, serviceSet } = seen;
  const asked = textOf(serviceAsked);
  const prices = pricesOf(history, parcelOf(seen), atMs);
  const best = prices.find(({ service }) => keepsPromise(service, asked));
  const set = prices.find(({ service }) => serviceWords(service) === serviceSet.value);
  const sinceMs = (known: number) => Math.max(known, seen.weight.knownAtMs ?? 0, seen.region.knownAtMs ?? 0);
  const promised = asked === null ? null : daysPromised(asked);
  return {
    daysPromised: promised === null ? UNKNOWN : known(promised, serviceAsked.knownAtMs ?? atMs),
    costSet: set ? known(set.costMinor / 100, sinceMs(set.knownAtMs)) : UNKNOWN,
    cheapest: best ? known(serviceWords(best.service), sinceMs(best.knownAtMs)) : UNKNOWN,
    saves: best && set ? known((set.costMinor - best.costMinor) / 100, sinceMs(Math.max(best.knownAtMs, set.knownAtMs))) : UNKNOWN,
  };
}

/**
 * What the vendor shows in its present state only is known from our first copy on, and by what its import told from then on; of the two the
 * newer counts.
 */
function seenAt(history: CaseHistory, atMs: number) {
  const standing = standingOf({ fresh, step }, history.events, atMs);
  const { imported, service, voided, labelsVoided } = standing;
  const importedMs = imported?.endedAtMs ?? null;
  const told = (name: string): string | null => imported?.attributes?.[name] ?? null;
  const present = shipmentBefore(history, atMs);
  const either = <T extends string | number>(seen: T | null | undefined, atImport: T | null): KnownFact =>
    present && seen != null ? known(seen, present.knownAtMs) : importedMs === null ? UNKNOWN : known(atImport, importedMs);
  const numberTold = (name: string): number | null => (told(name) === null ? null : Number(told(name)));
  const { shipment } = present ?? {};
  const region = either(shipment?.region, told("region"));
  const country = either(shipment?.country, told("country"));
  const warehouse = warehouseOf(history, shipment?.warehouseId ?? told("warehouse"));
  const shipBy = either(shipment?.shipBy, told("ship by"));
  const value = shipment?.valueMinor ?? null;
  const situation = situationOf(standing);
  const onCountry = (fact: KnownFact["value"]): KnownFact => (country.knownAtMs === null ? UNKNOWN : known(fact, country.knownAtMs));
  const place = { region: textOf(region), country: textOf(country) };
  return {
    situation: situation === null ? UNKNOWN : known(situation.situation, situation.sinceMs),
    serviceSet: service === null ? UNKNOWN : known(service.code === null ? NO_SERVICE : serviceWords(service.code), service.atMs),
    serviceAsked: either(shipment?.requestedService, told("requested service")),
    weight: either(shipment?.weightGrams, numberTold("weight grams")),
    longestSide: either(shipment?.longestSideCm, numberTold("longest side cm")),
    orderValue: either(value === null ? null : value / 100, numberTold("value")),
    zone: onCountry(warehouse ? zoneOf(warehouse, place) : null),
    region,
    country,
    abroad: onCountry(warehouse?.country ? warehouse.country !== place.country : null),
    daysToShip: shipBy.knownAtMs === null ? UNKNOWN : known(daysUntil(String(shipBy.value), atMs), shipBy.knownAtMs),
    hour: importedMs === null || warehouse === null ? UNKNOWN : known(hourAt(warehouse, atMs), importedMs),
    labelsVoided: importedMs === null ? UNKNOWN : known(labelsVoided, voided?.endedAtMs ?? importedMs),
  };
}

const textOf = ({ value }: KnownFact): string | null => (value === null ? null : String(value));

/** The warehouse of this number. Where it stands hardly ever changes, so it may be read from our newest copy. */
function warehouseOf({ linked }: CaseHistory, warehouseId: string | null): WarehouseSeen | null {
  const [found, ...others] = linked.filter(({ by }) => by === warehouseId);
  return found && others.length === 0 ? (WarehouseSeen.safeParse(found.content).data ?? null) : null;
}

/** Whole days from a moment to a day written as YYYY-MM-DD; below 0 once it is past. */
const daysUntil = (day: string, atMs: number): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) - Math.floor(atMs / DAY_MS);
