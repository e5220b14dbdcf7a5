import { cellWords, inList } from "./cell-words.ts";
import { coverageOf, type Coverage } from "./rule-table-coverage.ts";
import { MOST_REASON, NEEDS_PERSON, type CellTest, type FactDefinition, type RuleRow, type RuleTable } from "./rule-table.ts";

/**
 * Something to look at in a table. `error`: the table cannot be kept so; `warning`: surely not meant; `note`: worth knowing, and fine
 * where it is meant. rowId and column are null where the whole table is meant. `unreadable` only the decision engine can say.
 */
export type RuleProblem = {
  kind:
    | "unknown fact"
    | "wrong value"
    | "unreadable"
    | "wrong outcome"
    | "no reason"
    | "long reason"
    | "doubled id"
    | "dead row"
    | "overlap"
    | "gap"
    | "not checked";
  weight: "error" | "warning" | "note";
  rowId: string | null;
  column: string | null;
  words: string;
};

/** Limits beyond this size cannot be told apart for sure by the decision engine, which counts in 28 decimal digits. */
const LARGEST_NUMBER = 1e15;

/**
 * Everything that can be said about a table without any case: values of the wrong type, rows that can never fire, rows that decide the
 * same case differently, and cases that no row decides. The last three are exact: every column is divided into the values that the rows
 * treat alike, and all combinations are looked at, except beyond COVERAGE_LIMIT, where the table says that it was not checked.
 *
 * @param outcomes those of the playbook; NEEDS_PERSON is always allowed
 * @returns in order of rows, the whole table last
 */
export function ruleTableProblems(table: RuleTable, facts: readonly FactDefinition[], outcomes: readonly string[]): RuleProblem[] {
  const byName = new Map(facts.map((fact) => [fact.name, fact]));
  const columns = table.columns.filter((column) => byName.has(column));
  const coverage = coverageOf({ columns, rows: table.rows }, facts);
  const numberOf = new Map(table.rows.map(({ id }, index) => [id, index + 1]));
  const found = [
    ...columnProblems(table, byName),
    ...table.rows.flatMap((row) => [
      ...cellProblems(table, row, byName),
      ...outcomeProblems(row, outcomes, table, numberOf),
      ...coverageProblems(row, coverage, numberOf, table),
    ]),
    ...gapProblems(coverage, table, byName),
  ];
  const place = ({ rowId }: RuleProblem) => (rowId === null ? table.rows.length + 1 : numberOf.get(rowId)!);
  return found.sort((a, b) => place(a) - place(b));
}

function columnProblems({ columns }: RuleTable, byName: ReadonlyMap<string, FactDefinition>): RuleProblem[] {
  return columns.flatMap((column, index): RuleProblem[] => {
    if (!byName.has(column))
      return [problem("unknown fact", "error", null, column, `The column "${column}" asks for a fact that this playbook does not know.`)];
    return columns.indexOf(column) === index ? [] : [problem("unknown fact", "error", null, column, `Two columns ask for "${column}".`)];
  });
}

function cellProblems({ columns }: RuleTable, row: RuleRow, byName: ReadonlyMap<string, FactDefinition>): RuleProblem[] {
  return Object.entries(row.when).flatMap(([column, cell]): RuleProblem[] => {
    const definition = byName.get(column);
    if (definition === undefined) return [];
    const at = (words: string) => problem("wrong value", "error", row.id, column, words);
    if (!columns.includes(column) && cell.test !== "any")
      return [at(`It asks for ${definition.title}, but the table has no such column: the condition would not be looked at.`)];
    return wordsAgainst(cell, definition).map(at);
  });
}

function wordsAgainst(cell: CellTest, { title, type }: FactDefinition): string[] {
  if (cell.test === "expression") return cell.text.trim() === "" ? [`The expression for ${title} is empty.`] : [];
  if (cell.test === "between") {
    if (type.kind !== "number") return [`${title} is not a number, so it has no range.`];
    const ends = [cell.low, cell.high].filter((end) => end !== null);
    if (ends.some((end) => !isFair(end))) return [`A limit of ${title} is not a number that can be compared.`];
    return cell.low !== null && cell.high !== null && cell.low > cell.high
      ? [`${title}: nothing is ${cellWords(cell, undefined)}, the first number is the larger one.`]
      : [];
  }
  if (cell.test !== "is" && cell.test !== "not") return [];
  if (cell.values.length === 0) return [`Choose at least one value for ${title}.`];
  const wrong = cell.values.filter((value) => !fits(value, type));
  if (wrong.length === 0) return [];
  const allowed = type.kind === "choice" ? ` It can be ${inList(type.options, "or")}.` : ` It has to be ${kindInWords(type)}.`;
  return [`${title} cannot be ${inList(wrong, "or")}.${allowed}`];
}

