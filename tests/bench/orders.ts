import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import type { ShopAction } from "#server/sandbox/shop/act.ts";
import { ASK_TAG, WAITING_TAG } from "#server/sandbox/shop/desk.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { merchantRules } from "#tests/automations/merchant-rules.ts";
import { historiesOfShop, shopReader } from "#tests/automations/shop-histories.ts";
import { mayBeTakenOver, wanted } from "#tests/climb/order-exceptions.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 14;
const LEAST_AGREEMENT = 0.95;
const LEAST_FALL = 0.6;
const APP = { kind: "app", id: 9_900_002, title: "Slipstream" } as const;

/** The change at the shop that an outcome is; null where it is left to people. */
function actionOf(outcome: string, orderNumber: number): ShopAction | null {
  if (outcome === "release") return { kind: "release", orderNumber, holdIds: null };
  if (outcome === "ask customer") return { kind: "add tags", orderNumber, tags: [ASK_TAG] };
  if (outcome === "wait for stock") return { kind: "add tags", orderNumber, tags: [WAITING_TAG] };
  if (outcome !== "cancel") return null;
  return { kind: "cancel", orderNumber, reason: "OTHER", staffNote: null, restock: true, refund: true, notifyCustomer: true };
}

/** What rules do at a shop of the sandbox in some days, without the way through Nango and the database; webhooks tell of a hold within a minute. */
async function act(table: RuleTable, given: Parameters<typeof shopSettings>[0]): Promise<Trial> {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + DAYS * DAY_MS;
  const [alone, helped] = [simulateWithTruth(settings), simulateWithTruth(settings)];
  alone.advance(toMs);
  const { historyOf } = shopReader(helped.shop);
  const engine = ruleEngine(table, orderExceptions.facts);
  const decided = new Set<string>();
  let [effects, wrong] = [0, 0];
  const held = new Set(helped.shop.state.orders.filter(({ fulfilment }) => fulfilment === "ON_HOLD"));
  for (let [nowMs, at] = [settings.untilMs, helped.shop.state.orders.length]; nowMs < toMs; nowMs += MINUTE_MS) {
    helped.advance(nowMs);
    for (; at < helped.shop.state.orders.length; at += 1) held.add(helped.shop.state.orders[at]!);
    for (const order of held) {
      if (order.fulfilment === "CLOSED" || order.fulfilment === "CANCELLED") held.delete(order);
      // What time alone brings about is looked for once an hour.
      const isNews = order.updatedMs > nowMs - 2 * MINUTE_MS || nowMs % HOUR_MS === 0;
      if (order.fulfilment !== "ON_HOLD" || !isNews) continue;
      const history = historyOf(order, nowMs);
      const occasion = orderExceptions.occasions(history, nowMs).at(-1);
      const facts = orderExceptions.factsAt(history, nowMs + 1);
      if (!occasion || facts["situation"]?.value !== occasion.situation || decided.has(`${order.number} ${occasion.key}`)) continue;
      decided.add(`${order.number} ${occasion.key}`);
      const { outcome } = await engine.decide(valuesOf(facts));
      const action = actionOf(outcome, order.number);
      if (action === null) continue;
      effects += 1;
      if (outcome !== wanted(settings, order, nowMs + 1)) wrong += 1;
      helped.shop.act(action, APP);
    }
  }
  helped.advance(toMs);
  const count = (touches: typeof alone.touches) => touches.filter(({ endMs }) => endMs >= settings.untilMs && endMs < toMs).length;
  return {
    touches: { without: count(mayBeTakenOver(alone.touches)), with: count(mayBeTakenOver(helped.touches)) },
    allTouches: { without: count(alone.touches), with: count(helped.touches) },
    effects,
    wrong,
  };
}

/** Order exceptions on sandbox shops whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong effects. */
export async function benchOrders(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  const offer = orderExceptions.offer([]);
  for (const profile of ["strict", "typical"] as const) {
    const given = { seed: `orders-bench-${profile}`, days: 60, ordersPerDay: 500, profile };
    const shop = historiesOfShop(given);
    const all = shop.histories.flatMap((history) => pastDecisions(orderExceptions, history, shop));
    const { learned, heldOut } = splitAt(all, shop);
    for (const [name, table] of [
      ["shipped", offer.table],
      ["mined", tableOf({ ...orderExceptions, ...offer }, learned)],
      ["the team's own", merchantRules],
    ] as const) {
      const report = await backTestOf(orderExceptions, table, heldOut);
      const gate = await passesGate(orderExceptions, table, all);
      const trial = await act(table, { ...given, days: DAYS });
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > orderExceptions.errorBudgetShare) ok = false;
      if (name === "mined" && (report.agreement.share ?? 0) < LEAST_AGREEMENT) ok = false;
      if (profile === "strict" && name === "the team's own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
    }
  }
  return { lines, ok };
}
