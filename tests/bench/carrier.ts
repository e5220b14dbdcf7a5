import type { OwnChoice } from "#connectors/shipstation/to-ops-events.ts";
import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { carrierSelection } from "#server/playbooks/carrier-selection/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { SERVICE_CODES } from "#server/sandbox/departments/shipping/services.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { historiesOfTables, packingReader, SERVICES_HERE } from "#tests/automations/packing-histories.ts";
import { CHOOSING, outcomeWanted } from "#tests/automations/packing-policy.ts";
import { packingRules } from "#tests/automations/packing-rules.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const SYNC_MS = 5 * MINUTE_MS; // As often as the connector's sync says.
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 14;
const LEAST_FALL = 0.6;
const LEAST_AGREEMENT = 0.95;
const APP = { kind: "app", id: 9_900_004, title: "Slipstream" } as const;
const OFFER = carrierSelection.offer(SERVICES_HERE);

/** What the playbook does at packing tables of the sandbox in some days, without the way through Nango and the database. */
async function act(table: RuleTable, given: Parameters<typeof shopSettings>[0]): Promise<Trial> {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + DAYS * DAY_MS;
  const [alone, helped] = [simulateWithTruth(settings), simulateWithTruth(settings)];
  alone.advance(toMs);
  const { shipping } = helped.departments;
  const ownChoices = new Map<string, OwnChoice>();
  const { historyOf } = packingReader(helped, ownChoices);
  const engine = ruleEngine(table, carrierSelection.facts);
  const seen = new Map<number, number>();
  let [effects, wrong] = [0, 0];
  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    for (const parcel of shipping.state.parcels) {
      // Only labels bring about another situation.
      if (parcel.status !== "awaiting_shipment" || seen.get(parcel.id) === parcel.labels.length) continue;
      seen.set(parcel.id, parcel.labels.length);
      const history = historyOf(parcel, nowMs);
      const facts = carrierSelection.factsAt(history, nowMs + 1);
      if (carrierSelection.occasions(history, nowMs).at(-1)?.situation !== facts["situation"]?.value) continue;
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = carrierSelection.plan({ outcome, reason, history, facts, choices: SERVICES_HERE });
      for (const { input } of plan?.effects ?? []) {
        effects += 1;
        if (outcome !== outcomeWanted(parcel)) wrong += 1;
        const service = SERVICE_CODES.find((code) => code === input["service"]) ?? null;
        const { weightOunces, valueMinor, isExpressPaid } = parcel;
        ownChoices.set(String(parcel.id), { service, afterMs: parcel.modifiedMs });
        shipping.act({ kind: "save order", parcelId: parcel.id, service, weightOunces, valueMinor, isExpressPaid }, APP);
      }
    }
  }
  helped.advance(toMs);
  const count = (truth: typeof alone, isOurs: (activity: string) => boolean) =>
    truth.departmentTouches.filter(
      ({ department, activity, endMs }) => department === "shipping" && endMs >= settings.untilMs && endMs < toMs && isOurs(activity),
    ).length;
  const both = (isOurs: (activity: string) => boolean) => ({ without: count(alone, isOurs), with: count(helped, isOurs) });
  return { touches: both((activity) => CHOOSING.has(activity)), allTouches: both(() => true), effects, wrong };
}

/** Carrier selection on sandbox tables whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong effects. */
export async function benchCarrier(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical"] as const) {
    const shop = { seed: `carrier-bench-${profile}`, days: 45, ordersPerDay: 400, profile };
    const tables = historiesOfTables(shop);
    const all = tables.histories.flatMap((history) => pastDecisions(carrierSelection, history, tables));
    const { learned, heldOut } = splitAt(all, tables);
    const mined = tableOf({ ...carrierSelection, ...OFFER }, learned);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", mined],
      ["the team's own", packingRules],
    ] as const) {
      const report = await backTestOf(carrierSelection, table, heldOut);
      const gate = await passesGate(carrierSelection, table, all);
      const trial = await act(table, { ...shop, days: 14 });
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > carrierSelection.errorBudgetShare) ok = false;
      if (profile === "strict" && name !== "shipped" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
      if (profile === "strict" && name === "mined" && (report.agreement.share ?? 0) < LEAST_AGREEMENT) ok = false;
    }
  }
  return { lines, ok };
}