function fits(value: string | number | boolean, type: FactDefinition["type"]): boolean {
  if (type.kind === "boolean") return typeof value === "boolean";
  if (type.kind === "number") return typeof value === "number" && isFair(value);
  return typeof value === "string" && (type.kind === "text" || type.options.includes(value));
}

function isFair(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= LARGEST_NUMBER;
}

function kindInWords({ kind }: FactDefinition["type"]): string {
  return kind === "boolean" ? "yes or no" : kind === "number" ? "a number" : "a text";
}

function outcomeProblems(
  row: RuleRow,
  outcomes: readonly string[],
  { rows }: RuleTable,
  numberOf: ReadonlyMap<string, number>,
): RuleProblem[] {
  const found: RuleProblem[] = [];
  if (row.outcome === "") found.push(problem("wrong outcome", "error", row.id, null, "Choose what this row decides."));
  else if (row.outcome !== NEEDS_PERSON && !outcomes.includes(row.outcome))
    found.push(problem("wrong outcome", "error", row.id, null, `"${row.outcome}" is not an outcome of this playbook.`));
  if (row.reason.trim() === "") found.push(problem("no reason", "error", row.id, null, "Say why, in the words of your team."));
  const length = row.reason.trim().length;
  if (length > MOST_REASON)
    found.push(problem("long reason", "error", row.id, null, `The reason has ${length} characters; use at most ${MOST_REASON}.`));
  const first = rows.find(({ id }) => id === row.id)!;
  if (first !== row)
    found.push(problem("doubled id", "error", row.id, null, `Row ${numberOf.get(row.id)} has the same id "${row.id}" as another row.`));
  return found;
}

function coverageProblems(row: RuleRow, coverage: Coverage, numberOf: ReadonlyMap<string, number>, { rows }: RuleTable): RuleProblem[] {
  if (coverage.kind === "too large") return [];
  const number = (id: string) => numberOf.get(id)!;
  const dead = coverage.dead.find(({ rowId }) => rowId === row.id);
  if (dead !== undefined) {
    const words =
      dead.coveredBy.length === 0
        ? "This row can never fire: no value meets all its conditions."
        : `This row can never fire: ${rowsInWords(dead.coveredBy.map(number))} ${dead.coveredBy.length === 1 ? "decides" : "decide"} all its cases before.`;
    return [problem("dead row", "warning", row.id, null, words)];
  }
  return coverage.overlaps
    .filter(({ later }) => later === row.id)
    .map(({ first, example }) => {
      const winner = rows.find(({ id }) => id === first)!;
      return problem(
        "overlap",
        "note",
        row.id,
        null,
        `Row ${number(first)} decides first, "${winner.outcome}", where ${exampleInWords(example)}.`,
      );
    });
}

function gapProblems(coverage: Coverage, { rows }: RuleTable, byName: ReadonlyMap<string, FactDefinition>): RuleProblem[] {
  if (coverage.kind === "too large")
    return [
      problem(
        "not checked",
        "note",
        null,
        null,
        `Not checked for rows that never fire, overlaps and gaps: the table has more than ${coverage.limit.toLocaleString("en")} combinations of rows. Values and types were checked.`,
      ),
    ];
  const unread = rows.filter(({ when }) => Object.entries(when).some(([column, cell]) => byName.has(column) && cell.test === "expression"));
  return [
    ...(coverage.gap === null
      ? []
      : [problem("gap", "note", null, null, `No row decides where ${exampleInWords(coverage.gap)}. A person has to decide such cases.`)]),
    ...unread.map((row) =>
      problem(
        "not checked",
        "note",
        row.id,
        null,
        "An expression is not checked for overlaps: the row may fire more often or less often than it seems.",
      ),
    ),
  ];
}

function exampleInWords(example: readonly string[]): string {
  return example.length === 0 ? "anything is known" : example.join(" and ");
}

function rowsInWords(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length === 1 ? `row ${sorted[0]}` : `rows ${inList(sorted, "and")}`;
}

function problem(
  kind: RuleProblem["kind"],
  weight: RuleProblem["weight"],
  rowId: string | null,
  column: string | null,
  words: string,
): RuleProblem {
  return { kind, weight, rowId, column, words };
}
