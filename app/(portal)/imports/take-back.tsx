"use client";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { OpenDialogButton } from "#app/ui/dialog.tsx";

/** Takes an imported log back, once its name was typed. */
export function TakeBack({ sourceId, name }: { sourceId: string; name: string }) {
  const router = useRouter();
  const dialogId = `take-back-${sourceId}`;
  return (
    <>
      <OpenDialogButton dialogId={dialogId} variant="danger" size="small" aria-label={`Take back ${name}`}>
        Take back
      </OpenDialogButton>
      <ConfirmDialog
        id={dialogId}
        title={`Take back ${name}?`}
        confirm="Take back the log"
        phrase={name}
        onConfirm={async () => {
          const wrong = await sendOrSay((client) => client.imports.takeBack.mutate({ sourceId, confirmName: name }));
          if (!wrong) router.refresh();
          return wrong;
        }}
      >
        Every event that was imported into it goes, with the files and what was noted of their columns, and cannot be brought back from
        here. The audit is made anew without it. What was said of accounts and timed by the stop-watch stays. Then the file can be imported
        again, as if for the first time.
      </ConfirmDialog>
    </>
  );
}
