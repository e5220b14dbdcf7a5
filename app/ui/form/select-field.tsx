"use client";
import type { SelectHTMLAttributes } from "react";
import { Field, type FieldFrame } from "./field.tsx";

export type SelectOption = { value: string; label: string; disabled?: boolean };

type SelectFieldProps = FieldFrame &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, "name" | "id" | "children"> & {
    options: readonly SelectOption[];
    /** A first line without a value, "Choose a column": then nothing is chosen by accident. */
    prompt?: string;
  };

/** One of a list, by the browser's own control: it works with every keyboard, phone and screen reader. */
export function SelectField({ name, label, hint, error, labelHidden, optional, className, options, prompt, ...select }: SelectFieldProps) {
  return (
    <Field {...{ name, label, hint, error, className }} labelHidden={labelHidden ?? false} optional={optional ?? false}>
      {(control) => (
        <select {...select} {...control} required={select.required ?? !optional} className="control">
          {prompt !== undefined && <option value="">{prompt}</option>}
          {options.map(({ value, label, disabled }) => (
            <option key={value} value={value} disabled={disabled}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
