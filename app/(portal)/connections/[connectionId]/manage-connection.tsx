"use client";
import { useRouter } from "next/navigation";
import { sendOrSay } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { ConfirmDialog } from "#app/ui/confirm-dialog.tsx";
import { OpenDialogButton } from "#app/ui/dialog.tsx";
import { useAction } from "../../settings/use-action.ts";
import { ConnectButton } from "../connect-button.tsx";

type Managed = {
  connectionId: string;
  integration: string;
  name: string;
  state: "active" | "paused" | "broken" | "gone" | "erasing";
  fails: boolean;
};

/** What can be done with a connection in its present state. */
export function ManageConnection({ connectionId, integration, name, state, fails }: Managed) {
  const router = useRouter();
  const { run, pending } = useAction();
  if (state === "erasing") return null;
  return (
    <div className="flex flex-wrap gap-2.5">
      {(state === "broken" || (state === "active" && fails)) && (
        <ConnectButton integration={integration} connectionId={connectionId} {...(state === "broken" ? { variant: "primary" } : {})}>
          Connect again
        </ConnectButton>
      )}
      {state === "active" && (
        <>
          <Button
            pending={pending}
            onClick={() => void run((client) => client.connections.syncNow.mutate({ connectionId }), "A sync begins.")}
          >
            Sync now
          </Button>
          <Button
            pending={pending}
            onClick={() =>
              void run(
                (client) => client.connections.pause.mutate({ connectionId }),
                "It is being paused. A sync that has begun ends first.",
              )
            }
          >
            Pause
          </Button>
        </>
      )}
      {state === "paused" && (
        <Button
          pending={pending}
          onClick={() => void run((client) => client.connections.resume.mutate({ connectionId }), "It is being resumed.")}
        >
          Resume
        </Button>
      )}
      <OpenDialogButton dialogId="erase-connection" variant="danger">
        Delete with its data
      </OpenDialogButton>
      <ConfirmDialog
        id="erase-connection"
        title={`Delete ${name}?`}
        confirm="Delete the connection"
        phrase={name}
        onConfirm={async () => {
          const wrong = await sendOrSay((client) => client.connections.erase.mutate({ connectionId, confirmName: name }));
          if (!wrong) {
            router.push("/connections");
            router.refresh();
          }
          return wrong;
        }}
      >
        Its records in every version, its events and our access go, here and at Nango, and cannot be brought back. So does what automations
        decided on its cases: what they did stays at the vendor and can no longer be undone from here. The audit is made anew without them.
        At the vendor nothing is changed.
      </ConfirmDialog>
    </div>
  );
}
