"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { Button } from "#app/ui/button.tsx";
import { Hours } from "#app/ui/figure/hours.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { USES, type Use } from "#server/domain/value/hours-used.ts";
import { useAction } from "../settings/use-action.ts";

type Entry = RouterOutputs["value"]["get"]["entries"][number];

const USE_WORDS: Readonly<Record<Use, string>> = {
  redeployed: "Redeployed to named work",
  "avoided hire": "A hire that was not needed",
  overtime: "Less overtime",
  lost: "Lost: nobody can point at it",
};

/** Who said where returned hours went, and the form to say it. */
export function HoursEntries({
  workflow,
  weeks,
  entries,
  mayEnter,
}: {
  workflow: string;
  weeks: readonly string[];
  entries: readonly Entry[];
  mayEnter: boolean;
}) {
  const router = useRouter();
  const { run, pending } = useAction();
  const [use, setUse] = useState<Use>("redeployed");
  const newestFirst = weeks.toReversed();
  return (
    <div className="mt-4">
      {entries.length > 0 && (
        <ul className="mb-5 divide-y divide-line rounded-lg border border-line bg-panel">
          {entries.map((entry) => (
            <li key={entry.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4.5 py-2.5">
              <Hours
                hours={entry.hours}
                label={`${USE_WORDS[entry.use]}, week of ${entry.week}`}
                provenance={{
                  formula: "as entered",
                  evidence: "assumed",
                  inputs: [],
                  source: { kind: "entry", by: entry.enteredBy, at: entry.week, note: entry.what },
                  asOf: entry.week,
                }}
              />
              <span className="min-w-0 flex-1 text-pretty">
                {USE_WORDS[entry.use]}: {entry.what}
                <span className="text-soft">
                  , week of {entry.week}, {entry.enteredBy}
                </span>
              </span>
              {mayEnter && (
                <Button
                  size="small"
                  variant="quiet"
                  pending={pending}
                  aria-label={`Take away: ${entry.what}`}
                  onClick={() => void run((client) => client.value.removeHours.mutate({ entryId: entry.id }), "The entry is taken away.")}
                >
                  Take away
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEnter && newestFirst.length > 0 && (
        <details>
          <summary className="min-h-6 cursor-pointer font-medium">Say where hours went</summary>
          <Form
            id={`hours-${workflow}`}
            clearAfter
            className="mt-3 max-w-xl"
            onSend={(values) =>
              send(async (client) => {
                const worth = textOf(values, "minorPerHour");
                await client.value.enterHours.mutate({
                  workflow,
                  week: textOf(values, "week"),
                  use,
                  hours: Number(textOf(values, "hours")),
                  what: textOf(values, "what"),
                  minorPerHour: use === "redeployed" && worth !== "" ? Number(worth) : null,
                });
                showToast("It is kept.");
                router.refresh();
              })
            }
          >
            <SelectField name="week" label="Week of" options={newestFirst.map((week) => ({ value: week, label: week }))} />
            <SelectField
              name="use"
              label="They went to"
              value={use}
              options={USES.map((one) => ({ value: one, label: USE_WORDS[one] }))}
              onChange={({ target }) => setUse(USES.find((one) => one === target.value) ?? "lost")}
            />
            <TextField name="hours" label="Hours" type="number" min="0.1" step="any" inputMode="decimal" />
            <TextField name="what" label={use === "redeployed" ? "To which work" : "In a few words"} maxLength={300} />
            {use === "redeployed" && (
              <MoneyField
                name="minorPerHour"
                label="What an hour of that work is worth"
                suffix="an hour"
                hint="As your team states it. The other kinds carry the loaded rate."
              />
            )}
            <div>
              <SubmitButton variant="secondary">Keep it</SubmitButton>
            </div>
          </Form>
        </details>
      )}
    </div>
  );
}
