"use client";
import { useId, type InputHTMLAttributes, type ReactNode } from "react";
import { classNames } from "../class-names.ts";
import { useFieldError } from "./form.tsx";

type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "type"> & {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
};

/** Yes or no, sent with the form. */
export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} kind="checkbox" />;
}

/** On or off, in force at once: for settings that have no Save button. */
export function Switch(props: ChoiceProps) {
  return <Choice {...props} kind="switch" />;
}

function Choice({ name, label, hint, kind, className, ...input }: ChoiceProps & { kind: "checkbox" | "switch" }) {
  const id = useId();
  const message = useFieldError(name);
  return (
    <div className={classNames("flex items-start gap-2.5", className)}>
      <input
        {...input}
        {...(kind === "switch" ? { role: "switch" } : {})}
        id={id}
        name={name}
        type="checkbox"
        aria-describedby={hint || message ? `${id}-hint` : undefined}
        aria-invalid={message ? true : undefined}
        className={kind === "switch" ? "switch" : "mt-0.5 size-6 shrink-0 rounded-sm accent-accent"}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="inline-block min-h-6 pt-0.5">
          {label}
        </label>
        {(hint || message) && (
          <p id={`${id}-hint`} className={classNames("text-sm text-pretty", message ? "text-danger" : "text-soft")}>
            {message ?? hint}
          </p>
        )}
      </div>
    </div>
  );
}
