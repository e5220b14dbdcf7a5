import type { Context, JobContext } from "#server/context.ts";
import { agreementOf, type Agreement } from "#server/domain/automations/agreement.ts";
import { answersOf, type Replayed } from "#server/domain/automations/back-test.ts";
import { heldOutFolds, type Learning } from "#server/domain/automations/learning.ts";
import { asDecision, judge, type PastDecision } from "#server/domain/automations/replay.ts";
import { agreedIn, joined, leavesIn, learnTree, learnTwofold, type Leaf, type Tree } from "#server/domain/decisions/decision-tree.ts";
import type { Condition } from "#server/domain/decisions/decision.ts";
import { expectedAgreement, type Agreed } from "#server/domain/decisions/expected-agreement.ts";
import { NEEDS_PERSON, type RuleRow, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { tableFromMining } from "#server/domain/decisions/table-from-mining.ts";
import type { Offer, Playbook } from "#server/playbooks/define.ts";
import { ruleEngine } from "#server/playbooks/rule-engine.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { startJob } from "../jobs/start-job.ts";
import { loadAutomation } from "./load-automation.ts";
import { offerOf } from "./offer-of.ts";
import { eachPastDecision } from "./run-back-test.ts";

const DAY_MS = 86_400_000;
const LOOKS_BACK_DAYS = 90;
/**
 * Conditions a row beside those of its part. At a help desk of the sandbox, language, value, age and VIP of one topic take five: with three,
 * drafts agreed with 93.5 % of held-out decisions, with five 95.4 %, in three rows more of fifty.
 */
const DRAFT_DEPTH = 5;

const FEWEST = 5; // A habit is not seen in fewer cases, however alike a team decides.

/** Starts learning a draft from what people decided in the last 90 days. @throws AppError NOT_FOUND */
export async function requestDraft(context: Context, { automationId }: { automationId: string }): Promise<{ jobRunId: string }> {
  const { store, workspaceId } = context;
  return store.within({ workspaceId }, async (tx) => {
    const { name } = await loadAutomation(tx, { workspaceId, automationId });
    const title = `Learn rules for "${name}" from decisions`;
    return { jobRunId: await startJob(context, tx, { name: "draft-rules", title, subjectId: automationId, payload: { automationId } }) };
  });
}

/**
 * The table that people's decisions of the last 90 days draw, as a draft: nothing is saved.
 *
 * @returns the table, and what it was learned from
 * @throws AppError NOT_FOUND
 */
export async function draftRules(
  context: JobContext,
  { automationId }: { automationId: string },
  progress: JobProgress,
): Promise<Learning & { table: RuleTable }> {
  const { store, workspaceId, now } = context;
  const { playbook, offer } = await store.within({ workspaceId }, async (tx) => {
    const { playbook: found } = await loadAutomation(tx, { workspaceId, automationId });
    return { playbook: found, offer: await offerOf(tx, { workspaceId, playbook: found }) };
  });
  const toMs = now().getTime();
  const decisions: PastDecision[] = [];
  const window = { fromMs: toMs - LOOKS_BACK_DAYS * DAY_MS, toMs };
  for await (const decision of eachPastDecision(context, { playbook, window, progress })) decisions.push(decision);
  const learns = { ...playbook, ...offer };
  return {
    table: tableOf(learns, decisions),
    decisions: decisions.length,
    fromMs: window.fromMs,
    untilMs: toMs,
    heldOut: await heldOutOf(learns, decisions),
  };
}

/**
 * How rules that are learned in this way agree with people on cases that they were not shown: learned ten times, each time without a tenth
 * of the cases, and judged on that tenth.
 *
 * @returns null where there are too few cases to hold any out
 */
export async function heldOutOf(
  playbook: Parameters<typeof tableOf>[0] & Pick<Playbook, "costOf">,
  decisions: readonly PastDecision[],
): Promise<Agreement | null> {
  const folds = heldOutFolds(decisions);
  const replayed: Replayed[] = [];
  for (const { learned, heldOut } of folds) {
    const table = tableOf(playbook, learned);
    const engine = ruleEngine(table, playbook.facts);
    for (const decision of heldOut) replayed.push(judge(playbook, decision, await engine.decide(asDecision(decision).facts), table));
  }
  return folds.length === 0 ? null : agreementOf(answersOf(replayed));
}

/**
 * A table learned situation by situation: the facts by which a playbook splits its cases stand in every row, and a tree that is short
 * enough to read decides within each part. Where agreement of the playbook's share is not to be expected of a row, it asks a person: a row of
 * few cases is judged by how alike the same people decide elsewhere (docs/method/drafted-rules.md).
 */
export function tableOf(
  playbook: Pick<Playbook, "splitBy" | "draftsFrom" | "facts" | "twofold"> & Pick<Offer, "outcomes" | "beforePeople">,
  decisions: readonly PastDecision[],
): RuleTable {
  const parts = new Map<string, PastDecision[]>();
  for (const decision of decisions) {
    const key = JSON.stringify(playbook.splitBy.map((fact) => decision.facts[fact]?.value ?? null));
    parts.set(key, [...(parts.get(key) ?? []), decision]);
  }
  // What is left to people in any case is not decided for them.
  const outcomeOf = new Map(playbook.outcomes.flatMap(({ name, does }) => (does === null ? [] : [[name, name] as const])));
  const titles = new Map(playbook.outcomes.map(({ name, title }) => [name, title]));
  const free = playbook.facts.filter(({ name }) => !playbook.splitBy.includes(name));
  const learnt = [...parts.values()]
    .sort((a, b) => b.length - a.length)
    .map((part) => {
      const within = playbook.splitBy.map((fact): Condition => {
        const value = part[0]?.facts[fact]?.value ?? null;
        return value === null ? { fact, test: "is unknown" } : { fact, test: "is", value: String(value) };
      });
      const names = new Set(free.map(({ name }) => name));
      const learned = part.map(asDecision).map(({ facts, outcome }) => ({
        facts: Object.fromEntries(Object.entries(facts).filter(([name]) => names.has(name))),
        outcome,
      }));
      const { twofold } = playbook;
      return { within, seen: learned, tree: twofold ? learnTwofold(learned, twofold, DRAFT_DEPTH) : learnTree(learned, DRAFT_DEPTH) };
    });
  // Only what could be decided for people tells how alike they decide: nothing is drafted of the rest.
  const leaves = learnt.flatMap(({ tree }) => leavesIn(tree)).filter(({ outcome }) => outcomeOf.has(outcome));
  const expected = expectedAgreement(leaves.map(agreedIn));
  const isSure = (leaf: Agreed) => leaf.decisions >= FEWEST && expected(leaf) >= playbook.draftsFrom;
  const asks = (leaf: Leaf) => !outcomeOf.has(leaf.outcome) || !isSure(agreedIn(leaf));
  // A part of fewer cases decides nothing: its rows would only say so.
  const rows = learnt
    .filter(({ seen }) => seen.length >= FEWEST)
    .flatMap(
      ({ within, seen, tree }) =>
        tableFromMining(withoutSplinters(tree, asks), playbook.facts, outcomeOf, { isSure, within, titles, seen }).rows,
    );
  const numbered = rows.map((row, at) => ({ ...row, id: `mined-${at + 1}` }));
  const { beforePeople = [] } = playbook;
  // Each learned row rests on those above it not being met, so what goes before people is asked at the place of each row that asks them.
  const all = numbered.flatMap((row) =>
    row.outcome === NEEDS_PERSON
      ? [
          ...beforePeople
            .filter((before) => !isApart(before, row))
            .map((before) => ({ ...before, id: `${before.id}-${row.id}`, when: { ...row.when, ...before.when } })),
          row,
        ]
      : [row],
  );
  all.push(...beforePeople);
  const used = new Set(all.flatMap(({ when }) => Object.keys(when)));
  return {
    columns: playbook.facts.map(({ name }) => name).filter((name) => used.has(name)),
    rows: [...all, { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this case." }],
  };
}

/** Two leaves that both ask a person, one of them of few cases, are one row: two would ask the same people about the same. */
function withoutSplinters(tree: Tree, asks: (leaf: Leaf) => boolean): Tree {
  if (!("condition" in tree)) return tree;
  const yes = withoutSplinters(tree.yes, asks);
  const no = withoutSplinters(tree.no, asks);
  if ("condition" in yes || "condition" in no || !asks(yes) || !asks(no)) return { ...tree, yes, no };
  const [less, more] = [yes, no].sort((a, b) => agreedIn(a).decisions - agreedIn(b).decisions);
  const both = joined(more!, less!);
  return agreedIn(less!).decisions < FEWEST && asks(both) ? both : { ...tree, yes, no };
}

/** Two rows that no case meets both: they want different values of one fact. */
const isApart = ({ when }: RuleRow, other: RuleRow): boolean =>
  Object.entries(when).some(([fact, cell]) => {
    const there = other.when[fact];
    return cell.test === "is" && there?.test === "is" && !cell.values.some((value) => there.values.includes(value));
  });
