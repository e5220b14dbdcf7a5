"use client";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { textOf } from "../form-text.ts";
import { NewPasswordField } from "../new-password-field.tsx";
import type { Choice } from "../workspace-choices.ts";
import { WorkspaceFields } from "../workspace-fields.tsx";

export function SetUpForm({
  setUpToken,
  ...choices
}: {
  setUpToken: string | null;
  currencies: readonly Choice[];
  timeZones: readonly Choice[];
}) {
  return (
    <Form
      id="set-up"
      onSend={(values) => {
        const text = (name: string) => textOf(values, name);
        return sendThenOpen("/overview", (client) =>
          client.people.setUp.mutate({
            workspaceName: text("workspaceName"),
            currency: text("currency"),
            timeZone: text("timeZone"),
            locale: text("locale"),
            name: text("name"),
            email: text("email"),
            password: text("password"),
            ...(setUpToken === null ? {} : { setUpToken }),
          }),
        );
      }}
    >
      <WorkspaceFields nameField="workspaceName" {...choices} />
      <TextField name="name" label="Your name" maxLength={120} autoComplete="name" />
      <TextField name="email" label="E-mail" type="email" maxLength={254} autoComplete="username" hint="You sign in with it." />
      <NewPasswordField name="password" />
      <div>
        <SubmitButton>Set up and sign in</SubmitButton>
      </div>
    </Form>
  );
}
