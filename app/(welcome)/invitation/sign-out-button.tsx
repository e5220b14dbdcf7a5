"use client";
import { sendOrSay } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";

/** Somebody else is signed in on this browser: says so, and lets them make room. */
export function SignOutButton({ signedIn, invited }: { signedIn: string; invited: string }) {
  return (
    <Form
      id="sign-out"
      onSend={async () => {
        const message = await sendOrSay((client) => client.people.signOut.mutate());
        if (!message) location.reload();
        return message ? { message, fields: {} } : undefined;
      }}
    >
      <p className="text-pretty">
        You are signed in as {signedIn}, but the invitation is for {invited}. Sign out to go on with it.
      </p>
      <div>
        <SubmitButton>Sign out</SubmitButton>
      </div>
    </Form>
  );
}
