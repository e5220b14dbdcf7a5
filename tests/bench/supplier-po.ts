import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { PlannedEffect } from "#server/playbooks/define.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { supplierPo } from "#server/playbooks/supplier-po/playbook.ts";
import { BUYERS } from "#server/sandbox/departments/purchasing/people.ts";
import { dayText } from "#server/sandbox/departments/purchasing/save.ts";
import type { Dealings, Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import { wishedDays } from "#server/sandbox/departments/purchasing/work.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { historiesOfBuying, orderReader, recordOf } from "#tests/automations/buying-histories.ts";
import { buyingRules } from "#tests/automations/buying-rules.ts";
import { answersAfterMs, APPROVAL, isRightOutcome } from "#tests/climb/supplier-po.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SYNC_MS = HOUR_MS / 4; // As often as the connector's syncs say.
const DAYS = 21;
const LEAST_FALL = 0.6;
const LEAST_AGREEMENT = 0.95;
const APP = { kind: "app", id: 9_900_003, title: "Slipstream" } as const;
const OFFER = supplierPo.offer([]);
function eventOf(order: Transaction, more: Pick<OpsEvent, "activity" | "actorKind" | "endedAtMs"> & Partial<OpsEvent>): OpsEvent {
  const caseId = `purchase_order:${order.id}`;
  return { eventId: `own ${order.id} ${more.endedAtMs} ${more.activity}`, caseId, actor: null, startedAtMs: null, ...more };
}

/** What a supplier answers on the page of its letter: the days that it can hold. */
function answerOf(order: Transaction, dealings: Dealings, atMs: number): OpsEvent {
  const by = { actorKind: "supplier", endedAtMs: atMs } as const;
  if (dealings.movedByDays === 0) return eventOf(order, { activity: "acknowledge order", ...by });
  const days = wishedDays(order, dealings).map(({ id, day }) => [`supplier date ${id}`, dayText(day) ?? ""] as const);
  return eventOf(order, { activity: "answer with a change", ...by, attributes: Object.fromEntries(days) });
}

/** A shop that nobody helps, to the end of the trial: the same for all rules. */
function runAlone(given: Parameters<typeof shopSettings>[0]) {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + DAYS * DAY_MS;
  const alone = simulateWithTruth(settings);
  alone.advance(toMs);
  return { settings, toMs, alone };
}
type Alone = ReturnType<typeof runAlone>;

/**
 * What the playbook does at a sandbox shop in some days, without the way through Nango, mail and database: the same seed with it and without.
 * Suppliers that get a letter answer on its page.
 */
async function act(table: RuleTable, { settings, toMs, alone }: Alone): Promise<Trial & { letters: number }> {
  const helped = simulateWithTruth(settings);
  const { purchasing } = helped.departments;
  const { historyOf } = orderReader(helped);
  const engine = ruleEngine(table, supplierPo.facts);
  const own = new Map<number, OpsEvent[]>();
  const due: { atMs: number; order: Transaction }[] = [];
  const decided = new Set<string>();
  const looked = new Map<number, string>();
  let [effects, wrong, letters] = [0, 0, 0];
  const tell = (order: Transaction, event: OpsEvent) => void own.set(order.id, [...(own.get(order.id) ?? []), event]);

  function carryOut(order: Transaction, { kind, input }: PlannedEffect, nowMs: number): void {
    const seen = { purchaseOrder: recordOf(order), supplierEmail: "orders@supplier.example" };
    const step = supplierPo.effects[kind]?.prepare({ subject: { type: "purchase order", id: String(order.id) }, input, seen, decided: null, key: "", left: null, inDoubt: false }); // prettier-ignore
    if (step?.step === "ask") {
      letters += 1;
      tell(order, eventOf(order, { activity: step.ask.activity, actorKind: "app", endedAtMs: nowMs }));
      due.push({ atMs: nowMs + answersAfterMs(order.id, own.get(order.id)?.length ?? 0), order });
    }
    if (step?.step !== "act") return;
    const lines = Array.isArray(step.call.input["lines"]) ? step.call.input["lines"] : [];
    const memo = step.call.input["memo"];
    purchasing.act(
      {
        kind: "update purchase order",
        orderId: order.id,
        memo: typeof memo === "string" ? memo : null,
        lines: lines.map((line) => ({ id: Number(line.lineId), expectedDay: Date.parse(line.expectedOn) / DAY_MS })),
      },
      APP,
    );
  }

  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    for (const { atMs, order } of due.filter((one) => one.atMs <= nowMs && one.atMs > nowMs - SYNC_MS)) {
      const dealings = purchasing.state.dealings.get(order.id);
      if (order.status === "B" && dealings && !dealings.isSettled) tell(order, answerOf(order, dealings, atMs));
    }
    for (const order of purchasing.state.transactions) {
      const dealings = purchasing.state.dealings.get(order.id);
      if (order.status !== "B" || !dealings) continue;
      // Nothing new and nothing that time alone brings: looked at once an hour while it is open, once a day when it is settled.
      const pace = dealings.isSettled ? DAY_MS : HOUR_MS;
      const state = `${order.modifiedMs} ${own.get(order.id)?.length ?? 0} ${Math.floor(nowMs / pace)}`;
      if (looked.get(order.id) === state) continue;
      looked.set(order.id, state);
      const history = historyOf(order, nowMs, own.get(order.id));
      const occasion = supplierPo.occasions(history, nowMs).at(-1);
      const facts = supplierPo.factsAt(history, nowMs + 1);
      if (!occasion || facts["situation"]?.value !== occasion.situation || decided.has(`${order.id} ${occasion.key}`)) continue;
      decided.add(`${order.id} ${occasion.key}`);
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = outcome === NEEDS_PERSON ? null : supplierPo.plan({ outcome, reason, history, facts, choices: [] });
      if (!plan || plan.effects.length === 0) continue;
      effects += 1;
      if (!isRightOutcome(order, dealings, outcome)) wrong += 1;
      for (const effect of plan.effects) carryOut(order, effect, nowMs);
    }
  }
  helped.advance(toMs);
  const isBuyer = new Set(BUYERS.map(({ id }) => id));
  const count = (truth: typeof alone, isOurs: (activity: string) => boolean) =>
    truth.departmentTouches.filter(
      ({ department, activity, staffId, endMs }) =>
        department === "purchasing" && isBuyer.has(staffId) && endMs >= settings.untilMs && endMs < toMs && isOurs(activity),
    ).length;
  const both = (isOurs: (activity: string) => boolean) => ({ without: count(alone, isOurs), with: count(helped, isOurs) });
  return { touches: both((activity) => activity !== APPROVAL), allTouches: both(() => true), effects, letters, wrong };
}

