import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { tableDifferences } from "#server/domain/decisions/table-differences.ts";
import type { RuleTest, Rules } from "./edit-table.ts";

/** What changes from some rules to others, their tests among it, in words; [] where nothing does. */
export function rulesDifferences(
  before: Rules,
  after: Rules,
  facts: readonly FactDefinition[],
  titles: ReadonlyMap<string, string>,
): string[] {
  return [
    ...tableDifferences(before.table, after.table, facts, titles).map(({ words }) => words),
    ...testDifferences(before.tests, after.tests),
  ];
}

function testDifferences(before: readonly RuleTest[], after: readonly RuleTest[]): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`The tests: ${before.length === after.length ? "other cases or outcomes" : `${after.length} instead of ${before.length}`}.`];
}
