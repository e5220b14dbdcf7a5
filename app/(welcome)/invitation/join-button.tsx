"use client";
import { sendThenOpen } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";

export function JoinButton({ token, workspaceName }: { token: string; workspaceName: string }) {
  return (
    <Form
      id="join"
      onSend={() => {
        return sendThenOpen("/overview", (client) => client.people.acceptInvitationSignedIn.mutate({ token }));
      }}
    >
      <div>
        <SubmitButton>{`Join ${workspaceName}`}</SubmitButton>
      </div>
    </Form>
  );
}
