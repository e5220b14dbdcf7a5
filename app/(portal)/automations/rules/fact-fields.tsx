"use client";
import { useId } from "react";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import { valueWords } from "#server/domain/decisions/value-words.ts";
import type { FactDefinition } from "#server/domain/decisions/rule-table.ts";

type FactFieldsProps = {
  definitions: readonly FactDefinition[];
  facts: Readonly<Record<string, FactValue>>;
  onChange: (facts: Readonly<Record<string, FactValue>>) => void;
};

/** The facts of one case, each of which may be left unknown. */
export function FactFields({ definitions, facts, onChange }: FactFieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {definitions.map((definition) => (
        <FactField
          key={definition.name}
          definition={definition}
          value={facts[definition.name] ?? null}
          onChange={(value) => onChange({ ...facts, [definition.name]: value })}
        />
      ))}
    </div>
  );
}

function FactField({
  definition: { title, type },
  value,
  onChange,
}: {
  definition: FactDefinition;
  value: FactValue;
  onChange: (value: FactValue) => void;
}) {
  const id = useId();
  const choices = type.kind === "boolean" ? ["yes", "no"] : type.kind === "choice" ? type.options : null;
  const shown = typeof value === "boolean" ? (value ? "yes" : "no") : value === null ? "" : String(value);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block font-medium">
        {title}
        {type.kind === "number" && type.unit !== null && <span className="font-normal text-soft"> ({type.unit})</span>}
      </label>
      {choices === null ? (
        <input
          id={id}
          className="control"
          placeholder="not known"
          inputMode={type.kind === "number" ? "decimal" : "text"}
          defaultValue={shown}
          onChange={({ target }) => onChange(readFact(target.value, type.kind === "number"))}
        />
      ) : (
        <select
          id={id}
          className="control"
          value={shown}
          onChange={({ target }) => onChange(target.value === "" ? null : type.kind === "boolean" ? target.value === "yes" : target.value)}
        >
          <option value="">not known</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {valueWords(choice)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function readFact(text: string, number: boolean): FactValue {
  const typed = text.trim();
  if (typed === "") return null;
  // Half a number, "-" or "1e", is not known yet.
  return number ? (Number.isFinite(Number(typed)) ? Number(typed) : null) : typed;
}
