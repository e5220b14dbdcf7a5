"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { NewPasswordField } from "#app/(welcome)/new-password-field.tsx";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

export function PasswordForm({ email }: { email: string }) {
  const router = useRouter();
  return (
    <Form
      id="own-password"
      clearAfter
      onSend={async (values) => {
        const wrong = await send((client) =>
          client.people.changePassword.mutate({
            currentPassword: textOf(values, "currentPassword"),
            newPassword: textOf(values, "newPassword"),
          }),
        );
        if (!wrong) {
          showToast("Your password is changed, and your other sessions have ended.");
          router.refresh();
        }
        return wrong;
      }}
    >
      {/* Lets a password manager know whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField name="currentPassword" label="Present password" type="password" autoComplete="current-password" />
      <NewPasswordField name="newPassword" label="New password" />
      <div>
        <SubmitButton variant="secondary">Change the password</SubmitButton>
      </div>
    </Form>
  );
}
