import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { reportOf } from "#server/domain/automations/back-test.ts";
import { judge, pastDecisions, type PastDecision } from "#server/domain/automations/replay.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { merchantRules } from "./merchant-rules.ts";
import { historiesOfShop } from "./shop-histories.ts";

let shop: ReturnType<typeof historiesOfShop>;
let decisions: { history: CaseHistory; decision: PastDecision }[];

beforeAll(() => {
  shop = historiesOfShop({ seed: "41", days: 30, ordersPerDay: 150 });
  decisions = shop.histories.flatMap((history) => pastDecisions(orderExceptions, history, shop).map((decision) => ({ history, decision })));
}, 60_000);

/** Everything that happened, was learned or came to be at or after a moment, replaced by nonsense. What never changes stays. */
function poisoned(history: CaseHistory, atMs: number, nonsense: string): CaseHistory {
  return {
    ...history,
    events: history.events.map((event) =>
      event.endedAtMs < atMs
        ? event
        : { ...event, activity: nonsense, actorKind: "person", attributes: { "tag address": nonsense, tag: nonsense } },
    ),
    records: history.records.map((record) =>
      record.knownAtMs < atMs
        ? record
        : {
            ...record,
            content: {
              ...Object(record.content),
              tags: [nonsense],
              risk: { level: "high" },
              shipTo: { validation: "error" },
              cancelledAt: nonsense,
            },
          },
    ),
    related: history.related.map((other) => (other.atMs < atMs ? other : { ...other, content: { nonsense } })),
  };
}

describe("no look-ahead", () => {
  test("facts poisoned from the moment of each decision on change no fact, of all decisions", () => {
    expect(decisions.length).toBeGreaterThan(300);
    for (const { history, decision } of decisions)
      expect(orderExceptions.factsAt(poisoned(history, decision.atMs, "hold"), decision.atMs)).toEqual(decision.facts);
  });

  test("nor do they change a decision, whatever the nonsense", async () => {
    const engine = ruleEngine(merchantRules, orderExceptions.facts);
    const values = (facts: PastDecision["facts"]) => Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: decisions.length - 1 }),
        fc.constantFrom("release hold", "cancel", "tag", "fix address", "ask customer", "note updated", "?"),
        async (at, nonsense) => {
          const { history, decision } = decisions[at]!;
          const facts = orderExceptions.factsAt(poisoned(history, decision.atMs, nonsense), decision.atMs);
          expect(await engine.decide(values(facts))).toEqual(await engine.decide(values(decision.facts)));
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });

  test("what the shop shows only in its present state is not known for times before our first copy", () => {
    const known = decisions.filter(
      ({ decision }) => decision.facts["riskLevel"]?.value !== null || decision.facts["addressCheck"]?.value !== null,
    );
    expect(known).toEqual([]);
    const later = orderExceptions.factsAt(shop.histories[0]!, shop.toMs + 1);
    expect(later["riskLevel"]?.knownAtMs).toBe(shop.toMs);
  });

  test("no fact is known later than the decision it is used for", () => {
    const late = decisions.filter(({ decision }) =>
      Object.values(decision.facts).some(({ knownAtMs }) => (knownAtMs ?? 0) >= decision.atMs),
    );
    expect(late).toEqual([]);
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
    expect(report.coverage).toBeGreaterThan(0.5);
  }, 120_000);
});
