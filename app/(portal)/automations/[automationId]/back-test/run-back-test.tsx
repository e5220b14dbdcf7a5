"use client";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";

/** Starts a back-test over a window of days, beside another version if one is chosen, and shows it. */
export function RunBackTest({
  automationId,
  version,
  others,
  fromDay,
  toDay,
  primary,
}: {
  automationId: string;
  version: number;
  /** Versions that it can be compared with, the newest first. */
  others: readonly number[];
  fromDay: string;
  toDay: string;
  primary: boolean;
}) {
  const router = useRouter();
  return (
    <Form
      id="run-back-test"
      className="mb-6 items-end sm:grid-cols-[repeat(auto-fit,minmax(11rem,max-content))] sm:justify-start"
      onSend={(values) =>
        send(async (client) => {
          const { backTestId } = await client.automations.runBackTest.mutate({
            automationId,
            version,
            fromDay: textOf(values, "fromDay"),
            toDay: textOf(values, "toDay"),
            againstVersion: Number(textOf(values, "against")) || null,
          });
          router.push(`/automations/${automationId}/back-test?test=${backTestId}`);
          router.refresh();
        })
      }
    >
      <TextField name="fromDay" label="From" type="date" defaultValue={fromDay} />
      <TextField name="toDay" label="To" type="date" defaultValue={toDay} />
      {others.length > 0 && (
        <SelectField
          name="against"
          label="Beside"
          optional
          prompt="No other version"
          options={others.map((other) => ({ value: String(other), label: `Version ${other}` }))}
        />
      )}
      <SubmitButton variant={primary ? "primary" : "secondary"}>Run a back-test of version {version}</SubmitButton>
    </Form>
  );
}
