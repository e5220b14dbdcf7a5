"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Checkbox } from "#app/ui/form/choice.tsx";
import { useFieldError, Form } from "#app/ui/form/form.tsx";
import { MoneyField } from "#app/ui/form/money-field.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import { useAction } from "../../settings/use-action.ts";
import type { PlanData, PlanItem } from "../plan-data.ts";

const MEASURES = [
  { value: "hours", label: "Hours a week by hand" },
  { value: "agreement", label: "People decide as the rules do" },
  { value: "unknown", label: "Events whose actor is unknown" },
] as const;

/** The numbers of an item, what it needs, and where a person wants it. */
export function ItemForm({ item, plan }: { item: PlanItem; plan: PlanData }) {
  const router = useRouter();
  const { run, pending } = useAction();
  const { stored, version } = plan;
  const [measure, setMeasure] = useState(item.gate?.measure ?? "hours");
  const others = stored.items.filter(({ id }) => id !== item.id);
  return (
    <Form
      id="item"
      onSend={async (values) => {
        const orNull = (name: string) => textOf(values, name) || null;
        const limit = orNull("gateLimit");
        const wrong = await send((client) =>
          client.rollout.changeItem.mutate({
            version,
            itemId: item.id,
            change: {
              title: textOf(values, "title"),
              effortDays: Number(textOf(values, "effortDays")),
              ...(item.kind === "initiative" ? { valuePerWeekMinor: Number(textOf(values, "valuePerWeekMinor")) } : {}),
              prerequisites: others.filter(({ id }) => values.get(`needs-${id}`) !== null).map(({ id }) => id),
              earliestStartDay: orNull("earliestStartDay"),
              family: orNull("family"),
              pinnedPosition: orNull("pinnedPosition") === null ? null : Number(textOf(values, "pinnedPosition")),
              excluded: values.get("excluded") !== null,
              ...(item.workflow === null
                ? {}
                : {
                    gate:
                      limit === null
                        ? null
                        : {
                            measure,
                            workflow: item.workflow,
                            limit: measure === "hours" ? Number(limit) : Number(limit) / 100,
                            holdDays: Number(textOf(values, "gateHoldDays") || "14"),
                          },
                  }),
            },
          }),
        );
        if (!wrong) {
          showToast("The item is saved, and the best order found anew.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <TextField name="title" label="Title" maxLength={200} defaultValue={item.title} autoComplete="off" />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="effortDays"
          label="Effort"
          type="number"
          min={0}
          max={10_000}
          step="any"
          defaultValue={item.effortDays}
          suffix="build days"
        />
        {item.kind === "initiative" && (
          <MoneyField
            name="valuePerWeekMinor"
            label="Value"
            currency={stored.currency}
            defaultMinor={Math.round(item.valuePerWeekMinor.point)}
            suffix="a week"
            hint={item.valueFrom === "audit" ? "From the audit; a number of your own no longer follows it." : "Entered by hand."}
          />
        )}
        <TextField name="earliestStartDay" label="Not before" type="date" optional defaultValue={item.earliestStartDay ?? ""} />
        <TextField
          name="family"
          label="Family"
          optional
          maxLength={80}
          defaultValue={item.family ?? ""}
          hint="Items that teach each other."
        />
        <TextField
          name="pinnedPosition"
          label="Pinned to place"
          type="number"
          min={1}
          max={60}
          step={1}
          optional
          defaultValue={item.pinnedPosition ?? ""}
          hint="Its price stands under Compare."
        />
        {item.workflow !== null && (
          <>
            <SelectField
              name="gateMeasure"
              label="Gate: what is measured"
              options={MEASURES}
              value={measure}
              onChange={(event) => setMeasure(MEASURES.find(({ value }) => value === event.target.value)?.value ?? "hours")}
            />
            <TextField
              key={measure}
              name="gateLimit"
              label={measure === "agreement" ? "Gate: at least" : "Gate: at most"}
              type="number"
              min={0}
              max={measure === "hours" ? 100_000 : 100}
              step="any"
              optional
              defaultValue={
                item.gate?.measure === measure ? Math.round(item.gate.limit * (measure === "hours" ? 1 : 100) * 1000) / 1000 : ""
              }
              suffix={measure === "hours" ? "hours a week" : "%"}
              hint="Empty: no gate."
            />
            <TextField
              name="gateHoldDays"
              label="Gate: has to hold for"
              type="number"
              min={0}
              max={365}
              step={1}
              optional
              defaultValue={item.gate?.holdDays ?? 14}
              suffix="days"
            />
          </>
        )}
      </div>
      <fieldset>
        <legend className="mb-1 font-medium">Needs first</legend>
        <Wrong name="prerequisites" />
        <div className="grid gap-1 sm:grid-cols-2">
          {others.map(({ id, title }) => (
            <Checkbox key={id} name={`needs-${id}`} label={title} defaultChecked={item.prerequisites.includes(id)} />
          ))}
        </div>
      </fieldset>
      <Checkbox
        name="excluded"
        label="Leave it out of the order"
        defaultChecked={item.excluded}
        hint="The plan is made as if it did not exist."
      />
      <div className="flex flex-wrap gap-2.5">
        <SubmitButton variant="secondary">Save the item</SubmitButton>
        <Button
          variant="quiet"
          pending={pending}
          onClick={() =>
            void run((client) => client.rollout.removeItem.mutate({ version, itemId: item.id }), `${item.title} is out of the plan.`, {
              undo: (client) => client.rollout.restore.mutate({ version: version + 1, restore: version }),
            }).then((wrong) => !wrong && router.push("/roadmap/plan"))
          }
        >
          Remove it from the plan
        </Button>
      </div>
    </Form>
  );
}

/** What is wrong with a group of fields, said at the group. */
function Wrong({ name }: { name: string }) {
  const message = useFieldError(name);
  return message ? <p className="mb-1 text-sm text-danger">{message}</p> : null;
}
