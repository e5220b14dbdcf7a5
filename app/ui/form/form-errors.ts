/** What is wrong with a form: one message for the whole, one per field by its name. */
export type FormErrors = { message: string | null; fields: Readonly<Record<string, string>> };

export const noErrors: FormErrors = { message: null, fields: {} };

/** The part of a native control that its own validation needs; `name` is that of the field it belongs to. */
export type NativeControl = {
  name: string;
  label: string;
  /** The least number of characters; undefined or -1 where any will do. */
  minLength?: number | undefined;
  validationMessage: string;
  validity: { valid: boolean; valueMissing: boolean; tooShort: boolean };
};

/**
 * What is wrong by field name, in the order of the form. In a list away from the field "this text is too short" says nothing,
 * so every complaint names the field by its label; for the less common ones the browser's own words follow it.
 */
export function collectErrors(controls: readonly NativeControl[]): Record<string, string> {
  const wrong = controls.filter(({ name, validity }) => name !== "" && !validity.valid);
  return Object.fromEntries(wrong.map((control) => [control.name, complaintOf(control)]));
}

function complaintOf({ label, minLength, validity, validationMessage }: NativeControl): string {
  if (validity.valueMissing) return `${label} is missing.`;
  return validity.tooShort ? `${label} needs at least ${minLength} characters.` : `${label}: ${validationMessage}`;
}
