import * as z from "zod";
import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { PlannedEffect } from "#server/playbooks/define.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { Place } from "#server/playbooks/order-exceptions/records.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import type { ShopAction } from "#server/sandbox/shop/act.ts";
import type { Order } from "#server/sandbox/shop/order.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { merchantRules } from "#tests/automations/merchant-rules.ts";
import { historiesOfShop, shopReader } from "#tests/automations/shop-histories.ts";
import { isWanted } from "#tests/climb/order-exceptions.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 14;
const LEAST_AGREEMENT = 0.95;
const LEAST_FALL = 0.6;
const APP = { kind: "app", id: 9_900_002, title: "Slipstream" } as const;

const CANCEL = { staffNote: null, restock: true, refund: true, notifyCustomer: true } as const;
const Reason = z.enum(["CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF"]);
const Address = z.object({ address: Place });

/** The change at the shop that an effect is; null for one that is none of the shop's. */
function actionOf({ kind, input }: PlannedEffect, order: Order): ShopAction | null {
  const { number: orderNumber } = order;
  switch (kind) {
    case "release holds":
      return { kind: "release", orderNumber, holdIds: [Number(input["holdId"])] };
    case "add tag":
    case "ask by tag":
      return { kind: "add tags", orderNumber, tags: [String(input["tag"])] };
    case "set address": {
      const { line1, line2, city, region, postcode, country } = Address.parse(input).address;
      const address = { ...order.address, address1: line1 ?? "", address2: line2, city: city ?? "" };
      const whole = { ...address, provinceCode: region ?? "", zip: postcode ?? "", countryCode: country ?? "" };
      return { kind: "update", orderNumber, address: whole, note: null, tags: null };
    }
    case "cancel order":
      return { kind: "cancel", orderNumber, reason: Reason.parse(input["reason"]), ...CANCEL };
    default:
      return null;
  }
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
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = orderExceptions.plan({ outcome, reason, history, facts, choices: [] });
      for (const action of (plan?.effects ?? []).flatMap((effect) => actionOf(effect, order) ?? [])) {
        effects += 1;
        if (!isWanted(helped.shop.state, order, action, nowMs + 1)) wrong += 1;
        helped.shop.act(action, APP);
      }
    }
  }
  helped.advance(toMs);
  const count = (touches: typeof alone.touches) => touches.filter(({ endMs }) => endMs >= settings.untilMs && endMs < toMs).length;
  return {
    touches: { without: count(alone.touches), with: count(helped.touches) },
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
