import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { asDecision, pastDecisions, type PastDecision } from "#server/domain/automations/replay.ts";
import { returns } from "#server/playbooks/returns/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { historiesOfReturns } from "./returns-histories.ts";
import { returnsRules } from "./returns-rules.ts";

type Decided = { history: CaseHistory; decision: PastDecision };
const offer = returns.offer([]);
let strict: Decided[];
let typical: Decided[];
let cutMs: number;

function decisionsOf(profile: "strict" | "typical"): Decided[] {
  const shop = historiesOfReturns({ seed: `returns-unseen-${profile}`, days: 70, ordersPerDay: 500, profile });
  cutMs = shop.fromMs + 0.7 * (shop.toMs - shop.fromMs);
  return shop.histories.flatMap((history) => pastDecisions(returns, history, shop).map((decision) => ({ history, decision })));
}

beforeAll(() => {
  typical = decisionsOf("typical");
  strict = decisionsOf("strict");
}, 240_000);

/** Everything that happened or was learned at or after a moment, replaced by nonsense. */
function poisoned(history: CaseHistory, atMs: number, activity: string): CaseHistory {
  const attributes = { reason: "style", sku: "NO-SKU", value: "1.00", "order age days": "900", grade: "d", "refunded before": "yes" };
  const nonsense = {
    state: "canceled",
    value: { amountMinor: 1, currency: "JPY" },
    customerId: "nobody",
    requestedAt: "2020-01-01T00:00:00Z",
  };
  return {
    ...history,
    events: history.events.map((event) => (event.endedAtMs < atMs ? event : { ...event, activity, actorKind: "person", attributes })),
    records: history.records.map((record) =>
      record.knownAtMs < atMs ? record : { ...record, content: { ...Object(record.content), ...nonsense } },
    ),
    related: history.related.map((one) => (one.atMs < atMs ? one : { ...one, atMs: atMs + 1 })),
  };
}

const decided = (all: readonly Decided[]): PastDecision[] => all.map(({ decision }) => decision);

describe("no look-ahead in returns", () => {
  test("facts poisoned from the moment of each decision on change no fact, of all decisions", () => {
    expect(typical.length).toBeGreaterThan(1_200);
    for (const { history, decision } of typical)
      expect(returns.factsAt(poisoned(history, decision.atMs, "request return"), decision.atMs)).toEqual(decision.facts);
  });

  test("nor do they change a decision, whatever the nonsense", async () => {
    const engine = ruleEngine(returnsRules, returns.facts);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: typical.length - 1 }), fc.constantFrom(...returns.activities, "?"), async (at, nonsense) => {
        const { history, decision } = typical[at]!;
        const facts = returns.factsAt(poisoned(history, decision.atMs, nonsense), decision.atMs);
        expect(await engine.decide(asDecision({ ...decision, facts }).facts)).toEqual(await engine.decide(asDecision(decision).facts));
      }),
      { seed: 8, numRuns: 400 },
    );
  });

  test("no fact is known later than the decision it is used for", () => {
    const late = typical.filter(({ decision }) => Object.values(decision.facts).some(({ knownAtMs }) => (knownAtMs ?? 0) >= decision.atMs));
    expect(late).toEqual([]);
  });

  test("of a return whose request we never saw nothing is known but what was seen later", () => {
    const { history, decision } = typical.find(({ decision: one }) => one.facts["situation"]?.value === "graded")!;
    const late = { ...history, events: history.events.filter(({ activity }) => activity !== "request return") };
    const known = Object.entries(returns.factsAt(late, decision.atMs)).filter(([, { value }]) => value !== null);
    expect(known.map(([name]) => name)).toEqual(["situation", "grade"]);
  });
});

describe("on returns that nobody has looked at", () => {
  test("people decided in every way that the playbook knows", () => {
    expect(new Set(typical.map(({ decision }) => decision.people))).toEqual(new Set(offer.outcomes.map(({ name }) => name)));
  });

  test("the rules that the desk would write down agree with what it did, but for its own errors", async () => {
    const report = await backTestOf(returns, returnsRules, decided(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.9);
  });

  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(returns, offer.table, decided(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.25);
  });

  test("rules learned from a rule-following desk agree by at least 95 % with weeks that they have not seen", async () => {
    const decisions = decided(strict);
    const learned = decisions.filter(({ atMs }) => atMs < cutMs);
    const table = tableOf({ ...returns, ...offer }, learned);
    const report = await backTestOf(
      returns,
      table,
      decisions.filter(({ atMs }) => atMs >= cutMs),
    );
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.6);
  });
});
