import { valuesOf } from "#server/domain/automations/case-history.ts";
import { asDecision, pastDecisions } from "#server/domain/automations/replay.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { wilsonLower } from "#server/domain/decisions/wilson.ts";
import { SETTLES_MS } from "#server/playbooks/ticket-routing/facts.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import { shopSettings, type ShopSettings } from "#server/sandbox/shop/settings.ts";
import { simulateWithTruth, type ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import { tableOf } from "#server/services/automations/draft-rules.ts";
import { backTestOf, passesGate } from "#tests/automations/back-test-of.ts";
import { deskReader, GROUPS_HERE, historiesOfDesk } from "#tests/automations/desk-histories.ts";
import { deskRules } from "#tests/automations/desk-rules.ts";
import { isRightOutcome, ROUTING, wantedOf } from "#tests/climb/ticket-routing.ts";
import { fallOf, lineOf, percent, splitAt, wrongShare, type Trial } from "./trial.ts";

const MINUTE_MS = 60_000;
const SYNC_MS = MINUTE_MS; // As often as the connector's syncs say.
const HIDDEN_MS = 61_000; // Zendesk's export hides the newest minute.
const SETTLED_MS = SETTLES_MS + MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAYS = 14;
const LEAST_FALL = 0.6;
const LEAST_AGREEMENT = 0.95;
const BELOW_PEOPLE = 0.02; // Where people themselves err more than that allows, rules may agree this much less than they with their policy.
const APP = { kind: "app", id: 9_900_002, title: "Slipstream" } as const;
const OFFER = ticketRouting.offer(GROUPS_HERE);

/** What the playbook does at a desk of the sandbox in some days, without the way through Nango and the database: the same seed with it and without. */
async function act(table: RuleTable, settings: ShopSettings, alone: ShopTruth, toMs: number): Promise<Trial> {
  const helped = simulateWithTruth(settings);
  const { helpdesk } = helped.departments;
  const { historyOf } = deskReader(helped);
  const engine = ruleEngine(table, ticketRouting.facts);
  const decided = new Set<string>();
  const seen = new Map<number, number>();
  let [effects, wrong] = [0, 0];
  for (let nowMs = settings.untilMs; nowMs < toMs; nowMs += SYNC_MS) {
    helped.advance(nowMs);
    const open = helpdesk.state.tickets.filter(
      ({ id, status, updatedMs }) => (status === "new" || status === "open") && updatedMs < nowMs - HIDDEN_MS && seen.get(id) !== updatedMs,
    );
    for (const ticket of open) {
      // What was looked at once its first minutes were over is not news until somebody changes it: reading it each minute takes an hour.
      if (ticket.updatedMs < nowMs - SETTLED_MS) seen.set(ticket.id, ticket.updatedMs);
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

/** People's decisions of one desk, the last weeks of which rules are judged on, with what its own policy wanted of each. */
function pastOf(profile: "strict" | "typical", seed: string) {
  const desk = historiesOfDesk({ seed, days: 60, ordersPerDay: 700, profile });
  const all = desk.histories.flatMap((history) => pastDecisions(ticketRouting, history, desk));
  const wanted = new Map(all.map((past) => [past, wantedOf(desk.ticketOf(past.caseId), past.facts)]));
  return { all, wanted, ...splitAt(all, desk) };
}

/** Agreement of drafts over several desks, beside how often their people did what their own policy wants: no rule agrees with more. */
async function mined(desks: readonly ReturnType<typeof pastOf>[]): Promise<{ agreed: number; kept: number; right: number; n: number }> {
  const sum = { agreed: 0, kept: 0, right: 0, n: 0 };
  for (const { learned, heldOut, wanted } of desks) {
    const engine = ruleEngine(tableOf({ ...ticketRouting, ...OFFER }, learned), ticketRouting.facts);
    for (const past of heldOut) {
      const { outcome } = await engine.decide(asDecision(past).facts);
      if (outcome === NEEDS_PERSON) continue;
      sum.n += 1;
      if (outcome === past.people) sum.agreed += 1;
      if (wanted.get(past) === past.people) sum.kept += 1;
      if (wanted.get(past) === outcome) sum.right += 1;
    }
  }
  return sum;
}

/**
 * Routing on sandbox desks whose seeds nothing was tuned on: agreement on held-out weeks, the gate, the touches that fall away, the wrong
 * effects. Drafts are judged on three desks a profile, since of one desk's three hundred decisions a point more or less is chance.
 */
export async function benchRouting(): Promise<{ lines: string[]; ok: boolean }> {
  const lines: string[] = [];
  let ok = true;
  for (const profile of ["strict", "typical"] as const) {
    const seed = `routing-bench-${profile}`;
    const desk = pastOf(profile, seed);
    const settings = shopSettings({ seed, days: DAYS, ordersPerDay: 700, profile });
    const toMs = settings.untilMs + DAYS * DAY_MS;
    const alone = simulateWithTruth(settings);
    alone.advance(toMs);
    for (const [name, table] of [
      ["shipped", OFFER.table],
      ["mined", tableOf({ ...ticketRouting, ...OFFER }, desk.learned)],
      ["the team's own", deskRules],
    ] as const) {
      const report = await backTestOf(ticketRouting, table, desk.heldOut);
      const gate = await passesGate(ticketRouting, table, desk.all);
      const trial = await act(table, settings, alone, toMs);
      lines.push(lineOf(`${profile}, ${name} rules`, report, { gate, trial, days: DAYS }));
      if (wrongShare(trial) > ticketRouting.errorBudgetShare) ok = false;
      if (profile === "strict" && name === "the team's own" && (fallOf(trial) < LEAST_FALL || !gate)) ok = false;
    }
    const { agreed, kept, right, n } = await mined([desk, ...["2", "3"].map((number) => pastOf(profile, `${seed}-${number}`))]);
    lines.push(
      `${profile}, mined rules of three desks: agreement on held-out weeks ${percent(agreed / n)} (from ${percent(wilsonLower(agreed, n))}) of ${n}; ` +
        `people did what their own policy wants in ${percent(kept / n)} of these, the rules in ${percent(right / n)}`,
    );
    // People who err in one case of twelve agree with no rule in more than eleven.
    const least = profile === "strict" ? LEAST_AGREEMENT : Math.min(LEAST_AGREEMENT, kept / n - BELOW_PEOPLE);
    if (agreed / n < least) ok = false;
  }
  return { lines, ok };
}
