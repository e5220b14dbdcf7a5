"use client";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { textOf } from "../form-text.ts";
import { NewPasswordField } from "../new-password-field.tsx";

export function AcceptForm({ token, email }: { token: string; email: string }) {
  return (
    <Form
      id="accept"
      onSend={(values) => {
        return sendThenOpen("/overview", (client) =>
          client.people.acceptInvitation.mutate({ token, name: textOf(values, "name"), password: textOf(values, "password") }),
        );
      }}
    >
      <TextField name="email" label="E-mail" type="email" value={email} readOnly autoComplete="username" hint="You sign in with it." />
      <TextField name="name" label="Your name" maxLength={120} autoComplete="name" />
      <NewPasswordField name="password" />
      <div>
        <SubmitButton>Join and sign in</SubmitButton>
      </div>
    </Form>
  );
}
