import { textValue } from "./value-words.ts";
import { quantityWords } from "./quantity-words.ts";
import { NEEDS_PERSON, type CellTest, type FactDefinition, type RuleRow, type RuleTable } from "./rule-table.ts";

/** A cell as people say it, without its fact: "from 50 to 200 USD", "DE or FR", "not known". */
export function cellWords(cell: CellTest | undefined, definition: FactDefinition | undefined): string {
  const unitName = definition?.type.kind === "number" ? definition.type.unit : null;
  const unit = unitName === null ? "" : ` ${unitName}`;
  const spoken = (value: string | number | boolean) => (typeof value === "string" ? textValue(value, definition) : value);
  if (cell === undefined || cell.test === "any") return "anything";
  if (cell.test === "is") return cell.values.length === 0 ? "nothing chosen yet" : `${inList(cell.values.map(spoken), "or")}${unit}`;
  if (cell.test === "not") return cell.values.length === 0 ? "anything" : `not ${inList(cell.values.map(spoken), "or")}${unit}`;
  if (cell.test === "known") return "known";
  if (cell.test === "unknown") return "not known";
  if (cell.test === "expression") return cell.text;
  if (cell.high === null) return cell.low === null ? "any number" : `at least ${quantityWords(cell.low, unitName)}`;
  const most = quantityWords(cell.high, unitName);
  return cell.low === null ? `at most ${most}` : `from ${cell.low} to ${most}`;
}

/**
 * A row as a sentence: "If order total is at most 50 USD and address is complete: release the hold."
 *
 * @param titles how people call the outcomes, by name
 */
export function rowWords(
  row: RuleRow,
  { columns }: Pick<RuleTable, "columns">,
  facts: readonly FactDefinition[],
  titles: ReadonlyMap<string, string> = new Map(),
): string {
  const conditions = columns.flatMap((column) => {
    const cell = row.when[column];
    if (cell === undefined || cell.test === "any") return [];
    const definition = facts.find(({ name }) => name === column);
    const title = definition?.title ?? column;
    return [cell.test === "expression" ? `${title} meets ${cell.text}` : `${title} is ${cellWords(cell, definition)}`];
  });
  const when = conditions.length === 0 ? "Always" : `If ${conditions.join(" and ")}`;
  return `${when}: ${row.outcome === NEEDS_PERSON ? "a person has to decide" : (titles.get(row.outcome) ?? row.outcome)}.`;
}

/** A row as the editor names it: by its number in the table, from 1, and as a sentence; null where the table has no such row. */
export function rowNamed(
  rowId: string,
  table: RuleTable,
  facts: readonly FactDefinition[],
  titles: ReadonlyMap<string, string>,
): { number: number; words: string } | null {
  const at = table.rows.findIndex(({ id }) => id === rowId);
  return at < 0 ? null : { number: at + 1, words: rowWords(table.rows[at]!, table, facts, titles) };
}

/** "Yes" and "no" for what is true or false, everything else as it is: "DE, FR or yes". */
export function inList(values: readonly (string | number | boolean)[], joint: "and" | "or"): string {
  const words = values.map((value) => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value)));
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)!}`;
}
