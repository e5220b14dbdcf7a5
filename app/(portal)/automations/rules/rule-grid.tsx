"use client";
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- as cards the elements lose display: table, and with it, in some browsers, their roles */
import { useRef, type KeyboardEvent } from "react";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowLeft from "lucide-react/icons/arrow-left";
import ArrowRight from "lucide-react/icons/arrow-right";
import ArrowUp from "lucide-react/icons/arrow-up";
import Copy from "lucide-react/icons/copy";
import Ellipsis from "lucide-react/icons/ellipsis";
import Plus from "lucide-react/icons/plus";
import Trash from "lucide-react/icons/trash-2";
import { classNames } from "#app/ui/class-names.ts";
import { Menu } from "#app/ui/menu.tsx";
import type { RuleProblem } from "#server/domain/decisions/rule-table-problems.ts";
import type { FactDefinition, RuleRow, RuleTable } from "#server/domain/decisions/rule-table.ts";
import { CellButton } from "./cell-button.tsx";
import type { TableEdit } from "./edit-table.ts";

type RuleGridProps = {
  table: RuleTable;
  facts: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  problems: readonly RuleProblem[];
  /** The row that decides the case that is being tried. */
  firing: string | null;
  readOnly: boolean;
  onEdit: (change: TableEdit) => void;
};

/**
 * The decision table. Arrows move between cells, Enter opens one; with Alt, arrows move the row, Enter adds one below, D duplicates and
 * Delete removes it. On a phone each row is a card.
 */
