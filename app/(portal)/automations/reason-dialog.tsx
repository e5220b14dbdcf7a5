"use client";
import type { ReactNode } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { closeDialog, Dialog } from "#app/ui/dialog.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea } from "#app/ui/form/text-field.tsx";

type Work = Parameters<typeof send>[0];
type Client = Parameters<Work>[0];

/** Asks why before something that stands in the log is done. `begin` gives the call for the reason that was written. */
export function ReasonDialog({
  id,
  title,
  confirm,
  done,
  begin,
  children,
}: {
  id: string;
  title: string;
  confirm: string;
  /** Said when it is done. */
  done: string;
  begin: (client: Client, reason: string) => Promise<unknown>;
  children: ReactNode;
}) {
  const router = useRouter();
  return (
    <Dialog id={id} title={title}>
      <Form
        id={`${id}-form`}
        clearAfter
        onSend={async (values) => {
          const wrong = await send((client) => begin(client, textOf(values, "reason")));
          if (wrong) return wrong;
          closeDialog(id);
          showToast(done);
          router.refresh();
          return undefined;
        }}
      >
        <p className="text-pretty text-soft">{children}</p>
        <TextArea name="reason" label="Why" rows={2} maxLength={1000} hint="It stands in the log of this automation." />
        <div className="flex flex-wrap justify-end gap-2.5">
          <Button onClick={() => closeDialog(id)}>Leave it</Button>
          <SubmitButton>{confirm}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
