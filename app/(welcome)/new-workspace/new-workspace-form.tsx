"use client";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { textOf } from "../form-text.ts";
import type { Choice } from "../workspace-choices.ts";
import { WorkspaceFields } from "../workspace-fields.tsx";

export function NewWorkspaceForm(choices: { currencies: readonly Choice[]; timeZones: readonly Choice[] }) {
  return (
    <Form
      id="new-workspace"
      onSend={(values) => {
        const text = (name: string) => textOf(values, name);
        return sendThenOpen("/overview", (client) =>
          client.workspaces.create.mutate({
            name: text("name"),
            currency: text("currency"),
            timeZone: text("timeZone"),
            locale: text("locale"),
          }),
        );
      }}
    >
      <WorkspaceFields nameField="name" {...choices} />
      <div>
        <SubmitButton>Make the workspace</SubmitButton>
      </div>
    </Form>
  );
}
