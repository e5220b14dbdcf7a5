"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextArea, TextField } from "#app/ui/form/text-field.tsx";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";

const GATES = ["approve", "auto"] as const;

/** The gates and limits of an automation, which people set and which its log keeps, with who and why. */
export function SettingsForm({ automationId, settings }: { automationId: string; settings: AutomationSettings }) {
  const router = useRouter();
  return (
    <details className="mt-4">
      <summary className="min-h-6 cursor-pointer font-medium">Change gates and limits</summary>
      <Form
        id="automation-settings"
        className="mt-4 max-w-3xl"
        onSend={async (values) => {
          const wrong = await send((client) =>
            client.automations.saveSettings.mutate({ automationId, settings: readSettings(values), reason: textOf(values, "reason") }),
          );
          if (wrong) return wrong;
          showToast("Gates and limits are kept.");
          router.refresh();
          return undefined;
        }}
      >
        {GATES.map((gate) => (
          <fieldset key={gate} className="grid gap-4 sm:grid-cols-3">
            <legend className="mb-2 font-medium">Gate to {gate}</legend>
            <TextField
              name={`${gate}Agreement`}
              label="Agreement, lower bound"
              type="number"
              min="50"
              max="99.9"
              step="0.1"
              suffix="%"
              defaultValue={Number((settings.gates[gate].agreementLower * 100).toFixed(1))}
            />
            <TextField
              name={`${gate}Fewest`}
              label="Answered decisions"
              type="number"
              min="20"
              step="1"
              defaultValue={settings.gates[gate].fewest}
            />
            <MoneyField
              name={`${gate}Loss`}
              label="Expected loss per 1,000, at most"
              defaultMinor={settings.gates[gate].lossPerThousandMinor}
            />
          </fieldset>
        ))}
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-2 font-medium">A person has to say so beyond</legend>
          <TextField name="records" label="Records an hour" type="number" min="1" step="1" defaultValue={settings.brake.records} />
          <MoneyField name="money" label="Money at risk an hour" defaultMinor={settings.brake.moneyMinor} />
          <TextField
            name="hours"
            label="A proposal waits"
            type="number"
            min="0.25"
            max="720"
            step="0.25"
            suffix="hours"
            defaultValue={settings.approval.hours}
          />
          <SelectField
            name="onTimeout"
            label="Then it"
            defaultValue={settings.approval.onTimeout}
            options={[
              { value: "lapse", label: "lapses" },
              { value: "act", label: "is done" },
            ]}
          />
        </fieldset>
        <fieldset className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-2 font-medium">Watching it</legend>
          <TextField
            name="holdOut"
            label="Cases left to people, to compare"
            type="number"
            min="0"
            max="50"
            step="1"
            suffix="%"
            hint="With 30 of them or more its value is measured against them."
            defaultValue={Math.round(settings.holdOutShare * 100)}
          />
          <TextField
            name="severe"
            label="Severe errors until it goes back to shadow"
            type="number"
            min="1"
            max="100"
            step="1"
            defaultValue={settings.demotion.severeErrors}
          />
          <TextField
            name="cusum"
            label="Disagreements beyond the expected until then"
            type="number"
            min="1"
            max="100"
            step="0.5"
            defaultValue={settings.demotion.cusumLimit}
          />
          <TextField
            name="calls"
            label="Calls a minute to the vendor"
            type="number"
            min="1"
            max="6000"
            step="1"
            defaultValue={settings.callsPerMinute}
          />
        </fieldset>
        <TextArea
          name="reason"
          label="Why"
          rows={2}
          maxLength={1000}
          hint="It stands in the log of this automation, with what was changed."
        />
        <div>
          <SubmitButton variant="secondary">Keep gates and limits</SubmitButton>
        </div>
      </Form>
    </details>
  );
}

function readSettings(values: FormData): AutomationSettings {
  const number = (name: string) => Number(textOf(values, name));
  const gate = (name: (typeof GATES)[number]) => ({
    agreementLower: number(`${name}Agreement`) / 100,
    fewest: number(`${name}Fewest`),
    lossPerThousandMinor: number(`${name}Loss`),
  });
  return {
    gates: { approve: gate("approve"), auto: gate("auto") },
    brake: { records: number("records"), moneyMinor: number("money") },
    approval: { hours: number("hours"), onTimeout: textOf(values, "onTimeout") === "act" ? "act" : "lapse" },
    holdOutShare: number("holdOut") / 100,
    demotion: { severeErrors: number("severe"), cusumLimit: number("cusum") },
    callsPerMinute: number("calls"),
  };
}
