"use client";
import { useAction } from "../../settings/use-action.ts";
import { Button } from "#app/ui/button.tsx";

/** Draws a list of items to look up. */
export function DrawButton({ chosen }: { chosen: { workflow: string; activity: string } }) {
  const { run, pending } = useAction();
  return (
    <Button pending={pending} onClick={() => void run((client) => client.samples.drawItems.mutate(chosen), "Items are drawn.")}>
      Draw items to look up
    </Button>
  );
}
