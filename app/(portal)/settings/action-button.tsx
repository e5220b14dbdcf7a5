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
  | { kind: "removeTeam"; teamId: string; again: RouterInputs["teams"]["save"] }
  | { kind: "removeCalendar"; calendarId: string; again: RouterInputs["teams"]["saveCalendar"] }
  | { kind: "removeRate"; rate: RouterInputs["rates"]["set"] };

type Client = ReturnType<typeof browserClient>;

function perform(client: Client, action: Action): Promise<unknown> {
  if (action.kind === "endSession") return client.people.endSession.mutate({ sessionId: action.sessionId });
  if (action.kind === "removeRate") return client.rates.remove.mutate({ role: action.rate.role, effectiveFrom: action.rate.effectiveFrom });
  if (action.kind === "removeTeam") return client.teams.remove.mutate({ teamId: action.teamId });
  if (action.kind === "removeCalendar") return client.teams.removeCalendar.mutate({ calendarId: action.calendarId });
  return client.people.endOtherSessions.mutate();
}

/** What takes the action back, where something does. */
function undoOf(action: Action): { undo?: (client: Client) => Promise<unknown> } {
  if (action.kind === "removeRate") return { undo: (client) => client.rates.set.mutate(action.rate) };
  if (action.kind === "removeTeam") return { undo: (client) => client.teams.save.mutate(action.again) };
  if (action.kind === "removeCalendar") return { undo: (client) => client.teams.saveCalendar.mutate(action.again) };
  return {};
}

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
