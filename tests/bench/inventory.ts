import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { ActionCall, PlannedEffect } from "#server/playbooks/define.ts";
import { inventorySync } from "#server/playbooks/inventory-sync/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import type { InventoryAction } from "#server/sandbox/departments/inventory/act.ts";
import { differenceIn } from "#server/sandbox/departments/inventory/record.ts";
import { findDifference, isOpen } from "#server/sandbox/departments/inventory/state.ts";
import { STATES, type Difference, type Level } from "#server/sandbox/departments/inventory/stock.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth, type ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { historiesOfStock, levelNow, stockReader } from "#tests/automations/inventory-histories.ts";
import { inventoryRules } from "#tests/automations/inventory-rules.ts";
import { isWanted } from "#tests/automations/inventory-truth.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const SYNC_MS = 5 * MINUTE_MS; // As often as the connector's sync says.
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 14;
const LEAST_FALL = 0.6;
const LEAST_AGREEMENT = 0.95;
const APP = { kind: "app", id: 9_900_006, title: "Slipstream" } as const;
const OFFER = inventorySync.offer([]);

/** What the shop is asked by a connector action for one change of a level. */
function actionOf({ itemIndex, channelIndex, quantities }: Level, { action, input }: ActionCall): InventoryAction {
  const state = (name: unknown) => STATES.find((one) => one === name) ?? "available";
  const part = (name: unknown, delta: number, from: unknown) => ({
    itemIndex,
    channelIndex,
    state: state(name),
    delta,
    from: typeof from === "number" ? from : null,
  });
  const units = typeof input["quantity"] === "number" ? input["quantity"] : quantities[state(input["from"])];
  const parts =
    action === "adjust-stock"
      ? [part(input["state"], Number(input["changeBy"]), input["expectedQuantity"])]
      : [part(input["from"], -units, input["expectedQuantity"]), part(input["to"], units, input["expectedToQuantity"])];
  return {
    kind: "adjust",
    key: String(input["key"]),
    asked: JSON.stringify(parts),
    reason: String(input["reason"]),
    documentUri: String(input["documentUri"]),
    parts,
  };
}

/** Carries one change out at the shop. @returns whether there was anything to change. @throws when the playbook or the shop refuses it */
function carryOut(shop: ShopTruth, difference: Difference, { kind, subject, input }: PlannedEffect): boolean {
  const key = `${difference.id} ${kind} ${difference.turn}`;
  const given = { subject, input, seen: levelNow(shop, difference.level), decided: null, key, left: null, inDoubt: false };
  const step = inventorySync.effects[kind]?.prepare(given);
  if (step?.step === "already done") return false;
  if (step?.step !== "act") throw new Error(`"${kind}" is not to be done: ${JSON.stringify(step)}`);
  const done = shop.departments.inventory.act(actionOf(difference.level, step.call), APP);
  if (!done.ok) throw new Error(`the shop refused "${kind}": ${done.refusal}`);
  return done.changed;
}

/** What the playbook does at a shop of the sandbox in some days, without the way through Nango and the database. */
async function act(table: RuleTable, given: Parameters<typeof shopSettings>[0]): Promise<Trial> {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + DAYS * DAY_MS;
  const [alone, helped] = [simulateWithTruth(settings), simulateWithTruth(settings)];
  alone.advance(toMs);
  helped.advance(settings.untilMs);
  const reader = stockReader(helped, settings.untilMs - DAY_MS * settings.days);
  const engine = ruleEngine(table, inventorySync.facts);
  const decided = new Set<string>();
  let [effects, wrong] = [0, 0];
  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    reader.readTo(nowMs);
    for (const seen of reader.differences.values()) {
      const looked = `${seen.id} ${seen.state}`;
      if ((seen.state !== "found" && seen.state !== "recounted") || decided.has(looked)) continue;
      const difference = findDifference(helped.departments.inventory.state, differenceIn(seen.id) ?? 0);
      const history = reader.historyOf(seen, nowMs);
      const facts = inventorySync.factsAt(history, nowMs + 1);
      const occasion = inventorySync.occasions(history, nowMs).at(-1);
      if (!difference || !isOpen(difference) || occasion?.situation !== facts["situation"]?.value) continue;
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = inventorySync.plan({ outcome, reason, history, facts, choices: [] });
      if (plan === null) continue;
      decided.add(looked);
      for (const effect of plan.effects) {
        const isRight = isWanted(difference, outcome);
        if (!carryOut(helped, difference, effect)) continue;
        effects += 1;
        if (!isRight) wrong += 1;
      }
    }
  }
  helped.advance(toMs);
  const count = (truth: ShopTruth) =>
    truth.departmentTouches.filter(({ department, endMs }) => department === "inventory" && endMs >= settings.untilMs && endMs < toMs)
      .length;
  const touches = { without: count(alone), with: count(helped) };
  return { touches, allTouches: touches, effects, wrong };
}

/** Stock of sandbox shops whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong effects. */
export async function benchInventory(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical", "sloppy"] as const) {
    const shop = { seed: `inventory-bench-${profile}`, days: 75, ordersPerDay: 500, profile };
    const planners = historiesOfStock(shop);
    const all = planners.histories.flatMap((history) => pastDecisions(inventorySync, history, planners));
    const { learned, heldOut } = splitAt(all, planners);
    const mined = tableOf({ ...inventorySync, ...OFFER }, learned);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", mined],
      ["the planners' own", inventoryRules],
    ] as const) {
      const report = await backTestOf(inventorySync, table, heldOut);
      const gate = await passesGate(inventorySync, table, all);
      const trial = await act(table, { ...shop, days: 30 });
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > inventorySync.errorBudgetShare) ok = false;
      if (profile === "strict" && name === "the planners' own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
      if (profile === "strict" && name === "mined" && (report.agreement.share ?? 0) < LEAST_AGREEMENT) ok = false;
    }
  }
  return { lines, ok };
}
