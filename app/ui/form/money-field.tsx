"use client";
import { useState } from "react";
import { decimalText, minorDigits } from "../format/minor-units.ts";
import { useWorkspaceFormat } from "../format/format-provider.tsx";
import { Field, type FieldFrame } from "./field.tsx";
import { parseMoney } from "./parse-money.ts";

type MoneyFieldProps = FieldFrame & {
  /** ISO 4217; the workspace's currency when left out. */
  currency?: string;
  defaultMinor?: number | null;
  minMinor?: number;
  maxMinor?: number;
  /** Follows the amount, "an hour". */
  suffix?: string;
  onChangeMinor?: (minor: number | null) => void;
};

/**
 * An amount of money, typed as the locale writes it. The form gets integer minor units under `name`, empty while nothing is typed.
 */
export function MoneyField({
  name,
  label,
  hint,
  error,
  labelHidden,
  optional = false,
  className,
  currency,
  defaultMinor = null,
  minMinor = 0,
  maxMinor = Number.MAX_SAFE_INTEGER,
  suffix,
  onChangeMinor,
}: MoneyFieldProps) {
  const format = useWorkspaceFormat();
  const code = currency ?? format.currency;
  const show = (minor: number) =>
    new Intl.NumberFormat(format.locale, { minimumFractionDigits: minorDigits(code), maximumFractionDigits: minorDigits(code) }).format(
      decimalText(minor, minorDigits(code)),
    );
  const [text, setText] = useState(defaultMinor === null ? "" : show(defaultMinor));
  const minor = parseMoney(text, code, format.locale);

  function problem(value: string): string {
    if (value.trim() === "") return optional ? "" : `${label} is missing.`;
    const parsed = parseMoney(value, code, format.locale);
    if (parsed === null) return `${label}: enter an amount in ${code}, as ${show(123_450)}.`;
    if (parsed < minMinor) return `${label}: enter ${show(minMinor)} or more.`;
    return parsed > maxMinor ? `${label}: enter ${show(maxMinor)} or less.` : "";
  }

  return (
    <Field {...{ name, label, hint, error, labelHidden: labelHidden ?? false, optional, className }}>
      {({ name: fieldName, ...control }) => (
        <span className="flex items-center gap-2">
          <span className="text-soft">{code}</span>
          <input
            {...control}
            ref={(element) => element?.setCustomValidity(problem(text))}
            data-field={fieldName}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            className="control text-end tabular-nums"
            onChange={(event) => {
              setText(event.target.value);
              onChangeMinor?.(parseMoney(event.target.value, code, format.locale));
            }}
            onBlur={() => minor !== null && setText(show(minor))}
          />
          <input type="hidden" name={fieldName} value={minor ?? ""} />
          {suffix && <span className="whitespace-nowrap text-soft">{suffix}</span>}
        </span>
      )}
    </Field>
  );
}
