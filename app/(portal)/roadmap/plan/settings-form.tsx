"use client";
import { useState } from "react";
import { useRouter } from "next/navigation";
import { textOf } from "#app/(welcome)/form-text.ts";
import { send } from "#app/trpc/send.ts";
import { Button } from "#app/ui/button.tsx";
import { showToast } from "#app/ui/feedback/toast-store.ts";
import { Form } from "#app/ui/form/form.tsx";
import { SelectField } from "#app/ui/form/select-field.tsx";
import { SubmitButton } from "#app/ui/form/submit-button.tsx";
import { TextField } from "#app/ui/form/text-field.tsx";
import type { PlanData } from "../plan-data.ts";

const OBJECTIVES = [
  { value: "saved", label: "Most saved by the horizon" },
  { value: "waiting", label: "Least lost while waiting" },
] as const;

const BASES = [
  { value: "low", label: "The low end: what is sure" },
  { value: "point", label: "The point: what is likeliest" },
  { value: "high", label: "The high end" },
] as const;

/** The rules the order is found by. */
export function SettingsForm({ plan }: { plan: PlanData }) {
  const router = useRouter();
  const { stored, version } = plan;
  const [windows, setWindows] = useState(() => stored.freezeWindows.map((window, key) => ({ ...window, key })));
  const atOnce = stored.ramp.find(({ weeksLive }) => weeksLive === 0)?.share ?? (stored.ramp.length === 0 ? 1 : 0);
  const rampWeeks = stored.ramp.at(-1)?.weeksLive ?? 0;
  return (
    <Form
      id="plan-settings"
      onSend={async (values) => {
        const number = (name: string) => Number(textOf(values, name));
        const weeks = number("rampWeeks");
        const wrong = await send((client) =>
          client.rollout.change.mutate({
            version,
            settings: {
              startsOn: textOf(values, "startsOn"),
              objective: OBJECTIVES.find(({ value }) => value === textOf(values, "objective"))?.value ?? "saved",
              valueBasis: BASES.find(({ value }) => value === textOf(values, "valueBasis"))?.value ?? "point",
              horizonWeeks: number("horizonWeeks"),
              buildDaysPerWeek: number("buildDaysPerWeek"),
              teams: number("teams"),
              learningFactor: number("learningFactor"),
              captureRate: number("capturePercent") / 100,
              ramp:
                weeks === 0
                  ? []
                  : [
                      { weeksLive: 0, share: number("atOncePercent") / 100 },
                      { weeksLive: weeks, share: 1 },
                    ],
              freezeWindows: windows.map(({ key }) => ({ fromDay: textOf(values, `from-${key}`), toDay: textOf(values, `to-${key}`) })),
            },
          }),
        );
        if (!wrong) {
          showToast("The plan is saved, and its best order found anew.");
          router.refresh();
        }
        return wrong;
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="startsOn" label="Starts on" type="date" defaultValue={stored.startsOn} />
        <TextField
          name="horizonWeeks"
          label="Horizon"
          type="number"
          min={1}
          max={260}
          step={1}
          defaultValue={stored.horizonWeeks}
          suffix="weeks"
        />
        <SelectField
          name="objective"
          label="What is best"
          options={OBJECTIVES}
          defaultValue={stored.objective}
          hint="The horizon counts the calendar; waiting has no end date."
        />
        <SelectField name="valueBasis" label="Which value to count on" options={BASES} defaultValue={stored.valueBasis} />
        <TextField
          name="buildDaysPerWeek"
          label="Build days of a team"
          type="number"
          min={0.1}
          max={7}
          step="any"
          defaultValue={stored.buildDaysPerWeek}
          suffix="a week"
        />
        <TextField name="teams" label="Teams" type="number" min={1} max={20} step={1} defaultValue={stored.teams} />
        <TextField
          name="capturePercent"
          label="Share captured"
          type="number"
          min={0}
          max={100}
          step="any"
          defaultValue={Math.round(stored.captureRate * 1000) / 10}
          suffix="%"
          hint="Of the manual work of a workflow; values from the audit follow it."
        />
        <TextField
          name="learningFactor"
          label="Learning within a family"
          type="number"
          min={0.1}
          max={1}
          step="any"
          defaultValue={stored.learningFactor}
          hint="The next item of a family takes this share of its effort; 1 means that nothing is learned."
        />
        <TextField
          name="atOncePercent"
          label="Value right after go-live"
          type="number"
          min={0}
          max={100}
          step="any"
          defaultValue={Math.round(atOnce * 100)}
          suffix="%"
        />
        <TextField
          name="rampWeeks"
          label="All of it after"
          type="number"
          min={0}
          max={520}
          step={1}
          defaultValue={rampWeeks}
          suffix="weeks"
        />
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-medium">Weeks without go-live</legend>
        <p className="text-sm text-soft">Peak season, for one. What is built inside goes live when it ends.</p>
        {windows.map(({ key, fromDay, toDay }, place) => (
          <div key={key} className="flex flex-wrap items-end gap-3">
            <TextField name={`from-${key}`} label={`From, window ${place + 1}`} type="date" defaultValue={fromDay} />
            <TextField name={`to-${key}`} label={`Ends before, window ${place + 1}`} type="date" defaultValue={toDay} />
            <Button
              variant="quiet"
              aria-label={`Remove window ${place + 1}`}
              onClick={() => setWindows((known) => known.filter((window) => window.key !== key))}
            >
              Remove
            </Button>
          </div>
        ))}
        <div>
          <Button
            size="small"
            onClick={() =>
              setWindows((known) => [...known, { fromDay: "", toDay: "", key: Math.max(-1, ...known.map((window) => window.key)) + 1 }])
            }
          >
            Add a window
          </Button>
        </div>
      </fieldset>
      <div>
        <SubmitButton variant="secondary">Save the plan</SubmitButton>
      </div>
    </Form>
  );
}
