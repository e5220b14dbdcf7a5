"use client";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { useAction } from "../../settings/use-action.ts";
import type { ItemState, PlanItem } from "../plan-data.ts";

/** The steps of an item: begin, build, and back. Only its gate makes an item with a gate done. */
export function StateForm({ item, state, actualEffortDays }: { item: PlanItem; state: ItemState; actualEffortDays: number | null }) {
  const { run, pending } = useAction();
  const [days, setDays] = useState(String(actualEffortDays ?? item.effortDays));
  const set = (next: "planned" | "working" | "built", done: string) =>
    void run(
      (client) =>
        client.rollout.setState.mutate({
          itemId: item.id,
          state: next,
          actualEffortDays: next === "built" && days !== "" && Number.isFinite(Number(days)) ? Number(days) : null,
        }),
      done,
    );
  const built = state === "built" || state === "done" || state === "slipped";
  return (
    <div className="flex flex-wrap items-end gap-2.5">
      {state === "planned" && (
        <Button pending={pending} onClick={() => set("working", `${item.title} is in work.`)}>
          Begin the work
        </Button>
      )}
      {state === "working" && (
        <>
          <TextField
            name="actualEffortDays"
            label="Build days it took"
            type="number"
            min={0}
            step="any"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <Button
            pending={pending}
            onClick={() => set("built", item.gate ? `${item.title} is built; its gate is watched.` : `${item.title} is done.`)}
          >
            It is built
          </Button>
          <Button variant="quiet" pending={pending} onClick={() => set("planned", `${item.title} is planned again.`)}>
            Not begun after all
          </Button>
        </>
      )}
      {built && (
        <Button variant="quiet" pending={pending} onClick={() => set("working", `${item.title} is in work again.`)}>
          Back to work on it
        </Button>
      )}
    </div>
  );
}
