import { drawsFor } from "./settings.ts";
import { rightAddress } from "./right-address.ts";
import { unreachable } from "../unreachable.ts";
import type { Address, Order } from "./order.ts";
import type { ShopState } from "./state.ts";

/** Of postcodes that do not fit the street: how often the address check finds one that does, two of them, or a wrong one. */
const POSTCODES_FOUND = [
  ["right", 86],
  ["two", 10],
  ["wrong", 4],
] as const;
/** How customers answer the letter: by its form, with the unit in their own words, or with something else. */
const REPLIES = [
  ["form", 78],
  ["unit in words", 12],
  ["something else", 10],
] as const;
const FARTHEST_POSTCODE = 99_000;

const addressLine = ({ address1, address2, city, provinceCode, zip, countryCode }: Address): string =>
  [address1, ...(address2 === null ? [] : [address2]), city, `${provinceCode} ${zip}`, countryCode].join(", ");

/** What the address check writes among the order's details: the addresses that fit, each in one line. It can look up a postcode, and no more. */
export function suggestedAddresses(state: ShopState, order: Order): { key: string; value: string }[] {
  if (order.exception?.kind !== "address" || order.exception.issue !== "zip_mismatch") return [];
  const random = drawsFor(state.settings, "address check", order.number);
  const found = random.weighted(POSTCODES_FOUND);
  const right = rightAddress(state, order);
  const other = { ...right, zip: String((Number(right.zip) % FARTHEST_POSTCODE) + random.integer(1, 900)).padStart(5, "0") };
  const lines = { right: [right], two: [right, other], wrong: [other] }[found].map(addressLine);
  return lines.map((value, at) => ({ key: at === 0 ? "address_suggestion" : `address_suggestion_${at + 1}`, value }));
}

/** The note that the help desk's app leaves on the order when the customer answers. What was asked about the address is in it. */
export function replyNote(state: ShopState, order: Order): string {
  const heading = "Customer replied by e-mail, see Replybox.";
  if (order.exception?.kind !== "address") return heading;
  const random = drawsFor(state.settings, "reply about address", order.number);
  const right = rightAddress(state, order);
  switch (random.weighted(REPLIES)) {
    case "form":
      return `${heading}\nShip to: ${addressLine(right)}`;
    case "unit in words":
      return order.exception.issue === "missing_unit" && right.address2 !== null
        ? `${heading}\n"Oh, it is ${right.address2}. Thank you!"`
        : `${heading}\n"It is the house at the corner, the carrier knows it."`;
    case "something else":
      return `${heading}\n"I typed what I always type, please have a look."`;
  }
  return unreachable();
}