export function RuleGrid({ table, facts, outcomes, problems, firing, readOnly, onEdit }: RuleGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const definitions = table.columns.map((column) => facts.find(({ name }) => name === column) ?? strange(column));

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const row = rowOf(event.target);
    if (row === null || readOnly) return;
    const change = event.altKey ? changeByKey(event.key, row) : null;
    if (change !== null) {
      event.preventDefault();
      onEdit(change);
      const to =
        change.edit === "move row" ? row + change.by : change.edit === "add row" || change.edit === "duplicate row" ? row + 1 : row;
      // After the table is drawn anew the focus is on the same column of the row that was meant.
      const column = columnOf(event.target);
      requestAnimationFrame(() => focusCell(grid.current, Math.max(0, Math.min(to, table.rows.length)), column));
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLButtonElement)) return;
    const step = STEPS[event.key];
    if (step === undefined || !event.target.hasAttribute("data-cell")) return;
    event.preventDefault();
    focusCell(grid.current, row + step[0], columnOf(event.target) + step[1]);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only hands on keys that its buttons do not use
    <div ref={grid} className="table-room rounded-lg border border-line bg-panel" onKeyDown={onKeyDown}>
      {/* Positioned, so that texts for screen readers scroll with it and do not widen the page. */}
      <div className="relative overflow-x-auto rounded-lg">
        <table className="data-table" role="table">
          <caption className="sr-only">Rules: the first row that is met decides</caption>
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                Row
              </th>
              {definitions.map((definition, index) => (
                <th key={definition.name} role="columnheader" scope="col">
                  <span className="inline-flex items-center gap-1">
                    {definition.title}
                    {definition.type.kind === "number" && definition.type.unit !== null && (
                      <span className="font-normal">({definition.type.unit})</span>
                    )}
                    {!readOnly && (
                      <Menu
                        label={`Column ${definition.title}`}
                        variant="quiet"
                        size="small"
                        square
                        face={<Ellipsis aria-hidden="true" />}
                        items={[
                          ...(index > 0
                            ? [
                                {
                                  label: "Move left",
                                  icon: <ArrowLeft />,
                                  onSelect: () => onEdit({ edit: "move column", column: definition.name, by: -1 }),
                                },
                              ]
                            : []),
                          ...(index < definitions.length - 1
                            ? [
                                {
                                  label: "Move right",
                                  icon: <ArrowRight />,
                                  onSelect: () => onEdit({ edit: "move column", column: definition.name, by: 1 }),
                                },
                              ]
                            : []),
                          {
                            label: "Delete the column",
                            icon: <Trash />,
                            danger: true,
                            onSelect: () => onEdit({ edit: "delete column", column: definition.name }),
                          },
                        ]}
                      />
                    )}
                  </span>
                </th>
              ))}
              <th role="columnheader" scope="col" className={classNames(IN_VIEW, "sm:bg-panel")}>
                Then, because
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {table.rows.map((row, index) => (
              <GridRow
                key={row.id}
                {...{ row, index, definitions, outcomes, readOnly, onEdit }}
                last={index === table.rows.length - 1}
                firing={firing === row.id}
                problems={problems.filter(({ rowId }) => rowId === row.id)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** What a row decides, and why, stays in view, however many columns stand before it. */
const IN_VIEW = "sm:sticky sm:end-0 sm:z-10 sm:shadow-[-1px_0_0_var(--line)]";

function GridRow({
  row,
  index,
  last,
  definitions,
  outcomes,
  problems,
  firing,
  readOnly,
  onEdit,
}: {
  row: RuleRow;
  index: number;
  last: boolean;
  definitions: readonly FactDefinition[];
  outcomes: readonly { name: string; title: string }[];
  problems: readonly RuleProblem[];
  firing: boolean;
  readOnly: boolean;
  onEdit: (change: TableEdit) => void;
}) {
  const name = `Row ${index + 1}`;
  const known = outcomes.some((outcome) => outcome.name === row.outcome);
  const ground = firing ? "sm:bg-accent-soft" : "sm:bg-panel"; // What scrolls away beneath must not shine through.
  const notes = problems.filter(({ weight }) => weight === "note");
  return (
    <tr
      role="row"
      data-row={index}
      className={classNames("align-top", firing && "bg-accent-soft")}
      aria-label={firing ? `${name}, decides the case` : name}
    >
      <td role="cell" data-role="title" className="w-10 font-medium tabular-nums">
        <span className="sm:hidden">Row </span>
        {index + 1}
        {firing && <span className="block text-xs font-normal text-accent">decides</span>}
      </td>
      {definitions.map((definition) => (
        <td key={definition.name} role="cell" data-label={definition.title} className="min-w-32">
          <CellButton
            definition={definition}
            cell={row.when[definition.name]}
            rowName={name}
            invalid={problems.some(({ column, weight }) => column === definition.name && weight === "error")}
            readOnly={readOnly}
            onChange={(cell) => onEdit({ edit: "cell", row: index, column: definition.name, cell })}
          />
        </td>
      ))}
      <td role="cell" data-label="Then" className={classNames("sm:w-80 sm:min-w-80", IN_VIEW, ground)}>
        {/* On a phone the cell is a row of label and content: decision, reason and problems stand below each other in it. */}
        <div className="min-w-0 flex-1 text-start">
          {readOnly ? (
            <>
              <span className="block font-medium">{outcomes.find((outcome) => outcome.name === row.outcome)?.title ?? row.outcome}</span>
              <span className="block text-pretty text-soft">{row.reason}</span>
            </>
          ) : (
            <>
              <div className="mb-1.5 flex items-center gap-1">
                <select
                  className="control min-w-0 flex-1"
                  aria-label={`${name}, decision`}
                  aria-invalid={!known || undefined}
                  value={row.outcome}
                  onChange={({ target }) => onEdit({ edit: "outcome", row: index, outcome: target.value })}
                >
                  {!known && <option value={row.outcome}>{row.outcome === "" ? "Choose" : row.outcome}</option>}
                  {outcomes.map((outcome) => (
                    <option key={outcome.name} value={outcome.name}>
                      {outcome.title}
                    </option>
                  ))}
                </select>
                <RowMenu {...{ index, last, onEdit }} />
              </div>
              <input
                className="control"
                aria-label={`${name}, reason`}
                aria-invalid={row.reason.trim() === "" || undefined}
                placeholder="Why"
                title={row.reason}
                value={row.reason}
                onChange={({ target }) => onEdit({ edit: "reason", row: index, reason: target.value })}
              />
            </>
          )}
          <ProblemList name={`Problems of row ${index + 1}`} problems={problems.filter(({ weight }) => weight !== "note")} />
          {notes.length > 0 && (
            <details className="mt-1.5 text-sm text-soft">
              <summary className="min-h-6 cursor-pointer">
                {notes.length === 1 ? "One thing to know" : `${notes.length} things to know`}
              </summary>
              <ProblemList name={`Notes on row ${index + 1}`} problems={notes} />
            </details>
          )}
        </div>
      </td>
    </tr>
  );
}

function RowMenu({ index, last, onEdit }: { index: number; last: boolean; onEdit: (change: TableEdit) => void }) {
  return (
    <Menu
      label={`What to do with row ${index + 1}`}
      variant="quiet"
      size="small"
      square
      face={<Ellipsis aria-hidden="true" />}
      items={[
        { label: "Add a row above", icon: <Plus />, onSelect: () => onEdit({ edit: "add row", at: index }) },
        { label: "Add a row below", icon: <Plus />, onSelect: () => onEdit({ edit: "add row", at: index + 1 }) },
        { label: "Duplicate", icon: <Copy />, onSelect: () => onEdit({ edit: "duplicate row", row: index }) },
        ...(index > 0 ? [{ label: "Move up", icon: <ArrowUp />, onSelect: () => onEdit({ edit: "move row", row: index, by: -1 }) }] : []),
        ...(last ? [] : [{ label: "Move down", icon: <ArrowDown />, onSelect: () => onEdit({ edit: "move row", row: index, by: 1 }) }]),
        { label: "Delete", icon: <Trash />, danger: true, onSelect: () => onEdit({ edit: "delete row", row: index }) },
      ]}
    />
  );
}

function ProblemList({ name, problems }: { name: string; problems: readonly RuleProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="mt-1.5 space-y-1 text-start text-sm" aria-label={name}>
      {problems.map(({ words, weight, column }) => (
        <li
          key={`${column ?? ""} ${words}`}
          className={classNames("text-pretty", weight === "error" ? "text-danger" : weight === "warning" ? "text-warn" : "text-soft")}
        >
          {weight === "note" ? "" : weight === "error" ? "Error: " : "Warning: "}
          {words}
        </li>
      ))}
    </ul>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function changeByKey(key: string, row: number): (TableEdit & { row?: number }) | null {
  if (key === "ArrowUp" || key === "ArrowDown") return { edit: "move row", row, by: key === "ArrowUp" ? -1 : 1 };
  if (key === "Enter") return { edit: "add row", at: row + 1 };
  if (key === "d" || key === "D") return { edit: "duplicate row", row };
  return key === "Delete" || key === "Backspace" ? { edit: "delete row", row } : null;
}

function rowOf(target: EventTarget): number | null {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-row]") : null;
  return row === null ? null : Number(row.dataset["row"]);
}

function columnOf(target: EventTarget): number {
  if (!(target instanceof HTMLElement)) return 0;
  const cells = [...(target.closest("tr")?.querySelectorAll("[data-cell]") ?? [])];
  return Math.max(0, cells.indexOf(target));
}

function focusCell(grid: HTMLElement | null, row: number, column: number) {
  const rows = grid?.querySelectorAll("[data-row]");
  const cells = rows?.[Math.max(0, Math.min(row, rows.length - 1))]?.querySelectorAll<HTMLElement>("[data-cell]");
  cells?.[Math.max(0, Math.min(column, cells.length - 1))]?.focus();
}

/** A column of a file or an older version that the playbook does not know any more. */
function strange(name: string): FactDefinition {
  return { name, title: name, type: { kind: "text" }, source: "a fact that this playbook does not know" };
}
