import { beforeAll, describe, expect, test } from "vitest";
import { asDecision } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { supplierPo } from "#server/playbooks/supplier-po/playbook.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf } from "./back-test-of.ts";
import { historiesOfBuying } from "./buying-histories.ts";
import { decidedIn, testNoLookAhead, type Decided } from "./no-look-ahead.ts";

const offer = supplierPo.offer([]);
let buying: ReturnType<typeof historiesOfBuying>;
let decisions: Decided[];

beforeAll(() => {
  buying = historiesOfBuying({ seed: "po-unseen", days: 60, ordersPerDay: 900, profile: "strict" });
  decisions = decidedIn(supplierPo, buying);
}, 120_000);

testNoLookAhead(supplierPo, {
  decided: () => decisions,
  rules: offer.table,
  activities: ["answer with a change", "acknowledge order", "update memo", "ask supplier", "receive goods", "change status", "?"],
  least: 400,
  poison: (activity) => ({
    attributes: {
      status: "closed",
      total: "1",
      priority: "nonsense",
      memo: "Escalated",
      "expected date 1": "2031-01-01",
      "supplier date 1": "2032-01-01",
      "supplier quantity 1": "1",
    },
    content: { state: "closed", memo: "nonsense", lines: [] },
    actorKind: "supplier",
    // How an earlier order stands is only known of today.
    related: (other, atMs) => ({ ...other, content: other.atMs < atMs ? { state: activity } : null }),
  }),
});

describe("what is known of a purchase order", () => {
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
