"use client";
import { sendOrSay } from "#app/trpc/send.ts";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { OpenDialogButton } from "#app/ui/dialog.tsx";

/** Asks for the name before everything goes. */
export function EraseWorkspace({ name }: { name: string }) {
  return (
    <>
      <OpenDialogButton dialogId="erase-workspace" variant="danger">
        Erase the workspace
      </OpenDialogButton>
      <ConfirmDialog
        id="erase-workspace"
        title={`Erase ${name}?`}
        confirm="Erase everything"
        phrase={name}
        onConfirm={async () => {
          const wrong = await sendOrSay((client) => client.workspaces.erase.mutate({ confirmName: name }));
          if (!wrong) location.assign("/");
          return wrong;
        }}
      >
        All its data goes, for everyone in it, and cannot be brought back. Accounts of the people stay, and so do their other workspaces.
      </ConfirmDialog>
    </>
  );
}
