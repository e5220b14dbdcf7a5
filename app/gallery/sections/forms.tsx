"use client";
import { Form } from "#app/ui/form/form.tsx";
import { Checkbox, Switch } from "#app/ui/form/choice.tsx";
import { FileDrop } from "#app/ui/form/file-drop.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea, TextField } from "#app/ui/form/text-field.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Part, Specimen } from "../specimen.tsx";

const teams = [
  { value: "orders", label: "Order desk" },
  { value: "returns", label: "Returns" },
  { value: "support", label: "Customer service" },
];

export function FormsSection() {
  return (
    <Part id="forms" title="Forms">
      <div className="grid gap-10 lg:grid-cols-2">
        <Specimen name="A form: send it empty for the summary, with 'taken' as name for an answer of the server">
          <Form
            id="gallery-form"
            onSend={async (values) => {
              await new Promise((resolve) => setTimeout(resolve, 400));
              if (values.get("name") === "taken")
                return { message: null, fields: { name: "There is a team of this name already: choose another." } };
              const rate = values.get("rateMinor");
              showToast(typeof rate === "string" ? `Saved with ${rate} minor units an hour` : "Saved");
              return undefined;
            }}
          >
            <TextField name="name" label="Name of the team" hint="As your people call it." />
            <SelectField name="desk" label="Desk" options={teams} prompt="Choose a desk" />
            <MoneyField
              name="rateMinor"
              label="Loaded rate"
              suffix="an hour"
              hint="Wage, taxes, benefits and the desk. Shown to admins, ops leads and finance only."
            />
            <TextField name="minutes" label="Minutes a touch" type="number" min={0} max={480} step={0.1} suffix="minutes" optional />
            <TextArea name="note" label="Note" optional rows={2} />
            <Checkbox name="agree" label="These are paid hours, breaks left out" />
            <div>
              <SubmitButton>Save the team</SubmitButton>
            </div>
          </Form>
        </Specimen>
        <div className="grid content-start gap-6">
          <Specimen name="Field with an error, field that cannot be changed">
            <div className="grid gap-4">
              <TextField name="error" label="Address" type="email" defaultValue="ada@" error="Enter a whole address, as ada@example.com." />
              <TextField name="fixed" label="Workspace" defaultValue="Harbour & Pine" disabled hint="Only an owner can change this." />
            </div>
          </Specimen>
          <Specimen name="Switches">
            <div className="grid gap-3">
              <Switch name="watch" label="Watch for creep" hint="Tells you when manual work comes back." defaultChecked />
              <Switch name="mail" label="Weekly mail" />
            </div>
          </Specimen>
          <Specimen name="File">
            <FileDrop
              name="log"
              label="Event log"
              accept=".csv,text/csv"
              maxBytes={200_000_000}
              hint="CSV up to 200 MB. It stays on this server."
            />
          </Specimen>
        </div>
      </div>
    </Part>
  );
}
