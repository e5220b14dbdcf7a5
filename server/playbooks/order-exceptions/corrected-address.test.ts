import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOfLine, correctedAddress, isSamePlace } from "./corrected-address.ts";
import type { Place } from "./records.ts";

const HOME: Place = { line1: "12 Maple Street", line2: null, city: "Portland", region: "ME", postcode: "04101", country: "US" };
const RIGHT = "12 Maple Street, Apt 7, Portland, ME 04101, US";

/** An order that goes to 12 Maple Street without a unit. */
const order = (change: Partial<Parameters<typeof correctedAddress>[0]> = {}) => ({
  shipTo: { ...HOME, validation: "warning" },
  note: null,
  suggestedAddresses: [],
  tags: ["address:missing_unit"],
  ...change,
});
const linesOf = ({ line1, line2, city, region, postcode, country }: Place) =>
  [line1, ...(line2 === null ? [] : [line2]), city, `${region} ${postcode}`, country].join(", ");

test("the one address that the address check proposes is the right one, named twice or once", () => {
  const said = order({ suggestedAddresses: [RIGHT, "12 Maple Street,  Apt 7, Portland, ME 04101, US"] });
  expect(correctedAddress(said, "app")).toEqual({ ...HOME, line2: "Apt 7" });
  expect(correctedAddress(said, "customer")).toBeNull();
});

test.each([
  ["nothing is proposed", []],
  ["two addresses are proposed", [RIGHT, "12 Maple Street, Apt 8, Portland, ME 04101, US"]],
  ["one of two cannot be read", [RIGHT, "somewhere in Portland"]],
  ["it is the one that the order has", ["12 Maple Street, Portland, ME 04101, US"]],
  ["it lies in another country", ["12 Maple Street, Portland, ME 04101, CA"]],
  ["a part is missing", ["12 Maple Street, ME 04101, US"]],
  ["it has a part too many", ["Fox, 12 Maple Street, Apt 7, Portland, ME 04101, US"]],
])("no right address is known where %s", (_what, suggestedAddresses) => {
  expect(correctedAddress(order({ suggestedAddresses }), "app")).toBeNull();
});

test("the address behind Ship to in a reply counts, whatever else is written", () => {
  const note = `Customer replied by e-mail, see Replybox.\nShip to: ${RIGHT}\nNot unit 9, please.`;
  expect(correctedAddress(order({ note }), "customer")).toEqual({ ...HOME, line2: "Apt 7" });
});

test.each([
  ['"It is Apt 7. Thanks!"', "Apt 7"],
  ["sorry, apartment #7b", "Apartment 7B"],
  ["unit C, as always: unit C", "Unit C"],
])("a unit alone is added where only the unit was missing: %s", (note, line2) => {
  expect(correctedAddress(order({ note }), "customer")).toEqual({ ...HOME, line2 });
  expect(correctedAddress(order({ note, tags: ["address:unknown_street"] }), "customer")).toBeNull();
});

test.each([
  "Apt 7 or apt 8, ask the porter",
  "it is a unit",
  "please have a look",
  "",
  `Ship to: ${RIGHT}\nShip to: 1 Elm Avenue, Portland, ME 04101, US`,
  "Ship to: my mother",
])("no right address is known after the reply %j", (note) => {
  expect(correctedAddress(order({ note }), "customer")).toBeNull();
});

test("an address in one line is read back part by part, and an order with it needs no correction", () => {
  const word = fc.stringMatching(/^[A-Z][a-z0-9]{0,8}( [A-Za-z0-9]{1,8})?$/);
  const place = fc.record({
    line1: fc.tuple(fc.nat(9_999), word).map(([number, street]) => `${number} ${street}`),
    line2: fc.option(word),
    city: word,
    region: fc.stringMatching(/^[A-Z]{2,3}$/),
    postcode: fc.stringMatching(/^\d{5}(-\d{4})?$/),
    country: fc.stringMatching(/^[A-Z]{2}$/),
  });
  fc.assert(
    fc.property(place, place, (right, had) => {
      const line = linesOf(right);
      expect(addressOfLine(line)).toEqual(right);
      const given = order({ shipTo: { ...had, validation: "error" }, suggestedAddresses: [line] });
      expect(correctedAddress(given, "app")).toEqual(right.country !== had.country || isSamePlace(right, had) ? null : right);
      expect(correctedAddress({ ...given, shipTo: { ...right, validation: "ok" } }, "app")).toBeNull();
    }),
    { seed: 11, numRuns: 500 },
  );
});
