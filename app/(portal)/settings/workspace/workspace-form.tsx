"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import type { Choice } from "#app/(welcome)/workspace-choices.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterInputs } from "#app/trpc/types.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

type Settings = RouterInputs["workspaces"]["update"]["was"];

type Props = {
  workspace: Settings;
  mayUpdate: boolean;
  currencies: readonly Choice[];
  timeZones: readonly Choice[];
};

export function WorkspaceForm({ workspace, mayUpdate, currencies, timeZones }: Props) {
  const router = useRouter();
  const [currency, setCurrency] = useState(workspace.currency);
  // As this form showed or saved it last, however often the page behind it is loaded again.
  const [was, setWas] = useState<Settings>({
    name: workspace.name,
    currency: workspace.currency,
    timeZone: workspace.timeZone,
    locale: workspace.locale,
    workingDaysAYear: workspace.workingDaysAYear,
  });
  const zones = timeZones.some(({ value }) => value === workspace.timeZone)
    ? timeZones
    : [{ value: workspace.timeZone, label: workspace.timeZone }, ...timeZones];
  const disabled = !mayUpdate;
  return (
    <Form
      id="workspace"
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const entered = {
          name: text("name"),
          currency: text("currency"),
          timeZone: text("timeZone"),
          locale: text("locale"),
          workingDaysAYear: Number(text("workingDaysAYear")),
        };
        const wrong = await send((client) => client.workspaces.update.mutate({ ...entered, was }));
        if (!wrong) {
          setWas(entered);
          showToast("The workspace is saved.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <TextField name="name" label="Name" defaultValue={workspace.name} maxLength={120} disabled={disabled} autoComplete="off" />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          name="currency"
          label="Currency"
          options={currencies}
          defaultValue={workspace.currency}
          disabled={disabled}
          onChange={(event) => setCurrency(event.target.value)}
          hint={
            currency === workspace.currency
              ? undefined
              : "Nothing is converted: every rate keeps its number, becomes an assumption and asks to be checked."
          }
        />
        <SelectField name="timeZone" label="Time zone" options={zones} defaultValue={workspace.timeZone} disabled={disabled} />
        <TextField
          name="locale"
          label="Language and region"
          defaultValue={workspace.locale}
          disabled={disabled}
          hint="How numbers and dates are written, as en-GB."
          autoComplete="off"
        />
        <TextField
          name="workingDaysAYear"
          label="Working days a year"
          type="number"
          min={1}
          max={366}
          step={1}
          defaultValue={workspace.workingDaysAYear}
          disabled={disabled}
          hint="Turns a day's work into a year's."
        />
      </div>
      {mayUpdate ? (
        <div>
          <SubmitButton>Save</SubmitButton>
        </div>
      ) : (
        <p className="text-soft">An owner or admin can change these.</p>
      )}
    </Form>
  );
}
