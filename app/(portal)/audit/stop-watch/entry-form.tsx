"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send, sendOrSay } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { activityOptions, activityTitle, activityValue, findActivity, type Plan } from "./sampled-activity.ts";

type Props = { activities: Plan["activities"]; preferred: string | null };

/**
 * Minutes that were timed with something else, or remembered: work without a trace in any system goes in here too. The activity stays
 * chosen for the next sample.
 */
export function EntryForm({ activities, preferred }: Props) {
  const router = useRouter();
  const [chosen, setChosen] = useState(preferred ?? activityValue(activities[0] ?? { workflow: "", activity: "" }));
  const [kept, setKept] = useState<string | null>(null);
  return (
    <Form
      id="entry"
      clearAfter
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const known = findActivity(activities, chosen);
        const other = text("other").trim();
        const workflow = known?.workflow ?? activities[0]?.workflow ?? "";
        const activity = other === "" ? (known?.activity ?? "") : other;
        let sampleId = "";
        setKept(null);
        const wrong = await send(async (client) => {
          const minutes = text("minutes") === "" ? Number.NaN : Number(text("minutes"));
          ({ sampleId } = await client.samples.add.mutate({ workflow, activity, minutes, note: text("note") }));
        });
        if (wrong) return wrong;
        router.refresh();
        const sample = `${text("minutes")} minutes for ${activityTitle({ workflow, activity })}.`;
        setKept(`Last kept: ${sample}`);
        showToast(`Kept: ${sample}`, {
          undo: () =>
            void sendOrSay((client) => client.samples.discard.mutate({ sampleId, discarded: true })).then((problem) => {
              setKept(problem ?? "The sample is discarded.");
              router.refresh();
            }),
        });
        return undefined;
      }}
    >
      <SelectField
        name="entryActivity"
        label="Activity"
        options={activityOptions(activities)}
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      />
      <TextField name="minutes" label="Minutes" type="number" min="0.05" max="1440" step="0.05" suffix="minutes" inputMode="decimal" />
      <TextField
        name="other"
        label="Something else of this workflow"
        optional
        maxLength={200}
        hint="Only for work that leaves no trace in any system, as a call: it then counts for itself and not for the activity above."
        autoComplete="off"
      />
      <TextField name="note" label="Note" optional maxLength={300} autoComplete="off" />
      <div>
        <SubmitButton>Keep the sample</SubmitButton>
        {kept && <p className="mt-2 text-sm text-soft">{kept}</p>}
      </div>
    </Form>
  );
}
