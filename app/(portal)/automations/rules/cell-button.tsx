"use client";
import { useId, useRef, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { classNames } from "#app/ui/class-names.ts";
import { FloatingPanel } from "#app/ui/floating-panel.tsx";
import { cellWords, inList } from "#server/domain/decisions/cell-words.ts";
import { valueWords } from "#server/domain/decisions/value-words.ts";
import type { CellTest, FactDefinition } from "#server/domain/decisions/rule-table.ts";
import { firstCell } from "./edit-table.ts";

type Literal = string | number | boolean;

type CellButtonProps = {
  definition: FactDefinition;
  cell: CellTest | undefined;
  /** "Row 3" */
  rowName: string;
  invalid: boolean;
  readOnly: boolean;
  onChange: (cell: CellTest) => void;
};

const TESTS: readonly { test: CellTest["test"]; label: string; kinds: readonly FactDefinition["type"]["kind"][] }[] = [
  { test: "any", label: "anything", kinds: ["boolean", "number", "choice", "text"] },
  { test: "is", label: "is", kinds: ["boolean", "number", "choice", "text"] },
  { test: "not", label: "is not", kinds: ["boolean", "number", "choice", "text"] },
  { test: "between", label: "is from ... to ...", kinds: ["number"] },
  { test: "known", label: "is known", kinds: ["boolean", "number", "choice", "text"] },
  { test: "unknown", label: "is not known", kinds: ["boolean", "number", "choice", "text"] },
  { test: "expression", label: "meets an expression", kinds: ["boolean", "number", "choice", "text"] },
];

/** One condition in words; a press opens what it can be. */
export function CellButton({ definition, cell, rowName, invalid, readOnly, onChange }: CellButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const words = cellWords(cell, definition);
  const quiet = cell === undefined || cell.test === "any";
  const name = `${rowName}, ${definition.title}: ${words}${invalid ? ", has an error" : ""}`;
  if (readOnly) return <span className={quiet ? "text-soft" : undefined}>{words}</span>;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-cell=""
        className={classNames(
          "min-h-8 w-full rounded-sm border px-2 py-1 text-start wrap-anywhere hover:border-edge max-sm:min-h-11 max-sm:w-auto max-sm:max-w-[60%]",
          invalid ? "border-danger bg-danger-soft" : "border-transparent",
          quiet && "text-soft",
        )}
        onClick={() => setOpen(true)}
      >
        {words}
      </button>
      {open && (
        <FloatingPanel anchor={button} label={`${rowName}, ${definition.title}`} sheet onClose={() => setOpen(false)}>
          <CellForm definition={definition} cell={cell ?? { test: "any" }} onChange={onChange} onDone={() => setOpen(false)} />
        </FloatingPanel>
      )}
    </>
  );
}