/** Buying at sandbox shops whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong decisions. */
export async function benchSupplierPo(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical"] as const) {
    const shop = { seed: `supplier-bench-${profile}`, days: 60, ordersPerDay: 900, profile };
    const buying = historiesOfBuying(shop);
    const all = buying.histories.flatMap((history) => pastDecisions(supplierPo, history, buying));
    const { learned, heldOut } = splitAt(all, buying);
    const alone = runAlone({ ...shop, days: 10, ordersPerDay: 500 });
    const mined = tableOf({ ...supplierPo, ...OFFER }, learned);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", mined],
      ["the team's own", buyingRules],
    ] as const) {
      const report = await backTestOf(supplierPo, table, heldOut);
      const gate = await passesGate(supplierPo, table, all);
      const trial = await act(table, alone);
      lines.push(`${lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS })}, letters ${trial.letters}`);
      if (wrongShare(trial) > supplierPo.errorBudgetShare) ok = false;
      // What 42 days of decisions teach covers few of the dates that move: only the team's own rules have to spare most of the touches.
      if (profile === "strict" && name === "the team's own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
      if (profile === "strict" && name === "mined" && (report.agreement.share ?? 0) < LEAST_AGREEMENT) ok = false;
    }
  }
  return { lines, ok };
}
