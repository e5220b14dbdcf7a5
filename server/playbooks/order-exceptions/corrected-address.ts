import type { OrderSeen, Place } from "./records.ts";

export const MISSING_UNIT = "missing_unit";

/** Who says where the order really has to go: an address check among the order's details, or the customer in the reply that the note holds. */
export type AddressSource = "app" | "customer";

type Said = Pick<OrderSeen, "shipTo" | "note" | "suggestedAddresses" | "tags">;

/**
 * The address that an order should have, where one and only one is said and it differs from the one it has. Null where nothing is said,
 * where several are, where it lies in another country, or where it is not written so that every part can be told.
 */
export function correctedAddress(order: Said, source: AddressSource): Place | null {
  const { shipTo } = order;
  if (!shipTo) return null;
  const said = source === "app" ? order.suggestedAddresses.map(addressOfLine) : saidInReply(order, shipTo);
  const [only, ...others] = distinct(said);
  if (!only || others.length > 0 || only.country !== shipTo.country || isSamePlace(only, shipTo)) return null;
  return only;
}

const FIELDS = ["line1", "line2", "city", "region", "postcode", "country"] as const;
export const isSamePlace = (one: Place, other: Place): boolean => FIELDS.every((field) => (one[field] ?? "") === (other[field] ?? ""));
export const placeOf = ({ line1, line2, city, region, postcode, country }: Place): Place => ({
  line1,
  line2,
  city,
  region,
  postcode,
  country,
});

/** On one line, as an address check writes it: what `addressOfLine` reads. */
export function addressWords({ line1, line2, city, region, postcode, country }: Place): string {
  const area = [region, postcode].filter(Boolean).join(" ");
  const parts = [line1, line2, city, area, country].filter(Boolean);
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** Places that differ; one that cannot be read counts as one of its own, since it may say something else. */
const distinct = (places: readonly (Place | null)[]): (Place | null)[] =>
  places.filter((place, at) => places.findIndex((other) => other === place || (other && place && isSamePlace(other, place))) === at);

/** "12 Maple Street, Apt 7, Portland, ME 04101, US": one or two lines, city, region with postcode, country. Null for anything else. */
export function addressOfLine(line: string): Place | null {
  const parts = line.split(",").map((part) => part.trim());
  if (parts.length < 4 || parts.length > 5 || parts.includes("")) return null;
  const [line1 = "", ...rest] = parts;
  const line2 = rest.length === 4 ? (rest[0] ?? null) : null;
  const [city = "", area = "", country = ""] = rest.slice(-3);
  const [, region, postcode] = /^([A-Z]{2,3}) ([A-Z\d][A-Z\d -]{2,9})$/.exec(area) ?? [];
  return region && postcode && /^[A-Z]{2}$/.test(country) ? { line1, line2, city, region, postcode, country } : null;
}

const SHIP_TO = /^ship to:(.*)$/gim;
const UNIT = /\b(apt|apartment|unit|suite|ste)\b\.?\s*#?\s*(\d[\da-z-]{0,5}|[a-z])\b/gi;

/** What the reply says: the addresses behind "Ship to:", or the unit alone where nothing but the unit was missing. */
function saidInReply({ note, tags }: Said, shipTo: Place): (Place | null)[] {
  const lines = [...(note ?? "").matchAll(SHIP_TO)].map(([, line = ""]) => addressOfLine(line));
  if (lines.length > 0) return lines;
  if (!tags.includes(`address:${MISSING_UNIT}`) || shipTo.line2) return [];
  return [...(note ?? "").matchAll(UNIT)].map(([, word = "", unit = ""]) => ({
    ...placeOf(shipTo),
    line2: `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()} ${unit.toUpperCase()}`,
  }));
}
