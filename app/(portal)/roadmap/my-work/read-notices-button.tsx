"use client";
import { Button } from "#app/ui/button.tsx";
import { useAction } from "../../settings/use-action.ts";

/** All notices count as read. */
export function ReadNoticesButton() {
  const { run, pending } = useAction();
  return (
    <Button size="small" pending={pending} onClick={() => void run((client) => client.rollout.readNotices.mutate({}), "All read.")}>
      Mark all as read
    </Button>
  );
}
