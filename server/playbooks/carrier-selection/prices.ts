import * as z from "zod";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { Observation } from "#server/domain/automations/experience.ts";
import { serviceDays } from "#server/domain/carriers/service-days.ts";
import { ShipmentSeen } from "./records.ts";

/** What a label's price hangs on, as far as our copy tells; where one is not known there is no price. */
export type Parcel = { weightGrams: number | null; region: string | null; country: string | null };

// Carriers price by the pound, and below one by the ounce: within a band the prices of one service and region lie close together.
const BAND_ENDS_GRAMS = [113, 227, 340, 454, 907, 1_361, 1_814, 2_268, 3_175, 4_536, 6_804, 9_072, 13_608, 22_680];

/** Parcels whose labels cost about the same by each service. */
function groupOf({ weightGrams, region, country }: Parcel): string | null {
  const band = weightGrams === null ? undefined : BAND_ENDS_GRAMS.find((end) => weightGrams <= end);
  return band === undefined || region === null || country === null ? null : `${country}-${region} up to ${band} g`;
}

const Labelled = ShipmentSeen.extend({
  labels: z.array(
    z.looseObject({ service: z.string().nullable(), costMinor: z.int().nullable(), createdAt: z.string(), isReturn: z.boolean() }),
  ),
});

/** What each label of a shipment cost. One that was voided had its price all the same; a return is another thing. */
export function pricesTold(content: unknown): Observation[] {
  const shipment = Labelled.safeParse(content).data;
  const group = shipment ? groupOf(shipment) : null;
  if (!shipment || group === null) return [];
  return shipment.labels.flatMap(({ service, costMinor, createdAt, isReturn }) =>
    service === null || costMinor === null || isReturn ? [] : [{ group, key: service, atMs: Date.parse(createdAt), value: costMinor }],
  );
}

/** What a label of each service usually costs for such a parcel, and since when that is known. */
export type Price = { service: string; costMinor: number; knownAtMs: number };

/** Prices by the account's own labels, the cheapest first; [] where too few such parcels travelled. */
export function pricesOf({ experience }: CaseHistory, parcel: Parcel, atMs: number): Price[] {
  const group = groupOf(parcel);
  if (!experience || group === null) return [];
  return [...experience.usualOf(group, atMs)]
    .map(([service, { value, knownAtMs }]) => ({ service, costMinor: value, knownAtMs }))
    .sort((a, b) => a.costMinor - b.costMinor || (a.service < b.service ? -1 : 1));
}

// Words in which shops name what a buyer paid for, with the business days that they promise. Others promise nothing that we could read.
const PROMISES: readonly (readonly [RegExp, number])[] = [
  [/overnight|next.?day|\b1.?day|one.?day/i, 1],
  [/express|expedited|\b2.?day|two.?day|second.?day/i, 2],
  [/\b3.?day|three.?day|priority/i, 3],
];

/** Business days within which a parcel has to arrive by what the buyer asked for; null where the words promise none. */
export const daysPromised = (serviceAsked: string): number | null => PROMISES.find(([words]) => words.test(serviceAsked))?.[1] ?? null;

/** Whether a service keeps what the buyer paid for, by the days that its carrier publishes. Where nothing was promised every service does. */
export function keepsPromise(service: string, serviceAsked: string | null): boolean {
  const promised = serviceAsked === null ? null : daysPromised(serviceAsked);
  return promised === null || (serviceDays(service) ?? Number.POSITIVE_INFINITY) <= promised;
}
