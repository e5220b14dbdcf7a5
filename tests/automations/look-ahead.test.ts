import { beforeAll, describe, expect, test } from "vitest";
import { reportOf } from "#server/domain/automations/back-test.ts";
import { judge, pastDecisions } from "#server/domain/automations/replay.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { merchantRules } from "./merchant-rules.ts";
import { decidedIn, testNoLookAhead, type Decided } from "./no-look-ahead.ts";
import { historiesOfShop } from "./shop-histories.ts";

let shop: ReturnType<typeof historiesOfShop>;
let decisions: Decided[];

beforeAll(() => {
  shop = historiesOfShop({ seed: "41", days: 30, ordersPerDay: 150 });
  decisions = decidedIn(orderExceptions, shop);
}, 60_000);

testNoLookAhead(orderExceptions, {
  decided: () => decisions,
  rules: merchantRules,
  activities: ["hold", "release hold", "cancel", "tag", "fix address", "ask customer", "note updated", "?"],
  least: 300,
  poison: (activity) => ({
    attributes: { "tag address": activity, tag: activity },
    content: {
      tags: [activity],
      risk: { level: "high" },
      shipTo: { validation: "error", country: "US" },
      note: `Ship to: ${activity}, Portland, ME 04101, US`,
      suggestedAddresses: [`${activity}, Portland, ME 04101, US`],
      cancelledAt: activity,
    },
  }),
});

describe("what is known of an order", () => {
  test("what the shop shows only in its present state is not known for times before our first copy", () => {
    const known = decisions.filter(
      ({ decision }) =>
        decision.facts["riskLevel"]?.value !== null ||
        decision.facts["addressCheck"]?.value !== null ||
        decision.facts["addressFrom"]?.value !== null,
    );
    expect(known).toEqual([]);
    const later = orderExceptions.factsAt(shop.histories[0]!, shop.toMs + 1);
    expect(later["riskLevel"]?.knownAtMs).toBe(shop.toMs);
  });
});

describe("on decisions that nobody has looked at", () => {
  test("the rules that the team would write down agree with what it did, but for its own errors", async () => {
    const engine = ruleEngine(merchantRules, orderExceptions.facts);
    const replayed = [];
    for (const { decision } of decisions) {
      const values = Object.fromEntries(Object.entries(decision.facts).map(([name, { value }]) => [name, value]));
      replayed.push(judge(orderExceptions, decision, await engine.decide(values), merchantRules));
    }
    const report = reportOf(replayed, () => null);
    expect(report.agreement.share).toBeGreaterThan(0.93); // The typical profile errs in 3 % of decisions, and one habit asks too often.
    expect(report.coverage).toBeGreaterThan(0.6);
    expect(report.hoursSaved).toBeNull();
  });

  test("rules learned from one shop agree by at least 95 % with the decisions of weeks they have not seen", async () => {
    const learning = historiesOfShop({ seed: "42", days: 90, ordersPerDay: 300, profile: "strict" });
    const all = learning.histories.flatMap((history) => pastDecisions(orderExceptions, history, learning));
    const cutMs = learning.fromMs + 0.7 * (learning.toMs - learning.fromMs);
    const table = tableOf(
      { ...orderExceptions, ...orderExceptions.offer([]) },
      all.filter(({ atMs }) => atMs < cutMs),
    );
    const engine = ruleEngine(table, orderExceptions.facts);
    const replayed = [];
    for (const decision of all.filter(({ atMs }) => atMs >= cutMs)) {
      const values = Object.fromEntries(Object.entries(decision.facts).map(([name, { value }]) => [name, value]));
      replayed.push(judge(orderExceptions, decision, await engine.decide(values), table));
    }
    const report = reportOf(replayed, () => null);
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.85);
  }, 120_000);
});
