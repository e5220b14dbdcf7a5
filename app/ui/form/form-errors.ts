/** What is wrong with a form: one message for the whole, one per field by its name. */
export type FormErrors = { message: string | null; fields: Readonly<Record<string, string>> };

export const noErrors: FormErrors = { message: null, fields: {} };

/** The part of a native control that its own validation needs. */
export type NativeControl = { name: string; validationMessage: string; validity: { valid: boolean; valueMissing: boolean } };

/** The browser's own complaints, by field name, in the order of the form; a missing value asks for the field by its label. */
export function collectErrors(controls: readonly NativeControl[], labelOf: (name: string) => string): Record<string, string> {
  const wrong = controls.filter(({ name, validity }) => name !== "" && !validity.valid);
  return Object.fromEntries(
    wrong.map(({ name, validity, validationMessage }) => [
      name,
      validity.valueMissing ? `${labelOf(name)} is missing.` : validationMessage,
    ]),
  );
}
