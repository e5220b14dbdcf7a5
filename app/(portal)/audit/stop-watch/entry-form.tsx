"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { activityTitle, activityValue, findActivity, type Plan } from "./sampled-activity.ts";

/** Minutes that were timed with something else, or remembered: work without a trace in any system goes in here too. */
export function EntryForm({ activities }: { activities: Plan["activities"] }) {
  const router = useRouter();
  return (
    <Form
      id="entry"
      clearAfter
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const known = findActivity(activities, text("entryActivity"));
        const other = text("other").trim();
        const workflow = known?.workflow ?? activities[0]?.workflow ?? "";
        const activity = other === "" ? (known?.activity ?? "") : other;
        let sampleId = "";
        const wrong = await send(async (client) => {
          const minutes = text("minutes") === "" ? Number.NaN : Number(text("minutes"));
          ({ sampleId } = await client.samples.add.mutate({ workflow, activity, minutes, note: text("note") }));
        });
        if (wrong) return wrong;
        router.refresh();
        showToast(`Kept: ${text("minutes")} minutes for ${activity}.`, {
          undo: () => void send((client) => client.samples.discard.mutate({ sampleId, discarded: true })).then(() => router.refresh()),
        });
        return undefined;
      }}
    >
      <SelectField
        name="entryActivity"
        label="Activity"
        options={activities.map((each) => ({ value: activityValue(each), label: activityTitle(each) }))}
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
      </div>
    </Form>
  );
}
