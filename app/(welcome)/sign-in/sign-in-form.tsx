"use client";
import { Link } from "#app/ui/link.tsx";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { textOf } from "../form-text.ts";

export function SignInForm({ to }: { to: string }) {
  return (
    <Form
      id="sign-in"
      onSend={(values) => {
        return sendThenOpen(to, (client) =>
          client.people.signIn.mutate({ email: textOf(values, "email"), password: textOf(values, "password") }),
        );
      }}
    >
      <TextField name="email" label="E-mail" type="email" autoComplete="username" />
      <TextField name="password" label="Password" type="password" autoComplete="current-password" />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SubmitButton>Sign in</SubmitButton>
        <Link href="/forgot-password" className="inline-flex min-h-6 items-center">
          Forgot password
        </Link>
      </div>
    </Form>
  );
}
