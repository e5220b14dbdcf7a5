"use client";
import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from "react";
import { classNames } from "../class-names.ts";
import { Field, type FieldFrame } from "./field.tsx";

type TextFieldProps = FieldFrame &
  Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "prefix" | "id"> & {
    /** Stands in front of the text, "$". */
    prefix?: ReactNode;
    /** Stands behind it, "minutes". */
    suffix?: ReactNode;
  };

/** One line of text, a number, a date, a password, an address: `type` decides. */
export function TextField({ name, label, hint, error, labelHidden, optional, className, prefix, suffix, ...input }: TextFieldProps) {
  return (
    <Field {...{ name, label, hint, error, className }} labelHidden={labelHidden ?? false} optional={optional ?? false}>
      {(control) =>
        prefix || suffix ? (
          <span className="flex items-center gap-2">
            {prefix && <span className="text-soft">{prefix}</span>}
            <input
              type="text"
              {...input}
              {...control}
              required={input.required ?? !optional}
              className={classNames("control", input.type === "number" && "tabular-nums")}
            />
            {suffix && <span className="whitespace-nowrap text-soft">{suffix}</span>}
          </span>
        ) : (
          <input type="text" {...input} {...control} required={input.required ?? !optional} className="control" />
        )
      }
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({
  name,
  label,
  hint,
  error,
  labelHidden,
  optional,
  className,
  ...area
}: FieldFrame & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "name" | "id">) {
  return (
    <Field {...{ name, label, hint, error, className }} labelHidden={labelHidden ?? false} optional={optional ?? false}>
      {(control) => <textarea rows={4} {...area} {...control} required={area.required ?? !optional} className="control" />}
    </Field>
  );
}
