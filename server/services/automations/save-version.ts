import { insertAutomationVersion, newestAutomationVersion, updateAutomation } from "#db/queries/automations.ts";
import type { Context } from "#server/context.ts";
import { acts } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { problemsInWords } from "#server/domain/decisions/problems-in-words.ts";
import { ruleTableProblems } from "#server/domain/decisions/rule-table-problems.ts";
import { AppError } from "#server/errors.ts";
import type { OutcomeDefinition, Playbook, RuleTest } from "#server/playbooks/define.ts";
import { expressionsOf } from "#server/domain/decisions/asked-expressions.ts";
import { expressionProblems } from "#server/playbooks/expression-problems.ts";
import { ENGINE, ruleEngine } from "#server/playbooks/rule-engine.ts";
import { recordChange } from "../changes/record-change.ts";
import { changeStage } from "./change-stage.ts";
import { loadAutomation, loadRules } from "./load-automation.ts";
import { loadLearning } from "./load-learning.ts";
import { offerOf } from "./offer-of.ts";

export type SaveVersion = {
  automationId: string;
  /** The version the change began from: saving over a newer one is refused. */
  baseVersion: number;
  table: RuleTable;
  tests: readonly RuleTest[];
  note: string;
};

/**
 * Keeps new rules as the next version and makes them the present one. All their tests have to hold. Decisions and effects that were
 * made by an earlier version stay with that version.
 *
 * @throws AppError CONFLICT over a newer version, INPUT_INVALID when the table names what is not there or a test fails
 */
export async function saveVersion(context: Context, given: SaveVersion): Promise<{ version: number }> {
  const { store, workspaceId, actor, now } = context;
  const { automationId, baseVersion, table, tests, note } = given;
  return store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    if (automation.version !== baseVersion)
      throw new AppError("CONFLICT", `Version ${automation.version} was saved meanwhile. Reload to see it, then make your change again.`);
    const { outcomes } = await offerOf(tx, { workspaceId, playbook: automation.playbook });
    await mustDecide(automation.playbook, outcomes, table, tests);
    const version = (await newestAutomationVersion(tx, { workspaceId, automationId })) + 1;
    await insertAutomationVersion(tx, {
      workspaceId,
      automationId,
      version,
      rules: table,
      tests,
      note,
      engine: ENGINE,
      learned: await loadLearning(tx, { workspaceId, automationId, table }),
      madeBy: actor,
      now: now(),
    });
    await updateAutomation(tx, { workspaceId, automationId, change: { version } });
    if (acts(automation.stage)) {
      const reason = `Version ${version} of the rules has to show itself first`;
      await changeStage(context, tx, { automation: { ...automation, version }, stage: "shadow", reason, evidence: null });
    }
    const before = { version: automation.version };
    await recordChange(tx, { ...context, noun: "automation", nounId: automationId, verb: "save rules", before, after: { version, note } });
    return { version };
  });
}

/** Makes an earlier version the present one, as a new version: nothing in between is lost. @throws AppError NOT_FOUND, CONFLICT */
export async function restoreVersion(
  context: Context,
  { automationId, version, baseVersion }: { automationId: string; version: number; baseVersion: number },
): Promise<{ version: number }> {
  const { store, workspaceId } = context;
  const { table, tests } = await store.within({ workspaceId }, (tx) => loadRules(tx, { workspaceId, automationId, version }));
  return saveVersion(context, { automationId, baseVersion, table, tests, note: `Version ${version} again` });
}

const SHOWN_FAILED = 5;

async function mustDecide(
  playbook: Playbook,
  offered: readonly OutcomeDefinition[],
  table: RuleTable,
  tests: readonly RuleTest[],
): Promise<void> {
  const facts = new Set(playbook.facts.map(({ name }) => name));
  const outcomes = new Set([NEEDS_PERSON, ...offered.map(({ name }) => name)]);
  const strange = [...table.columns, ...table.rows.flatMap(({ when }) => Object.keys(when))].find((name) => !facts.has(name));
  if (strange !== undefined) throw new AppError("INPUT_INVALID", `"${strange}" is no fact of ${playbook.title}: take the column out.`);
  const row = table.rows.find(({ outcome }) => !outcomes.has(outcome));
  if (row) throw new AppError("INPUT_INVALID", `"${row.outcome}" is no outcome of ${playbook.title}: choose another for that row.`);
  if (new Set(table.rows.map(({ id }) => id)).size !== table.rows.length)
    throw new AppError("INPUT_INVALID", "Two rows have the same id: copy the row again.");
  const titles = new Map([[NEEDS_PERSON, "Needs a person"], ...offered.map(({ name, title }) => [name, title] as const)]);
  const titleOf = (outcome: string): string => titles.get(outcome) ?? outcome;
  const problems = [
    ...ruleTableProblems(table, playbook.facts, [...outcomes]).filter(({ weight }) => weight === "error"),
    ...expressionProblems(expressionsOf(table), playbook.facts),
  ];
  if (problems.length > 0) throw new AppError("INPUT_INVALID", `Not saved: ${problemsInWords(problems, table)}`);
  const engine = ruleEngine(table, playbook.facts);
  const failed: string[] = [];
  for (const test of tests) {
    const { outcome } = await engine.decide(test.facts);
    if (outcome !== test.outcome) failed.push(`"${test.name}" wants ${titleOf(test.outcome)} and gets ${titleOf(outcome)}`);
  }
  if (failed.length > 0) {
    const more = failed.length > SHOWN_FAILED ? `; and ${failed.length - SHOWN_FAILED} more` : "";
    throw new AppError(
      "INPUT_INVALID",
      `Not saved, because tests fail: ${failed.slice(0, SHOWN_FAILED).join("; ")}${more}. Change the rows, or change or delete the tests that should hold no longer.`,
    );
  }
}
