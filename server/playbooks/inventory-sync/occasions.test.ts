import { describe, expect, test } from "vitest";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { costOf } from "./costs.ts";
import { factsAt } from "./facts.ts";
import { contradicts, decidedBy, occasions } from "./occasions.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";

type Told = Readonly<Record<string, string>>;
const event = (minute: number, activity: string, attributes: Told = {}, actorKind: OpsEvent["actorKind"] = "person"): OpsEvent => ({
  eventId: `e${minute}`,
  caseId: "sku:d",
  activity,
  actor: null,
  actorKind,
  startedAtMs: null,
  endedAtMs: minute * 60_000,
  attributes,
});
const found = (direction = "channel above ledger") =>
  event(
    1,
    "find difference",
    { "units apart": "12", direction, "ledger quantity": "60", "channel quantity": "72", "sold per day": "8" },
    "app",
  );
const recount = (minute: number) => event(minute, "recount", { "counted as": "channel" }, "supplier");
const historyOf = (...events: OpsEvent[]): CaseHistory => ({ caseId: "sku:d", events, records: [], related: [], linked: [] });
const adjusted = (units: string) => event(9, "adjust stock", { "units set aside": units });

describe("what a person decided", () => {
  test.each([
    ["channel above ledger", "taken off", SET_TO_LEDGER],
    ["channel above ledger", "put on sale", KEEP_CHANNEL],
    ["channel below ledger", "put on sale", SET_TO_LEDGER],
    ["channel below ledger", "taken off", KEEP_CHANNEL],
  ])("%s, and the units were %s: %s", (direction, units, outcome) => {
    expect(decidedBy(adjusted(units), historyOf(found(direction)))).toBe(outcome);
  });

  test("nothing is read from an adjustment that does not say what became of the units, or of a difference that nobody saw being found", () => {
    expect(decidedBy(event(9, "adjust stock"), historyOf(found()))).toBeNull();
    expect(decidedBy(adjusted("taken off"), historyOf())).toBeNull();
    expect(decidedBy(adjusted("taken off"), historyOf(found("sideways")))).toBeNull();
  });

  test("rules and apps decide nothing", () => {
    expect(decidedBy(event(9, "ask for recount", {}, "app"), historyOf(found()))).toBeNull();
  });
});

describe("what asks for a decision", () => {
  const situations = (...events: OpsEvent[]) => occasions(historyOf(...events), 60 * 60_000).map(({ situation }) => situation);

  test("a difference that was found, and its recount; nothing while the warehouse counts or once it is settled", () => {
    expect(situations(found())).toEqual(["found"]);
    expect(situations(found(), event(2, "ask for recount"), recount(5))).toEqual(["found", "recounted"]);
    const waits = historyOf(found(), event(2, "ask for recount"));
    expect(factsAt(waits, 60 * 60_000)["situation"]?.value).toBeNull();
    expect(factsAt(historyOf(found(), adjusted("taken off")), 60 * 60_000)["situation"]?.value).toBeNull();
  });

  test("what was taken back is open again, under the same name, so that it is not decided on once more by itself", () => {
    const before = occasions(historyOf(found()), 60 * 60_000);
    const undone = historyOf(found(), adjusted("taken off"), event(12, "set stock aside", {}, "app"));
    expect(occasions(undone, 60 * 60_000)).toEqual(before);
    expect(factsAt(undone, 60 * 60_000)["situation"]?.value).toBe("found");
  });
});

test("units apart are seen against the ledger's, and against what is sold a day", () => {
  const facts = factsAt(historyOf(found()), 60 * 60_000);
  expect([facts["shareApart"]?.value, facts["daysApart"]?.value, facts["daysOfStock"]?.value]).toEqual([20, 1.5, 7.5]);
});

describe("a later act of a person", () => {
  test("says that an outcome was wrong where it decides otherwise; what follows a count does not say that it was not worth counting", () => {
    const history = historyOf(found());
    expect(contradicts(event(9, "ask for recount"), SET_TO_LEDGER, history)).toBe(true);
    expect(contradicts(adjusted("put on sale"), SET_TO_LEDGER, history)).toBe(true);
    expect(contradicts(adjusted("taken off"), SET_TO_LEDGER, history)).toBe(false);
    expect(contradicts(adjusted("taken off"), ASK_RECOUNT, history)).toBe(false);
    expect(contradicts(event(9, "stop selling"), ASK_RECOUNT, history)).toBe(true);
    expect(contradicts(event(9, "stop selling", {}, "app"), SET_TO_LEDGER, history)).toBe(false);
  });
});

describe("what a mistake costs", () => {
  const facts = (direction: string, unitsApart: number) => ({
    unitsApart: { value: unitsApart, knownAtMs: 0 },
    direction: { value: direction, knownAtMs: 0 },
    soldPerDay: { value: 4, knownAtMs: 0 },
  });

  test("nothing where people did the same; many units on sale that are not there are severe", () => {
    expect(costOf({ decided: SET_TO_LEDGER, people: SET_TO_LEDGER, facts: facts("too few", 40) })).toEqual({ costMinor: 0, severe: false });
    expect(costOf({ decided: SET_TO_LEDGER, people: STOP_SELLING, facts: facts("too few", 40) })).toEqual({
      costMinor: 15_000,
      severe: true,
    });
    expect(costOf({ decided: SET_TO_LEDGER, people: ASK_RECOUNT, facts: facts("too few", 4) })).toEqual({
      costMinor: 6_000,
      severe: false,
    });
  });

  test("units that are not there cost what sells beyond the lower count before the next comparison finds them", () => {
    const known = (channelQuantity: number) => ({
      ...facts("too few", 20),
      ledgerQuantity: { value: channelQuantity + 20, knownAtMs: 0 },
      channelQuantity: { value: channelQuantity, knownAtMs: 0 },
    });
    const costAt = (decided: string, channelQuantity: number) =>
      costOf({ decided, people: STOP_SELLING, facts: known(channelQuantity) }).costMinor;
    // Twelve are sold in three days.
    expect(costAt(SET_TO_LEDGER, 0)).toBe(12 * 1_500);
    expect(costAt(SET_TO_LEDGER, 10)).toBe(2 * 1_500);
    expect(costAt(SET_TO_LEDGER, 200)).toBe(250); // None is missed; somebody sets it right.
    expect(costAt(ASK_RECOUNT, 10)).toBe(900 + 2 * 1_500);
    expect(costAt(ASK_RECOUNT, 200)).toBe(900);
  });

  test("a count that was not needed costs the warehouse's time, a channel that was stopped its day's sales", () => {
    expect(costOf({ decided: ASK_RECOUNT, people: SET_TO_LEDGER, facts: facts("too many", 4) }).costMinor).toBe(900);
    expect(costOf({ decided: STOP_SELLING, people: SET_TO_LEDGER, facts: facts("too many", 4) }).costMinor).toBe(2_400);
    expect(costOf({ decided: SET_TO_LEDGER, people: KEEP_CHANNEL, facts: facts("too many", 4) }).costMinor).toBe(2_400);
    expect(costOf({ decided: SET_TO_LEDGER, people: ASK_RECOUNT, facts: facts("too many", 4) }).costMinor).toBe(250);
  });
});
