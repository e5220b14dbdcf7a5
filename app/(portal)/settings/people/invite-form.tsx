"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import type { Role } from "#server/permissions.ts";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { ROLE_CAN, roleOptions } from "../role-name.ts";
import { LinkOnce } from "./link-once.tsx";

export function InviteForm({ ownRole }: { ownRole: Role }) {
  const router = useRouter();
  const [made, setMade] = useState<{ email: string; link: string } | null>(null);
  const options = roleOptions(ownRole);
  return (
    <div className="grid gap-4">
      <Form
        id="invite"
        clearAfter
        onSend={async (values) => {
          setMade(null);
          const email = textOf(values, "email");
          const role = options.find(({ value }) => value === textOf(values, "role"))?.value ?? "contributor";
          const wrong = await send(async (client) => {
            const answer = await client.people.invite.mutate({ email, role });
            if (answer.sent) showToast(`The invitation to ${email} is sent.`);
            else setMade({ email, link: answer.link });
          });
          if (!wrong) router.refresh();
          return wrong;
        }}
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField name="email" label="E-mail" type="email" autoComplete="off" maxLength={254} />
          <SelectField
            name="role"
            label="Role"
            defaultValue="contributor"
            options={options.map(({ value, label }) => ({ value, label: `${label}: ${ROLE_CAN[value]}` }))}
          />
        </div>
        <div>
          <SubmitButton>Invite</SubmitButton>
        </div>
      </Form>
      {made && (
        <section aria-label="Invitation link" className="rounded-lg border border-line bg-accent-soft px-4.5 py-4">
          <h3 className="font-semibold">Invitation for {made.email}</h3>
          <LinkOnce link={made.link} detail="No letter could be sent, so pass this link on yourself. It holds for seven days." />
        </section>
      )}
    </div>
  );
}
