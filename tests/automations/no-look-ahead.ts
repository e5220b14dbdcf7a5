import { describe, expect, test } from "vitest";
import type { CaseHistory, RelatedCase } from "#server/domain/automations/case-history.ts";
import { asDecision, pastDecisions, type PastDecision } from "#server/domain/automations/replay.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import type { Playbook } from "#server/playbooks/define.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";

/** A decision of people with everything that is known of its case today. */
export type Decided = { history: CaseHistory; decision: PastDecision };

/** What people decided in cases, each with its case. */
export const decidedIn = (playbook: Playbook, read: { histories: readonly CaseHistory[]; fromMs: number; toMs: number }): Decided[] =>
  read.histories.flatMap((history) => pastDecisions(playbook, history, read).map((decision) => ({ history, decision })));

export const decisionsOf = (all: readonly Decided[]): PastDecision[] => all.map(({ decision }) => decision);

/** The nonsense that takes the place of the future. */
export type Poison = {
  attributes: NonNullable<OpsEvent["attributes"]>;
  /** Laid over the content of every version of a record that came later. */
  content: object;
  /** By whom later events were done; a person unless said otherwise. */
  actorKind?: OpsEvent["actorKind"];
  /** What becomes of a related case; unless said otherwise, later ones lose their content and earlier ones stay. */
  related?: (other: RelatedCase, atMs: number) => RelatedCase;
};

/** Everything that happened, was learned or came to be at or after a moment, replaced by nonsense. What never changes stays. */
function poisoned(history: CaseHistory, atMs: number, activity: string, poison: Poison): CaseHistory {
  const { attributes, content, actorKind = "person", related = withoutContent } = poison;
  return {
    ...history,
    events: history.events.map((event) => (event.endedAtMs < atMs ? event : { ...event, activity, actorKind, attributes })),
    records: history.records.map((record) =>
      record.knownAtMs < atMs ? record : { ...record, content: { ...Object(record.content), ...content } },
    ),
    related: history.related.map((other) => related(other, atMs)),
  };
}

const withoutContent = (other: RelatedCase, atMs: number): RelatedCase => (other.atMs < atMs ? other : { ...other, content: null });

/**
 * The tests of every playbook that a decision is taken on what was known then: whatever nonsense takes the place of the future, of no decision
 * a fact or the answer of the rules changes.
 *
 * @param decided made once the tests run
 * @param activities what later events are said to have been
 * @param least decisions below which the proof says little
 */
export function testNoLookAhead(
  playbook: Playbook,
  given: {
    decided: () => readonly Decided[];
    rules: RuleTable;
    activities: readonly string[];
    least: number;
    poison: (activity: string) => Poison;
  },
): void {
  const { decided, rules, activities, least, poison } = given;
  const factsUnder = ({ history, decision }: Decided, activity: string) =>
    playbook.factsAt(poisoned(history, decision.atMs, activity, poison(activity)), decision.atMs);

  describe(`no look-ahead in ${playbook.name}`, () => {
    test("a future that is poisoned from the moment of each decision on changes no fact, of all decisions", () => {
      const all = decided();
      expect(all.length).toBeGreaterThan(least);
      for (const [at, one] of all.entries()) expect(factsUnder(one, activities[at % activities.length]!)).toEqual(one.decision.facts);
    });

    test("nor does it change what the rules decide, of all decisions, whatever the nonsense", async () => {
      const engine = ruleEngine(rules, playbook.facts);
      const changed = [];
      let ruled = 0;
      for (const [at, one] of decided().entries()) {
        const activity = activities[(at + 1) % activities.length]!;
        const asItWas = await engine.decide(asDecision(one.decision).facts);
        const asPoisoned = await engine.decide(asDecision({ ...one.decision, facts: factsUnder(one, activity) }).facts);
        if (asItWas.rowId !== null) ruled += 1;
        if (asItWas.outcome !== asPoisoned.outcome || asItWas.rowId !== asPoisoned.rowId) changed.push([one.history.caseId, activity]);
      }
      expect(changed).toEqual([]);
      expect(ruled).toBeGreaterThan(0);
    });

    test("the nonsense is one that decides otherwise where it is known: with it in the past, facts change", () => {
      const changed = decided().filter(({ history, decision }, at) => {
        const activity = activities[at % activities.length]!;
        const facts = playbook.factsAt(poisoned(history, 0, activity, poison(activity)), decision.atMs);
        return JSON.stringify(facts) !== JSON.stringify(decision.facts);
      });
      expect(changed.length).toBeGreaterThan(decided().length / 2);
    });

    test("no fact is known later than the decision it is used for", () => {
      const late = decided().filter(({ decision }) =>
        Object.values(decision.facts).some(({ knownAtMs }) => (knownAtMs ?? 0) >= decision.atMs),
      );
      expect(late).toEqual([]);
    });
  });
}
