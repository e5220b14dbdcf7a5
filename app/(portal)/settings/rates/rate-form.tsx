"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Form } from "#app/ui/form/form.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { DEFAULT_ROLE } from "#server/domain/audit/dated-rates.ts";

type Rate = RouterOutputs["rates"]["list"]["rates"][number];

const CLASSES = [
  { value: "recorded", label: "Recorded: from payroll or the books" },
  { value: "benchmark", label: "Benchmark: from a published source" },
  { value: "assumed", label: "Assumed: an estimate" },
] as const;

/** Why a rate of this role may price nothing; null where it prices what the newest audit found, or nothing was audited. */
function roleDoubt(role: string, roles: readonly string[] | null): string | null {
  if (role === "" || roles === null || role === DEFAULT_ROLE || roles.includes(role)) return null;
  const found = roles.length === 0 ? "The newest audit found no role" : `The newest audit found the roles ${roles.join(", ")}`;
  return `${found} with three accounts or more. Unless a smaller team of the log is called ${role}, to the letter, this rate prices nothing.`;
}

/** @param props.roles that the newest audit found, to choose from; null before the first audit */
export function RateForm({ edited, roles, currency }: { edited: Rate | null; roles: readonly string[] | null; currency: string }) {
  const router = useRouter();
  const [role, setRole] = useState(edited?.role ?? "");
  const doubt = roleDoubt(role.trim(), roles);
  return (
    <Form
      id="rate"
      clearAfter={edited === null}
      onSend={async (values) => {
        const text = (name: string) => textOf(values, name);
        const wrong = await send((client) =>
          client.rates.set.mutate({
            role: text("role"),
            effectiveFrom: text("effectiveFrom") || null,
            minorAnHour: text("minorAnHour") === "" ? Number.NaN : Number(text("minorAnHour")),
            class: CLASSES.find(({ value }) => value === text("class"))?.value ?? "assumed",
            source: text("source"),
          }),
        );
        if (!wrong) {
          showToast("The rate is saved.");
          router.push("/settings/rates");
          router.refresh();
        }
        return wrong;
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="role"
          label="Role"
          defaultValue={edited?.role ?? ""}
          readOnly={edited !== null}
          maxLength={80}
          hint="As it stands in the event log: customer service."
          list="roles-found"
          autoComplete="off"
          onChange={(event) => setRole(event.target.value)}
        />
        <datalist id="roles-found">
          {roles?.map((found) => (
            <option key={found}>{found}</option>
          ))}
        </datalist>
        <MoneyField
          name="minorAnHour"
          label="Cost of an hour"
          currency={currency}
          defaultMinor={edited?.minorAnHour ?? null}
          maxMinor={100_000_000}
          suffix="an hour"
        />
        <TextField
          name="effectiveFrom"
          label="Holds from"
          type="date"
          optional
          readOnly={edited !== null}
          defaultValue={edited?.effectiveFrom ?? ""}
          hint="Without a day it always held. Audits of earlier days keep the rate before it."
        />
        <SelectField name="class" label="How it is known" options={CLASSES} defaultValue={edited?.class ?? "recorded"} />
        <TextField
          name="source"
          label="Source"
          optional
          defaultValue={edited?.source ?? ""}
          maxLength={300}
          hint="Payroll of March, or the study with its year. Only an assumption may go without."
          autoComplete="off"
        />
      </div>
      {doubt && <p className="max-w-[74ch] text-sm text-pretty text-warn">{doubt}</p>}
      <div className="flex gap-2.5">
        <SubmitButton>Save the rate</SubmitButton>
        {edited && (
          <LinkButton href="/settings/rates" variant="quiet">
            Cancel
          </LinkButton>
        )}
      </div>
    </Form>
  );
}
