import { reportOf, type Replayed } from "#server/domain/automations/back-test.ts";
import { judge } from "#server/domain/automations/replay.ts";
import type { Facts } from "#server/domain/automations/case-history.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { seededRandom } from "#server/domain/effort/random.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";

const CASES = 100_000;
const ROWS = 50;
const MOST_SECONDS = 60; // automations.md, "Speed"

/** A back-test of 100,000 past decisions through a table of 50 rows: deciding, judging and summing up. 0 when within the bound. */
export async function benchBackTest(): Promise<{ lines: string[]; ok: boolean }> {
  const random = seededRandom(5);
  const outcomes = ["release", "ask customer", "cancel", "wait for stock"];
  const reasons = ["incorrect_address", "high_risk_of_fraud", "inventory_out_of_stock", "other"];
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const table: RuleTable = {
    columns: ["situation", "holdReason", "orderTotal", "earlierOrders"],
    rows: Array.from({ length: ROWS }, (_, at) => ({
      id: `row-${at}`,
      when: {
        situation: { test: "is" as const, values: ["held"] },
        holdReason: { test: "is" as const, values: [pick(reasons)] },
        orderTotal: { test: "between" as const, low: at * 10, high: at * 10 + 25 },
        earlierOrders: { test: "between" as const, low: Math.floor(random() * 3), high: null },
      },
      outcome: pick(outcomes),
      reason: "for the measurement",
    })),
  };
  const engine = ruleEngine(table, orderExceptions.facts);
  const known = (value: string | number) => ({ value, knownAtMs: 0 });
  const began = performance.now();
  const replayed: Replayed[] = [];
  for (let at = 0; at < CASES; at += 1) {
    const facts: Facts = {
      situation: known("held"),
      holdReason: known(pick(reasons)),
      orderTotal: known(Math.round(random() * 50_000) / 100),
      earlierOrders: known(Math.floor(random() * 4)),
    };
    const answer = await engine.decide(Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value])));
    const decision = { caseId: `order:${at}`, atMs: at, people: pick(outcomes), facts, occasion: "held", alternatives: [] };
    replayed.push(judge(orderExceptions, decision, answer, table));
  }
  const report = reportOf(replayed, () => null);
  const seconds = (performance.now() - began) / 1000;
  const ok = seconds <= MOST_SECONDS;
  return {
    lines: [
      `${CASES} cases, ${ROWS} rows: ${seconds.toFixed(1)} s (at most ${MOST_SECONDS}), ${report.covered} decided, ${ok ? "held" : "missed"}`,
    ],
    ok,
  };
}
