"use client";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { textOf } from "../form-text.ts";
import { NewPasswordField } from "../new-password-field.tsx";

export function ResetPasswordForm({ token }: { token: string }) {
  return (
    <Form
      id="reset-password"
      onSend={(values) => {
        return sendThenOpen("/overview", (client) => client.people.resetPassword.mutate({ token, password: textOf(values, "password") }));
      }}
    >
      <NewPasswordField name="password" label="New password" />
      <div>
        <SubmitButton>Save and sign in</SubmitButton>
      </div>
    </Form>
  );
}
