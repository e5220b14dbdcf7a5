"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

export function NameForm({ name }: { name: string }) {
  const router = useRouter();
  return (
    <Form
      id="own-name"
      onSend={async (values) => {
        const wrong = await send((client) => client.people.updateOwnName.mutate({ name: textOf(values, "name") }));
        if (!wrong) {
          showToast("Your name is saved.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <TextField
        name="name"
        label="Your name"
        defaultValue={name}
        maxLength={120}
        autoComplete="name"
        hint="Others see it beside what you change."
      />
      <div>
        <SubmitButton variant="secondary">Save the name</SubmitButton>
      </div>
    </Form>
  );
}
