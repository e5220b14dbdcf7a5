/** What is wrong with a form: one message for the whole, one per field by its name. */
export type FormErrors = { message: string | null; fields: Readonly<Record<string, string>> };

export const noErrors: FormErrors = { message: null, fields: {} };

/** The part of a native control that its own validation needs; `name` is that of the field it belongs to. */
export type NativeControl = { name: string; label: string; validationMessage: string; validity: { valid: boolean; valueMissing: boolean } };

/** The browser's own complaints, by field name, in the order of the form; a missing value asks for the field by its label. */
export function collectErrors(controls: readonly NativeControl[]): Record<string, string> {
  const wrong = controls.filter(({ name, validity }) => name !== "" && !validity.valid);
  return Object.fromEntries(
    wrong.map(({ name, label, validity, validationMessage }) => [name, validity.valueMissing ? `${label} is missing.` : validationMessage]),
  );
}
