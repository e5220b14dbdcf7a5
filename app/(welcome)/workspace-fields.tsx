"use client";
import { useSyncExternalStore } from "react";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import type { Choice } from "./workspace-choices.ts";

const never = () => () => {};
const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const browserLocale = () => navigator.language;

/** Name, currency and time zone of a new workspace; zone and locale come from the browser until chosen. */
export function WorkspaceFields({
  nameField,
  currencies,
  timeZones,
}: {
  nameField: string;
  currencies: readonly Choice[];
  timeZones: readonly Choice[];
}) {
  const zone = useSyncExternalStore(never, browserZone, () => "UTC");
  const locale = useSyncExternalStore(never, browserLocale, () => "en-US");
  const zones = timeZones.some(({ value }) => value === zone) ? timeZones : [{ value: zone, label: zone }, ...timeZones];
  return (
    <>
      <TextField
        name={nameField}
        label="Workspace"
        hint="The business or team whose work this is about."
        maxLength={120}
        autoComplete="organization"
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField name="currency" label="Currency" options={currencies} defaultValue="USD" />
        <SelectField key={zone} name="timeZone" label="Time zone" options={zones} defaultValue={zone} />
      </div>
      <input type="hidden" name="locale" value={locale} />
    </>
  );
}
