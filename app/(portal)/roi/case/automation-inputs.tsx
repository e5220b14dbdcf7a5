"use client";
import { useId } from "react";
import { Button } from "#app/ui/button.tsx";
import type { NamedInput } from "#server/domain/roi/fields.ts";
import type { Input } from "#server/domain/roi/input.ts";
import type { Automation } from "#server/domain/roi/scenario.ts";
import { InputRow } from "./input-row.tsx";

export type AutomationInputsProps = {
  automation: Automation;
  inputs: readonly NamedInput[];
  savedInputs: ReadonlyMap<string, Input>;
  asOf: string;
  onValue: (key: string, value: number) => void;
  onTitles: (id: string, titles: { title?: string; redeployedTo?: string }) => void;
  onRemove: (id: string) => void;
};

/** Texts and inputs of one automation. */
export default function AutomationInputs({ automation, inputs, savedInputs, asOf, onValue, onTitles, onRemove }: AutomationInputsProps) {
  const id = useId();
  return (
    <div className="border-t border-line px-4.5 pb-3">
      <div className="grid gap-3 py-3 sm:grid-cols-2">
        <div>
          <label htmlFor={`${id}-title`} className="text-sm text-soft">
            Title
          </label>
          <input
            id={`${id}-title`}
            className="control"
            maxLength={200}
            value={automation.title}
            onChange={(event) => onTitles(automation.id, { title: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-work`} className="text-sm text-soft">
            Work that the redeployed hours go to
          </label>
          <input
            id={`${id}-work`}
            className="control"
            maxLength={200}
            value={automation.capture.redeployedTo}
            onChange={(event) => onTitles(automation.id, { redeployedTo: event.target.value })}
          />
        </div>
      </div>
      <div className="divide-y divide-line">
        {inputs.map((named) => (
          <InputRow key={named.key} named={named} saved={savedInputs.get(named.key) ?? named.input} asOf={asOf} onValue={onValue} />
        ))}
      </div>
      <Button size="small" variant="quiet" onClick={() => onRemove(automation.id)}>
        Leave {automation.title} out
      </Button>
    </div>
  );
}
