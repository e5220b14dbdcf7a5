"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

const KINDS = [
  { value: "initiative", label: "Initiative: removes manual work" },
  { value: "enabler", label: "Enabler: others need it first" },
] as const;

/** Adds an item of one's own. */
export function AddItemForm({ version, currency }: { version: number; currency: string }) {
  const router = useRouter();
  return (
    <Form
      id="add-item"
      clearAfter
      onSend={async (values) => {
        const wrong = await send((client) =>
          client.rollout.addItem.mutate({
            version,
            item: {
              title: textOf(values, "title"),
              kind: KINDS.find(({ value }) => value === textOf(values, "kind"))?.value ?? "initiative",
              effortDays: Number(textOf(values, "effortDays")),
              valuePerWeekMinor: Number(textOf(values, "valuePerWeekMinor") || "0"),
            },
          }),
        );
        if (!wrong) {
          showToast("The item is in the plan.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="title" label="Title" maxLength={200} autoComplete="off" />
        <SelectField name="kind" label="Kind" options={KINDS} defaultValue="initiative" />
        <TextField name="effortDays" label="Effort" type="number" min={0} max={10_000} step="any" suffix="build days" />
        <MoneyField
          name="valuePerWeekMinor"
          label="Value"
          optional
          currency={currency}
          suffix="a week once live"
          hint="Nothing for an enabler: its worth is what it opens the way for."
        />
      </div>
      <div>
        <SubmitButton variant="secondary">Add the item</SubmitButton>
      </div>
    </Form>
  );
}
