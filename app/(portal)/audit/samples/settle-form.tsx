"use client";
import { useState } from "react";
import { useAction } from "../../settings/use-action.ts";
import { Button } from "#app/ui/button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

/** Minutes of one item, or that nobody can tell. */
export function SettleForm({ itemId, caseId }: { itemId: string; caseId: string }) {
  const { run, pending } = useAction();
  const [text, setText] = useState("");
  const settle = (minutes: number | null, said: string) =>
    void run((client) => client.samples.settleItem.mutate({ itemId, minutes, note: null }), said);
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        settle(text === "" ? Number.NaN : Number(text), `Kept: ${text} minutes for ${caseId}.`);
      }}
    >
      <TextField
        name={`minutes of ${itemId}`}
        label={`Minutes of ${caseId}`}
        labelHidden
        type="number"
        min="0.05"
        max="1440"
        step="0.05"
        inputMode="decimal"
        suffix="minutes"
        className="w-32"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="small" type="submit" pending={pending} aria-label={`Keep the minutes of ${caseId}`}>
        Keep
      </Button>
      <Button
        size="small"
        pending={pending}
        aria-label={`Nobody can tell how long ${caseId} took`}
        onClick={() => settle(null, `${caseId} is left out.`)}
      >
        Nobody can tell
      </Button>
    </form>
  );
}
