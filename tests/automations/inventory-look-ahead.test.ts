import { beforeAll, describe, expect, test } from "vitest";
import { inventorySync } from "#server/playbooks/inventory-sync/playbook.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { historiesOfStock } from "./inventory-histories.ts";
import { inventoryRules } from "./inventory-rules.ts";
import { decidedIn, decisionsOf, testNoLookAhead, type Decided } from "./no-look-ahead.ts";

const offer = inventorySync.offer([]);
let strict: Decided[];
let typical: Decided[];
let cutMs: number;

function readPlanners(profile: "strict" | "typical"): Decided[] {
  const shop = historiesOfStock({ seed: `inventory-unseen-${profile}`, days: 75, ordersPerDay: 500, profile });
  cutMs = shop.fromMs + 0.7 * (shop.toMs - shop.fromMs);
  return decidedIn(inventorySync, shop);
}

beforeAll(() => {
  typical = readPlanners("typical");
  strict = readPlanners("strict");
}, 240_000);

testNoLookAhead(inventorySync, {
  decided: () => typical,
  rules: inventoryRules,
  activities: [...inventorySync.activities, "?"],
  least: 1_000,
  poison: () => ({
    attributes: {
      "units apart": "3",
      direction: "channel below ledger",
      "ledger quantity": "4",
      "channel quantity": "1",
      "sold per day": "900",
      sku: "NO-SKU",
      channel: "Nowhere",
      "counted as": "channel",
      "counted quantity": "1",
      "units set aside": "put on sale",
    },
    content: { state: "settled", unitsApart: 3, direction: "below", ledgerQuantity: 4, channelQuantity: 1, soldPerDay: 900, sku: "NO-SKU" },
    related: (other, atMs) => (other.atMs < atMs ? other : { ...other, atMs: atMs + 1 }),
  }),
});

describe("what is known of a difference", () => {
  test("of one that was found before we looked nothing is known, and nobody is asked about it", () => {
    const { history, decision } = typical[0]!;
    const late = { ...history, events: history.events.filter(({ activity }) => activity !== "find difference") };
    expect(Object.values(inventorySync.factsAt(late, decision.atMs)).filter(({ value }) => value !== null)).toEqual([]);
    expect(inventorySync.occasions(late, decision.atMs)).toEqual([]);
  });

  test("how the level stands now, which only the present copy tells, is no fact", () => {
    for (const { history, decision } of typical.slice(0, 100)) {
      expect(history.linked).toHaveLength(1);
      expect(inventorySync.factsAt({ ...history, linked: [] }, decision.atMs)).toEqual(decision.facts);
    }
  });

  test("while the warehouse counts nothing is asked; its answer is another situation", () => {
    const counted = typical.find(({ decision }) => decision.facts["situation"]?.value === "recounted")!;
    const situations = inventorySync.occasions(counted.history, counted.decision.atMs).map(({ situation }) => situation);
    expect(situations).toEqual(["found", "recounted"]);
    const answered = counted.history.events.find(({ activity }) => activity === "recount")!;
    expect(inventorySync.factsAt(counted.history, answered.endedAtMs)["situation"]?.value).toBeNull();
    expect(inventorySync.factsAt(counted.history, answered.endedAtMs + 1)["situation"]?.value).toBe("recounted");
  });
});

describe("on differences that nobody has looked at", () => {
  test("people decided in every way that the playbook knows", () => {
    expect(new Set(typical.map(({ decision }) => decision.people))).toEqual(new Set(offer.outcomes.map(({ name }) => name)));
  });

  test("the rules that the planners would write down agree with what they did, but for their own errors", async () => {
    const report = await backTestOf(inventorySync, inventoryRules, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.95);
  });

  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(inventorySync, offer.table, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.25);
  });

  test("rules learned from rule-following planners agree by at least 95 % with weeks that they have not seen", async () => {
    const decisions = decisionsOf(strict);
    const learned = decisions.filter(({ atMs }) => atMs < cutMs);
    const table = tableOf({ ...inventorySync, ...offer }, learned);
    const report = await backTestOf(
      inventorySync,
      table,
      decisions.filter(({ atMs }) => atMs >= cutMs),
    );
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.6);
  });
});
