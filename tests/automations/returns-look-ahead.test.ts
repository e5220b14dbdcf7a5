import { beforeAll, describe, expect, test } from "vitest";
import { returns } from "#server/playbooks/returns/playbook.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { decidedIn, decisionsOf, testNoLookAhead, type Decided } from "./no-look-ahead.ts";
import { historiesOfReturns } from "./returns-histories.ts";
import { returnsRules } from "./returns-rules.ts";

const offer = returns.offer([]);
let strict: Decided[];
let typical: Decided[];
let cutMs: number;

function readDesk(profile: "strict" | "typical"): Decided[] {
  const shop = historiesOfReturns({ seed: `returns-unseen-${profile}`, days: 70, ordersPerDay: 500, profile });
  cutMs = shop.fromMs + 0.7 * (shop.toMs - shop.fromMs);
  return decidedIn(returns, shop);
}

beforeAll(() => {
  typical = readDesk("typical");
  strict = readDesk("strict");
}, 240_000);

testNoLookAhead(returns, {
  decided: () => typical,
  rules: returnsRules,
  activities: [...returns.activities, "?"],
  least: 1_200,
  poison: () => ({
    attributes: { reason: "style", sku: "NO-SKU", value: "1.00", "order age days": "900", condition: "d", "refunded before": "yes" },
    content: {
      state: "canceled",
      value: { amountMinor: 1, currency: "JPY" },
      customerId: "nobody",
      requestedAt: "2020-01-01T00:00:00Z",
    },
    related: (other, atMs) => (other.atMs < atMs ? other : { ...other, atMs: atMs + 1 }),
  }),
});

describe("what is known of a return", () => {
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
    const report = await backTestOf(returns, returnsRules, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.9);
  });

  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(returns, offer.table, decisionsOf(strict));
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.25);
  });

  test("rules learned from a rule-following desk agree by at least 95 % with weeks that they have not seen", async () => {
    const decisions = decisionsOf(strict);
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
