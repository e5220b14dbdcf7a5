import { experienceOf } from "#server/domain/automations/experience.ts";
import { pricesTold } from "#server/playbooks/carrier-selection/prices.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";
import { carrierSelection } from "#server/playbooks/carrier-selection/playbook.ts";
import { costMinor as priceCharged, SERVICE_CODES } from "#server/sandbox/departments/shipping/services.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { decidedIn, decisionsOf, testNoLookAhead, type Decided } from "./no-look-ahead.ts";
import { historiesOfTables, SERVICES_HERE } from "./packing-histories.ts";
import { packingRules } from "./packing-rules.ts";

const offer = carrierSelection.offer(SERVICES_HERE);
let strict: Decided[];
let typical: Decided[];
let cutMs: number;
/** Of the team that was read last. */
let tables: Sandbox;

function readTeam(profile: "strict" | "typical"): Decided[] {
  const read = historiesOfTables({ seed: `carrier-unseen-${profile}`, days: 40, ordersPerDay: 250, profile });
  cutMs = read.fromMs + 0.7 * (read.toMs - read.fromMs);
  tables = read.sandbox;
  return decidedIn(carrierSelection, read);
}

beforeAll(() => {
  strict = readTeam("strict");
  typical = readTeam("typical");
}, 120_000);

testNoLookAhead(carrierSelection, {
  decided: () => typical,
  rules: packingRules,
  activities: ["set service", "leave service open", "keep service", "change service", "print label", "void label", "?"],
  least: 2_000,
  poison: () => ({
    attributes: { service: "own_van", carrier: "own", "weight grams": "1", value: "9", region: "HI", "requested service": "Express" },
    content: {
      state: "cancelled",
      service: "own_van",
      weightGrams: 1,
      valueMinor: 1,
      region: "HI",
      country: "FR",
      warehouseId: "1",
      requestedService: "Express",
    },
  }),
});

describe("what is known of a shipment", () => {
  test("labels made at a decision or later tell no price that counts for it", () => {
    const told = typical.flatMap(({ history }) => pricesTold(history.records[0]?.content));
    const some = typical.filter((_, at) => at % 40 === 0);
    for (const { history, decision } of some) {
      const dearer = told.map((one) => (one.atMs < decision.atMs ? one : { ...one, value: one.value * 10 }));
      const later = { ...history, experience: experienceOf(dearer) };
      const then = { ...history, experience: experienceOf(dearer.filter(({ atMs }) => atMs < decision.atMs)) };
      expect(carrierSelection.factsAt(later, decision.atMs)).toEqual(carrierSelection.factsAt(then, decision.atMs));
      expect(carrierSelection.alternatives?.at(later, decision.atMs)).toEqual(carrierSelection.alternatives?.at(then, decision.atMs));
    }
    expect(some.filter(({ decision }) => decision.facts["cheapest"]?.value !== null).length).toBeGreaterThan(some.length / 2);
  });

  test("of a shipment that was first seen too late nothing is known but what our copy showed by then", () => {
    const { history, decision } = typical[0]!;
    const late = {
      ...history,
      events: history.events.filter(({ activity }) => activity !== "set service" && activity !== "leave service open"),
    };
    const facts = carrierSelection.factsAt(late, decision.atMs);
    expect(Object.values(facts).filter(({ value }) => value !== null)).toEqual([]);
    expect(carrierSelection.occasions(late, decision.atMs)).toEqual([]);
  });

  test("without the warehouse how far it travels is not known, and nothing stands in for it", () => {
    const { history, decision } = typical[0]!;
    const facts = carrierSelection.factsAt({ ...history, linked: [] }, decision.atMs);
    expect(facts).toMatchObject({ zone: { value: null }, abroad: { value: null }, region: decision.facts["region"]! });
  });
});

describe("on choices of carrier that nobody has looked at", () => {
  test("the rules that the team would write down agree with what it did, but for its own errors", async () => {
    const report = await backTestOf(carrierSelection, packingRules, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.9);
  });

  test("what rules and people paid beyond the cheapest in time is summed where prices were known then", async () => {
    const report = await backTestOf(carrierSelection, packingRules, decisionsOf(strict));
    const { decisions = 0, rulesMinor = 0, peopleMinor = 0, rulesBroke } = report.regret ?? {};
    expect(decisions).toBeGreaterThan(report.covered / 2);
    // The team's rules are not made to save money, and its errors cost more than they save.
    expect(peopleMinor).toBeGreaterThan(rulesMinor);
    expect(rulesMinor).toBeGreaterThan(0);
    expect(rulesBroke).toBe(0);
  });

  test("prices learned from labels lie near what the carriers charge, which the product never sees", () => {
    const parcels = new Map(tables.departments.shipping.state.parcels.map((parcel) => [`shipment:${parcel.id}`, parcel]));
    const errors = typical.flatMap(({ history, decision }) => {
      const parcel = parcels.get(history.caseId)!;
      return decision.alternatives.map(({ outcome, costMinor }) => {
        const charged = priceCharged(
          SERVICE_CODES.find((code) => shipBy(code) === outcome)!,
          parcel,
        );
        return Math.abs(costMinor - charged) / charged;
      });
    });
    expect(errors.length).toBeGreaterThan(5_000);
    expect(errors.filter((error) => error <= 0.2).length / errors.length).toBeGreaterThan(0.95);
  });

  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(carrierSelection, offer.table, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.93);
    expect(report.coverage).toBeGreaterThan(0.05);
  });

  test("rules learned from a rule-following team agree by at least 95 % with weeks that they have not seen", async () => {
    const decisions = decisionsOf(strict);
    const table = tableOf(
      { ...carrierSelection, ...offer },
      decisions.filter(({ atMs }) => atMs < cutMs),
    );
    const report = await backTestOf(
      carrierSelection,
      table,
      decisions.filter(({ atMs }) => atMs >= cutMs),
    );
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.9);
  });
});
