import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { PlannedEffect } from "#server/playbooks/define.ts";
import { APPROVE, isDecline, KEEP_ITEM, RESTOCK } from "#server/playbooks/returns/outcomes.ts";
import { returns } from "#server/playbooks/returns/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import type { ReturnsAction } from "#server/sandbox/departments/returns/act.ts";
import { goodsDecision, requestDecision } from "#server/sandbox/departments/returns/policy.ts";
import { factsOf } from "#server/sandbox/departments/returns/record.ts";
import type { ReturnCase } from "#server/sandbox/departments/returns/return-case.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { historiesOfReturns, returnsReader } from "#tests/automations/returns-histories.ts";
import { returnsRules } from "#tests/automations/returns-rules.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const SYNC_MS = 5 * MINUTE_MS; // As often as the connector's sync says.
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 14;
const LEAST_FALL = 0.6;
const LEAST_AGREEMENT = 0.95;
const APP = { kind: "app", id: 9_900_005, title: "Slipstream" } as const;
const OFFER = returns.offer([]);

type Desk = ReturnType<typeof simulateWithTruth>["departments"]["returns"];

/** Whether the desk's own policy wants this of the return: the truth, hidden from the product. */
function isRight(desk: Desk, item: ReturnCase, outcome: string): boolean {
  const wanted = requestDecision(factsOf(desk.state, item));
  if (outcome === APPROVE) return wanted === "approve";
  if (isDecline(outcome)) return wanted === "decline";
  if (outcome === KEEP_ITEM) return wanted === "keep item";
  if (item.grade === null) return false;
  const goods = goodsDecision({ ...item, grade: item.grade });
  return goods.refundShare === 1 && goods.restock === (outcome === RESTOCK);
}

/** What a connector action asks of the shop for one change. */
function actionFor(item: ReturnCase, { kind, input }: PlannedEffect): ReturnsAction {
  const { id: returnId, orderNumber, lineIndex, quantity, valueMinor, name } = item;
  switch (kind) {
    case "approve request":
      return { kind: "approve", returnId };
    case "decline request": {
      const reason = (["FINAL_SALE", "RETURN_PERIOD_ENDED"] as const).find((one) => one === input["reason"]) ?? "OTHER";
      return { kind: "decline", returnId, reason, note: null };
    }
    case "refund":
      return { kind: "refund", orderNumber, key: name, lines: [{ lineIndex, quantity }], amountMinor: valueMinor, note: name };
    case "decide on goods":
      return { kind: "dispose", returnId, type: input["goods"] === "restock" ? "RESTOCKED" : "NOT_RESTOCKED", quantity };
    default:
      throw new Error(`nobody carries out "${kind}" here`);
  }
}

/** What the playbook does at a returns desk of the sandbox in some days, without the way through Nango and the database. */
async function act(table: RuleTable, given: Parameters<typeof shopSettings>[0]): Promise<Trial> {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + DAYS * DAY_MS;
  const [alone, helped] = [simulateWithTruth(settings), simulateWithTruth(settings)];
  alone.advance(toMs);
  const desk = helped.departments.returns;
  const { historyOf } = returnsReader(helped);
  const engine = ruleEngine(table, returns.facts);
  const decided = new Set<string>();
  let [effects, wrong] = [0, 0];
  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    for (const item of desk.state.returns) {
      // Only a request and a grade bring about another situation.
      const looked = `${item.id} ${item.grade}`;
      if ((item.status !== "REQUESTED" && item.status !== "OPEN") || decided.has(looked)) continue;
      decided.add(looked);
      const history = historyOf(item, nowMs);
      const facts = returns.factsAt(history, nowMs + 1);
      const occasion = returns.occasions(history, nowMs).at(-1);
      if (!occasion || occasion.situation !== facts["situation"]?.value) continue;
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = returns.plan({ outcome, reason, history, facts, choices: [] });
      for (const effect of plan?.effects ?? []) {
        effects += 1;
        if (!isRight(desk, item, outcome)) wrong += 1;
        const done = desk.act(actionFor(item, effect), APP);
        if (!done.ok) throw new Error(`the shop refused "${effect.kind}": ${done.refusal}`);
      }
    }
  }
  helped.advance(toMs);
  const count = (truth: typeof alone) =>
    truth.departmentTouches.filter(({ department, endMs }) => department === "returns" && endMs >= settings.untilMs && endMs < toMs).length;
  const touches = { without: count(alone), with: count(helped) };
  return { touches, allTouches: touches, effects, wrong };
}

/** Returns of sandbox shops whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong effects. */
export async function benchReturns(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical", "sloppy"] as const) {
    const shop = { seed: `returns-bench-${profile}`, days: 75, ordersPerDay: 500, profile };
    const desk = historiesOfReturns(shop);
    const all = desk.histories.flatMap((history) => pastDecisions(returns, history, desk));
    const { learned, heldOut } = splitAt(all, desk);
    const mined = tableOf({ ...returns, ...OFFER }, learned);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", mined],
      ["the desk's own", returnsRules],
    ] as const) {
      const report = await backTestOf(returns, table, heldOut);
      const gate = await passesGate(returns, table, all);
      const trial = await act(table, { ...shop, days: 30 });
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > returns.errorBudgetShare) ok = false;
      if (profile === "strict" && name === "the desk's own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
      if (profile === "strict" && name === "mined" && (report.agreement.share ?? 0) < LEAST_AGREEMENT) ok = false;
    }
  }
  return { lines, ok };
}
