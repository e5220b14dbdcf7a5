"use client";
import { useState } from "react";
import { send } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { textOf } from "../form-text.ts";

export function ForgotPasswordForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <>
      <Form
        id="forgot-password"
        onSend={async (values) => {
          setSentTo(null);
          const email = textOf(values, "email");
          const wrong = await send((client) => client.people.requestPasswordReset.mutate({ email }));
          if (!wrong) setSentTo(email);
          return wrong;
        }}
      >
        <TextField name="email" label="E-mail" type="email" autoComplete="username" />
        <div>
          <SubmitButton>Send the link</SubmitButton>
        </div>
      </Form>
      <output className="mt-4 block">
        {sentTo && (
          <span className="block rounded-md bg-accent-soft px-3.5 py-3 text-pretty">
            If {sentTo} has an account, the link is on its way. Look among the unwanted letters too.
          </span>
        )}
      </output>
    </>
  );
}
