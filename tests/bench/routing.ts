import { valuesOf } from "#server/domain/automations/case-history.ts";
import { pastDecisions } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { deskReader, GROUPS_HERE, historiesOfDesk } from "#tests/automations/desk-histories.ts";
import { deskRules } from "#tests/automations/desk-rules.ts";
import { isRightOutcome, ROUTING } from "#tests/climb/ticket-routing.ts";
import { fallOf, lineOf, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const SYNC_MS = MINUTE_MS; // As often as the connector's syncs say.
const HIDDEN_MS = 61_000; // Zendesk's export hides the newest minute.
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 14;
const LEAST_FALL = 0.6;
const APP = { kind: "app", id: 9_900_002, title: "Slipstream" } as const;
const OFFER = ticketRouting.offer(GROUPS_HERE);

/** What the playbook does at a desk of the sandbox in some days, without the way through Nango and the database: the same seed with it and without. */
async function act(table: RuleTable, given: Parameters<typeof shopSettings>[0], days: number): Promise<Trial> {
  const settings = shopSettings(given);
  const toMs = settings.untilMs + days * DAY_MS;
  const [alone, helped] = [simulateWithTruth(settings), simulateWithTruth(settings)];
  alone.advance(toMs);
  const { helpdesk } = helped.departments;
  const { historyOf } = deskReader(helped);
  const engine = ruleEngine(table, ticketRouting.facts);
  const decided = new Set<string>();
  let [effects, wrong] = [0, 0];
  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    const open = helpdesk.state.tickets.filter(
      ({ status, updatedMs }) => (status === "new" || status === "open") && updatedMs < nowMs - HIDDEN_MS,
    );
    for (const ticket of open) {
      const history = historyOf(ticket, nowMs);
      const occasion = ticketRouting.occasions(history, nowMs).at(-1);
      const facts = ticketRouting.factsAt(history, nowMs + 1);
      if (!occasion || facts["situation"]?.value !== occasion.situation || decided.has(`${ticket.id} ${occasion.key}`)) continue;
      decided.add(`${ticket.id} ${occasion.key}`);
      const { outcome, reason } = await engine.decide(valuesOf(facts));
      const plan = ticketRouting.plan({ outcome, reason, history, facts, choices: GROUPS_HERE });
      if (!plan || plan.effects.length === 0) continue;
      effects += plan.effects.filter(({ kind }) => kind !== "note").length;
      if (!isRightOutcome(ticket, outcome)) wrong += 1;
      for (const { kind, input } of plan.effects) {
        const change = {
          groupId: kind === "assign group" ? Number(input["groupId"]) : null,
          priority: PRIORITIES.find((one) => kind === "set priority" && one === input["priority"]) ?? null,
          comment: kind === "note" ? { isPublic: false, body: String(input["note"]) } : null,
        };
        const still = { assigneeId: null, status: null, tags: null, unchangedSinceMs: null };
        helpdesk.act({ kind: "update ticket", ticketId: ticket.id, ...still, ...change }, APP);
      }
    }
  }
  helped.advance(toMs);
  const count = (truth: typeof alone, isOurs: (activity: string) => boolean) =>
    truth.departmentTouches.filter(
      ({ department, activity, endMs }) => department === "helpdesk" && endMs >= settings.untilMs && endMs < toMs && isOurs(activity),
    ).length;
  const both = (isOurs: (activity: string) => boolean) => ({ without: count(alone, isOurs), with: count(helped, isOurs) });
  return { touches: both((activity) => ROUTING.has(activity)), allTouches: both(() => true), effects, wrong };
}

const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

/** Routing on sandbox desks whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong effects. */
export async function benchRouting(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical"] as const) {
    const shop = { seed: `routing-bench-${profile}`, days: 60, ordersPerDay: 700, profile };
    const desk = historiesOfDesk(shop);
    const all = desk.histories.flatMap((history) => pastDecisions(ticketRouting, history, desk));
    const { learned, heldOut } = splitAt(all, desk);
    const mined = tableOf({ ...ticketRouting, ...OFFER }, learned);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", mined],
      ["the team's own", deskRules],
    ] as const) {
      const report = await backTestOf(ticketRouting, table, heldOut);
      const gate = await passesGate(ticketRouting, table, all);
      const trial = await act(table, { ...shop, days: DAYS }, DAYS);
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > ticketRouting.errorBudgetShare) ok = false;
      if (profile === "strict" && name === "the team's own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
    }
  }
  return { lines, ok };
}
