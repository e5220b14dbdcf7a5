import { expect, test } from "vitest";
import { describeChange, type Described } from "./describe-change.ts";

const change: Described = {
  noun: "person",
  nounId: "0190a1b2-0000-7000-8000-000000000001",
  verb: "change role",
  before: null,
  after: null,
  thing: { name: null },
};
const PEOPLE = { "u-1": "Ada Lovelace" };
const describe = (given: Partial<Described>) => describeChange({ ...change, ...given }, { currency: "USD", people: PEOPLE });

test("an update names the thing in a sentence and shows only what differs, before and after", () => {
  expect(describe({ before: { name: "Ada", role: "contributor" }, after: { name: "Ada", role: "admin" } })).toEqual({
    title: "Role of Ada changed",
    reason: null,
    details: ["role: contributor → admin"],
  });
});

test("what was made shows all its values, what was removed shows what it was, and neither its name twice", () => {
  const rate = { role: "Warehouse", minorAnHour: 2450 };
  expect(describe({ noun: "rate", verb: "create", after: rate })).toMatchObject({
    title: "Rate added: Warehouse",
    details: ["an hour: USD 24.50"],
  });
  expect(describe({ noun: "rate", verb: "remove", before: rate })).toMatchObject({
    title: "Rate removed: Warehouse",
    details: ["an hour: USD 24.50"],
  });
});

test("an amount is written in its currency, whatever decimals that has", () => {
  const before = { role: "Warehouse", minorAnHour: 2450, currency: "USD" };
  expect(describe({ noun: "rate", before, after: { ...before, minorAnHour: 2500 } }).details).toEqual(["an hour: USD 24.50 → USD 25.00"]);
  expect(describe({ noun: "rate", before, after: { ...before, minorAnHour: 25, currency: "JPY" } }).details).toEqual([
    "an hour: USD 24.50 → JPY 25",
    "currency: USD → JPY",
  ]);
});

test("of gates and limits each one that changed is a line in the form's own words, none cut, and why stands apart", () => {
  const gate = { agreementLower: 0.95, fewest: 200, lossPerThousandMinor: 50_000 };
  const settings = {
    gates: { approve: gate, auto: gate },
    brake: { records: 100, moneyMinor: 2_000_000 },
    approval: { hours: 24, onTimeout: "lapse" },
  };
  const changed = {
    ...settings,
    gates: { approve: { ...gate, agreementLower: 0.9 }, auto: gate },
    brake: { records: 50, moneyMinor: 1_000_000 },
  };
  expect(
    describe({
      noun: "automation",
      verb: "save settings",
      thing: { name: "Order exceptions" },
      before: { settings },
      after: { settings: changed, reason: "A quiet month." },
    }),
  ).toEqual({
    title: "Gates and limits changed: Order exceptions",
    reason: "A quiet month.",
    details: [
      "Gate to approve, agreement at its lower bound: 95 % → 90 %",
      "Records an hour before a person has to say so: 100 → 50",
      "Money at risk an hour before a person has to say so: USD 20,000.00 → USD 10,000.00",
    ],
  });
});

test("a stop of all is of all, and a yes is about what was decided on", () => {
  expect(describe({ noun: "automation", verb: "stop all", thing: { name: "all automations" }, after: { reason: "Wrong." } })).toEqual({
    title: "All automations stopped",
    reason: "Wrong.",
    details: [],
  });
  expect(describe({ noun: "decision", verb: "approve", thing: { name: "Tag the order: #1042 (Order exceptions)" } }).title).toBe(
    "Approved: Tag the order: #1042 (Order exceptions)",
  );
});

test("a person is called by name, and what was not there is none", () => {
  expect(
    describe({
      noun: "rollout item",
      nounId: "returns:approve",
      verb: "assign",
      before: { ownerUserId: null },
      after: { ownerUserId: "u-1" },
    }),
  ).toEqual({
    title: "Owner of a step changed: returns:approve",
    reason: null,
    details: ["owner: none → Ada Lovelace"],
  });
});

test("a refused connection is told by the one that is there, and why", () => {
  const after = { name: "Harbour & Pine", system: "Shopify", account: "harbour-and-pine", reason: "The account is connected already." };
  expect(describe({ noun: "connection", verb: "refuse", after })).toEqual({
    title: "Second connection to Harbour & Pine refused",
    reason: "The account is connected already.",
    details: ["system: Shopify", "account: harbour-and-pine"],
  });
});

test("a moment is written for people", () => {
  expect(describe({ noun: "automation", verb: "undo version", after: { since: "2026-01-12T10:15:00.000Z", effects: 3 } }).details).toEqual([
    "since: 2026-01-12 10:15 UTC",
    "changes at the vendor: 3",
  ]);
});

test("a key of several words is written as words, and values within values each have a line", () => {
  expect(describe({ after: { workingDaysAYear: 252, days: [{ from: "08:00" }, { from: "09:00" }], open: true } }).details).toEqual([
    "working days a year: 252",
    "days, 1, from: 08:00",
    "days, 2, from: 09:00",
    "open: yes",
  ]);
});

test("a thing without a name is called by its kind and the beginning of its id, and a long value is not cut", () => {
  expect(describe({ noun: "mapping", verb: "update" }).title).toBe("Mapping changed: mapping 0190a1b2");
  const { details } = describe({ before: { source: null }, after: { source: ["x".repeat(300)] } });
  expect(details).toEqual([`source: none → ${"x".repeat(300)}`]);
});
