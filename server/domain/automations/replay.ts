import { isSettled } from "../decisions/is-settled.ts";
import { NEEDS_PERSON, type RuleTable } from "../decisions/rule-table.ts";
import type { FactValue } from "../decisions/decision.ts";
import type { OpsEvent } from "../event-log/event.ts";
import type { Replayed } from "./back-test.ts";
import { regretOf, type Alternative } from "./regret.ts";
import { valuesOf, type CaseHistory, type Facts, type Occasion } from "./case-history.ts";

/** What a replay needs of a playbook. */
export type Replays = {
  occasions: (history: CaseHistory, untilMs: number) => Occasion[];
  factsAt: (history: CaseHistory, atMs: number) => Facts;
  decidedBy: (event: OpsEvent, history: CaseHistory) => string | null;
  costOf: (given: { decided: string; people: string; facts: Facts }) => { costMinor: number; severe: boolean };
  alternatives?: { at: (history: CaseHistory, atMs: number) => Alternative[] };
};

/** A decision that a person took on a situation of a case, with the facts just before it, and what each outcome would have cost by then. */
export type PastDecision = {
  caseId: string;
  atMs: number;
  people: string;
  facts: Facts;
  occasion: string;
  alternatives: readonly Alternative[];
};

/** The situation that waits for a decision at a moment; null where none does: what came up last was settled, or waits for something. */
export function pendingAt(playbook: Pick<Replays, "occasions" | "factsAt">, history: CaseHistory, atMs: number): Occasion | null {
  const latest = playbook.occasions(history, atMs).at(-1);
  return latest && playbook.factsAt(history, atMs + 1)["situation"]?.value === latest.situation ? latest : null;
}

/**
 * What people decided in a window, each once a situation: the first thing they did about it. Only what was known before that
 * moment is looked at, so nothing that was learned later can tell.
 */
export function pastDecisions(playbook: Replays, history: CaseHistory, { fromMs, toMs }: { fromMs: number; toMs: number }): PastDecision[] {
  const found: PastDecision[] = [];
  const answered = new Set<string>();
  for (const event of history.events) {
    const people = playbook.decidedBy(event, history);
    if (people === null || event.endedAtMs >= toMs) continue;
    // Situations that came up by what this very event did are not what it answered.
    const known = { ...history, events: history.events.filter(({ endedAtMs }) => endedAtMs < event.endedAtMs) };
    const pending = playbook.occasions(known, event.endedAtMs).at(-1);
    if (!pending || answered.has(pending.key)) continue;
    answered.add(pending.key);
    if (event.endedAtMs < fromMs) continue;
    const facts = playbook.factsAt(history, event.endedAtMs);
    const alternatives = playbook.alternatives?.at(history, event.endedAtMs) ?? [];
    found.push({ caseId: history.caseId, atMs: event.endedAtMs, people, facts, occasion: pending.key, alternatives });
  }
  return found;
}

/** What rules say of a past decision. */
export function judge(
  playbook: Pick<Replays, "costOf">,
  { caseId, atMs, people, facts, alternatives }: PastDecision,
  answer: { rowId: string | null; outcome: string },
  table: RuleTable,
): Replayed {
  const decided = answer.outcome;
  const cost = decided === NEEDS_PERSON ? { costMinor: 0, severe: false } : playbook.costOf({ decided, people, facts });
  const knowable = isSettled(table, valuesOf(facts), answer.rowId);
  const regret = { rules: regretOf(alternatives, decided), people: regretOf(alternatives, people) };
  return { caseId, atMs, facts, rowId: answer.rowId, decided, people, ...cost, knowable, regret };
}

/** A past decision as decision mining takes it. */
export const asDecision = ({ facts, people }: PastDecision): { facts: Record<string, FactValue>; outcome: string } => ({
  facts: valuesOf(facts),
  outcome: people,
});
