import { expect, test } from "vitest";
import { describeChange } from "./describe-change.ts";

const change = { noun: "person", nounId: "0190a1b2-0000-7000-8000-000000000001", verb: "change role", before: null, after: null };

test("an update names the thing and shows only what differs, before and after", () => {
  expect(describeChange({ ...change, before: { name: "Ada", role: "contributor" }, after: { name: "Ada", role: "admin" } })).toEqual({
    title: "change role: person Ada",
    details: ["role: contributor → admin"],
  });
});

test("what was made shows all its values, what was removed shows what it was", () => {
  const rate = { role: "Warehouse", minorAnHour: 2450 };
  expect(describeChange({ ...change, noun: "rate", verb: "create", after: rate }).details).toEqual(["role: Warehouse", "an hour: 2450"]);
  expect(describeChange({ ...change, noun: "rate", verb: "remove", before: rate }).details).toEqual(["role: Warehouse", "an hour: 2450"]);
});

test("an amount is written in its currency, whatever decimals that has", () => {
  const before = { role: "Warehouse", minorAnHour: 2450, currency: "USD" };
  expect(describeChange({ ...change, noun: "rate", before, after: { ...before, minorAnHour: 2500 } }).details).toEqual([
    "an hour: USD 24.50 → USD 25.00",
  ]);
  expect(describeChange({ ...change, noun: "rate", before, after: { ...before, minorAnHour: 25, currency: "JPY" } }).details).toEqual([
    "an hour: USD 24.50 → JPY 25",
    "currency: USD → JPY",
  ]);
});

test("a key of several words is written as words", () => {
  expect(describeChange({ ...change, after: { workingDaysAYear: 252 } }).details).toEqual(["working days a year: 252"]);
});

test("a thing without a name is called by the beginning of its id", () => {
  expect(describeChange({ ...change, noun: "mapping", verb: "update" })).toEqual({ title: "update: mapping 0190a1b2", details: [] });
});

test("an empty value is written as none, a long one is cut", () => {
  const { details } = describeChange({ ...change, before: { source: null }, after: { source: ["x".repeat(300)] } });
  expect(details[0]).toMatch(/^source: none → \["x{198} and more$/);
});
