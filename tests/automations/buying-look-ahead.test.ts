import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { asDecision, pastDecisions, type PastDecision } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { supplierPo } from "#server/playbooks/supplier-po/playbook.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { historiesOfBuying } from "./buying-histories.ts";

const offer = supplierPo.offer([]);
let buying: ReturnType<typeof historiesOfBuying>;
let decisions: { history: CaseHistory; decision: PastDecision }[];

beforeAll(() => {
  buying = historiesOfBuying({ seed: "po-unseen", days: 60, ordersPerDay: 900, profile: "strict" });
  decisions = buying.histories.flatMap((history) => pastDecisions(supplierPo, history, buying).map((decision) => ({ history, decision })));
}, 120_000);

/** Everything that happened, was learned or came to be at or after a moment, replaced by nonsense. What never changes stays. */
function poisoned(history: CaseHistory, atMs: number, activity: string): CaseHistory {
  const attributes = {
    status: "closed",
    total: "1",
    priority: "nonsense",
    memo: "Escalated",
    "expected date 1": "2031-01-01",
    "supplier date 1": "2032-01-01",
    "supplier quantity 1": "1",
  };
  return {
    ...history,
    events: history.events.map((event) => (event.endedAtMs < atMs ? event : { ...event, activity, actorKind: "supplier", attributes })),
    records: history.records.map((record) =>
      record.knownAtMs < atMs
        ? record
        : { ...record, content: { ...Object(record.content), state: "closed", memo: "nonsense", lines: [] } },
    ),
    related: history.related.map((other) => (other.atMs < atMs ? { ...other, content: { state: activity } } : { ...other, content: null })),
  };
}

describe("no look-ahead in buying", () => {
  test("facts poisoned from the moment of each decision on change no fact, of all decisions", () => {
    expect(decisions.length).toBeGreaterThan(400);
    for (const { history, decision } of decisions)
      expect(supplierPo.factsAt(poisoned(history, decision.atMs, "answer with a change"), decision.atMs)).toEqual(decision.facts);
  });

  test("nor do they change a decision, whatever the nonsense", async () => {
    const engine = ruleEngine(offer.table, supplierPo.facts);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: decisions.length - 1 }),
        fc.constantFrom("answer with a change", "acknowledge order", "update memo", "ask supplier", "receive goods", "change status", "?"),
        async (at, nonsense) => {
          const { history, decision } = decisions[at]!;
          const facts = supplierPo.factsAt(poisoned(history, decision.atMs, nonsense), decision.atMs);
          expect(await engine.decide(asDecision({ ...decision, facts }).facts)).toEqual(await engine.decide(asDecision(decision).facts));
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });

  test("no fact is known later than the decision it is used for", () => {
    const late = decisions.filter(({ decision }) =>
      Object.values(decision.facts).some(({ knownAtMs }) => (knownAtMs ?? 0) >= decision.atMs),
    );
    expect(late).toEqual([]);
  });

  test("what an account does not note is not known, and nothing stands in for it", () => {
    const { history, decision } = decisions.find((one) => one.decision.facts["situation"]?.value === "date change")!;
    const silent = {
      ...history,
      events: history.events.map((event) => (event.activity === "create purchase order" ? { ...event, attributes: {} } : event)),
    };
    expect(supplierPo.factsAt(silent, decision.atMs)).toMatchObject({
      orderTotal: { value: null },
      priority: { value: null },
      daysLater: { value: null },
    });
  });
});

describe("on buying decisions that nobody has looked at", () => {
  test("the shipped rules decide a part of them, and hardly ever otherwise than people", async () => {
    const report = await backTestOf(
      supplierPo,
      offer.table,
      decisions.map(({ decision }) => decision),
    );
    expect(report.agreement.share).toBeGreaterThan(0.95);
    expect(report.coverage).toBeGreaterThan(0.5);
  });

  test("rules learned from the first weeks agree by at least 95 % with the decisions of weeks they have not seen", async () => {
    const cutMs = buying.fromMs + 0.7 * (buying.toMs - buying.fromMs);
    const all = decisions.map(({ decision }) => decision);
    const table = tableOf(
      { ...supplierPo, ...offer },
      all.filter(({ atMs }) => atMs < cutMs),
    );
    const report = await backTestOf(
      supplierPo,
      table,
      all.filter(({ atMs }) => atMs >= cutMs),
    );
    expect(report.agreement.share).toBeGreaterThanOrEqual(0.95);
    expect(report.coverage).toBeGreaterThan(0.8);
  });

  test("an answer that was given to us alone reaches a buyer wherever a learned table leaves the case to people", async () => {
    const table = tableOf(
      { ...supplierPo, ...offer },
      decisions.map(({ decision }) => decision),
    );
    const engine = ruleEngine(table, supplierPo.facts);
    const changes = decisions.map(({ decision }) => asDecision(decision).facts).filter(({ situation }) => situation !== "not acknowledged");
    const answers = await Promise.all(changes.map((facts) => engine.decide({ ...facts, answeredThrough: "reply page" })));
    expect(answers.length).toBeGreaterThan(50);
    expect(answers.filter(({ outcome }) => outcome === NEEDS_PERSON)).toEqual([]);
  });
});