function CellForm({
  definition,
  cell,
  onChange,
  onDone,
}: {
  definition: FactDefinition;
  cell: CellTest;
  onChange: (cell: CellTest) => void;
  onDone: () => void;
}) {
  const { title, type, source } = definition;
  return (
    <form
      className="grid w-72 max-w-full gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
      }}
    >
      <label className="grid gap-1">
        <span className="font-medium">{title}</span>
        <select className="control" value={cell.test} onChange={({ target }) => onChange(changedTest(target.value, cell, definition))}>
          {TESTS.filter(({ kinds }) => kinds.includes(type.kind)).map(({ test, label }) => (
            <option key={test} value={test}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {(cell.test === "is" || cell.test === "not") && (
        <Values definition={definition} values={cell.values} onChange={(values) => onChange({ test: cell.test, values })} />
      )}
      {cell.test === "between" && (
        <div className="grid grid-cols-2 gap-2.5">
          <NumberInput label="from" value={cell.low} unit={unitOf(definition)} onChange={(low) => onChange({ ...cell, low })} />
          <NumberInput label="to" value={cell.high} unit={unitOf(definition)} onChange={(high) => onChange({ ...cell, high })} />
        </div>
      )}
      {cell.test === "expression" && (
        <label className="grid gap-1">
          <span>Expression, $ is the fact</span>
          <input
            className="control"
            value={cell.text}
            spellCheck={false}
            onChange={({ target }) => onChange({ test: "expression", text: target.value })}
          />
        </label>
      )}
      <p className="text-sm text-pretty text-soft">
        From {source}. A fact that is not known meets only &ldquo;not known&rdquo; and &ldquo;is not&rdquo;.
      </p>
      <Button type="submit" size="small">
        Done
      </Button>
    </form>
  );
}

function Values({
  definition: { title, type },
  values,
  onChange,
}: {
  definition: FactDefinition;
  values: readonly Literal[];
  onChange: (values: readonly Literal[]) => void;
}) {
  const [text, setText] = useState(values.map(String).join(", "));
  if (type.kind === "boolean" || type.kind === "choice") {
    const options: readonly Literal[] = type.kind === "boolean" ? [true, false] : type.options;
    return (
      <fieldset className="grid max-h-64 gap-1 overflow-y-auto">
        <legend className="sr-only">Values of {title}</legend>
        {options.map((option) => (
          <label key={String(option)} className="flex min-h-6 items-center gap-2 max-sm:min-h-11">
            <input
              type="checkbox"
              className="size-5 accent-accent"
              checked={values.includes(option)}
              onChange={({ target }) => onChange(target.checked ? [...values, option] : values.filter((value) => value !== option))}
            />
            {typeof option === "string" ? valueWords(option) : inList([option], "or")}
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <label className="grid gap-1">
      <span>{type.kind === "number" ? "Numbers, with commas between" : "Texts, with commas between"}</span>
      <input
        className="control"
        value={text}
        inputMode={type.kind === "number" ? "decimal" : "text"}
        onChange={({ target }) => {
          setText(target.value);
          onChange(valuesOf(target.value, type.kind === "number"));
        }}
      />
    </label>
  );
}

function NumberInput({
  label,
  value,
  unit,
  onChange,
}: {
  label: string;
  value: number | null;
  unit: string;
  onChange: (value: number | null) => void;
}) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const isNumber = Number.isFinite(Number(text.trim()));
  const wrongId = useId();
  return (
    <label className="grid content-start gap-1">
      <span>
        {label} {unit}
      </span>
      <input
        className="control tabular-nums"
        inputMode="decimal"
        placeholder="open"
        value={text}
        aria-invalid={!isNumber || undefined}
        aria-describedby={isNumber ? undefined : wrongId}
        onChange={({ target }) => {
          setText(target.value);
          const typed = target.value.trim();
          // What is no number changes nothing: the limit stays as it was, and the field says so.
          if (typed === "") onChange(null);
          else if (Number.isFinite(Number(typed))) onChange(Number(typed));
        }}
      />
      {!isNumber && (
        <span id={wrongId} role="alert" className="text-sm text-pretty text-danger">
          Not a number, so the limit is still {value === null ? "open" : value}. Write it as in 1200.50.
        </span>
      )}
    </label>
  );
}

/** The cell after another kind of test was chosen; values are kept where both kinds have them. */
function changedTest(chosen: string, before: CellTest, definition: FactDefinition): CellTest {
  const test = TESTS.find((one) => one.test === chosen)?.test ?? "any";
  if (test === "is" || test === "not") {
    if (before.test === "is" || before.test === "not") return { test, values: before.values };
    const first = firstCell(definition);
    return { test, values: first.test === "is" ? first.values : [] };
  }
  if (test === "between") return { test, low: null, high: null };
  return test === "expression" ? { test, text: "" } : { test };
}

function valuesOf(text: string, numbers: boolean): Literal[] {
  const parts = [
    ...new Set(
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    ),
  ];
  // What is no number stays a text, and the table says so beside the row.
  return parts.map((part) => (numbers && Number.isFinite(Number(part)) ? Number(part) : part));
}

const unitOf = ({ type }: FactDefinition): string => (type.kind === "number" ? (type.unit ?? "") : "");
