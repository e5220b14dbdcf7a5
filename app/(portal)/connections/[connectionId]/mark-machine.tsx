"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

type Work = Parameters<ReturnType<typeof useAction>["run"]>[0];

/** Names an account as a machine, or takes that back. */
export function MarkMachine({ account, machine, seenIn }: { account: string; machine: boolean; seenIn: string }) {
  const { run, pending } = useAction();
  const say =
    (isMachine: boolean): Work =>
    (client) =>
      client.actors.say.mutate({ account, kind: isMachine ? "app" : null, reason: isMachine ? `named on the connection ${seenIn}` : "" });
  const done = machine ? "Counted as recorded again; the audit is made anew." : "Counted as a machine; the audit is made anew.";
  return (
    <Button
      size="small"
      pending={pending}
      aria-label={machine ? `${account} is a person after all` : `${account} is a machine`}
      onClick={() => void run(say(!machine), done, { undo: say(machine) })}
    >
      {machine ? "Is a person" : "Is a machine"}
    </Button>
  );
}
