import { TextField } from "#app/ui/form/text-field.tsx";

/** A password to be chosen, with the one rule there is. */
export function NewPasswordField({ name, label = "Password" }: { name: string; label?: string }) {
  return (
    <TextField
      name={name}
      label={label}
      type="password"
      minLength={12}
      maxLength={256}
      autoComplete="new-password"
      hint="At least 12 characters; a few unrelated words are easy to keep in mind."
    />
  );
}
