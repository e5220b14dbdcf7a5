"use client";
import { useId, type ReactNode } from "react";
import { classNames } from "../class-names.ts";
import { useFieldError } from "./form.tsx";

export type FieldFrame = {
  name: string;
  label: string;
  /** What to enter and why, before the person asks. */
  hint?: ReactNode;
  /** Wins over the message of the form around it. */
  error?: string | undefined;
  /** The label is for screen readers only: in filter bars and table rows. */
  labelHidden?: boolean;
  optional?: boolean;
  className?: string | undefined;
};

/** What a control needs from its field: spread it on the input. */
export type ControlProps = { id: string; name: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/** Label, hint, control and error, tied together for those who see and those who hear. */
export function Field({
  name,
  label,
  hint,
  error,
  labelHidden = false,
  optional = false,
  className,
  children,
}: FieldFrame & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const fromForm = useFieldError(name);
  const message = error ?? fromForm;
  const described = [hint ? `${id}-hint` : null, message ? `${id}-error` : null].filter(Boolean).join(" ") || undefined;
  return (
    <div className={classNames("min-w-0", className)}>
      <label htmlFor={id} data-name={label} className={labelHidden ? "sr-only" : "mb-1 block font-medium"}>
        {label}
        {optional && <span className="font-normal text-soft"> (optional)</span>}
      </label>
      {children({ id, name, "aria-describedby": described, "aria-invalid": message ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-pretty text-soft">
          {hint}
        </p>
      )}
      {message && (
        <p id={`${id}-error`} className="mt-1 text-sm text-danger">
          {message}
        </p>
      )}
    </div>
  );
}
