"use client";
import type { ReactNode } from "react";
import type { browserClient } from "#app/trpc/browser-client.ts";
import type { RouterInputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "./use-action.ts";

/** What a button of a table does, as data, so that the table itself can stay on the server. */
export type Action =
  | { kind: "endSession"; sessionId: string }
  | { kind: "endOtherSessions" }
  | { kind: "removeRate"; rate: RouterInputs["rates"]["set"] };

type Client = ReturnType<typeof browserClient>;

function perform(client: Client, action: Action): Promise<unknown> {
  if (action.kind === "endSession") return client.people.endSession.mutate({ sessionId: action.sessionId });
  if (action.kind === "removeRate") return client.rates.remove.mutate({ role: action.rate.role });
  return client.people.endOtherSessions.mutate();
}

/** What takes the action back, where something does. */
const undoOf = (action: Action) => (action.kind === "removeRate" ? { undo: (client: Client) => client.rates.set.mutate(action.rate) } : {});

export function ActionButton({ action, done, label, children }: { action: Action; done: string; label?: string; children: ReactNode }) {
  const { run, pending } = useAction();
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={label}
      onClick={() => void run((client) => perform(client, action), done, undoOf(action))}
    >
      {children}
    </Button>
  );
}
