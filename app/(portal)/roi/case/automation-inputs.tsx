"use client";
import { useId } from "react";
import { Button } from "#app/ui/button.tsx";
import type { NamedInput } from "#server/domain/roi/fields.ts";
import type { Distribution, Input } from "#server/domain/roi/input.ts";
import type { Automation, Ramp } from "#server/domain/roi/scenario.ts";
import type { Editor } from "./edit-input.ts";
import { InputRow } from "./input-row.tsx";
import { RampEditor } from "./ramp-editor.tsx";

export type AutomationInputsProps = {
  automation: Automation;
  inputs: readonly NamedInput[];
  savedInputs: ReadonlyMap<string, Input>;
  asOf: string;
  onValue: (key: string, value: number) => void;
  onRange: (key: string, distribution: Distribution) => void;
  onRamp: (id: string, ramp: Ramp) => void;
  /** The automation as it was saved; undefined when it was not there. */
  saved: Automation | undefined;
  editor: Editor;
  onTitles: (id: string, titles: { title?: string; redeployedTo?: string }) => void;
  onRemove: (id: string) => void;
};

/** Texts and inputs of one automation. */
export default function AutomationInputs(props: AutomationInputsProps) {
  const { automation, inputs, savedInputs, asOf, onValue, onRange, onTitles, onRemove } = props;
  const id = useId();
  const row = (named: NamedInput) => (
    <InputRow
      key={named.key}
      named={named}
      saved={savedInputs.get(named.key) ?? named.input}
      asOf={asOf}
      onValue={onValue}
      onRange={onRange}
    />
  );
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
      <div className="divide-y divide-line">{inputs.filter(({ field }) => !field.startsWith("ramp.")).map(row)}</div>
      <RampEditor automation={automation} saved={props.saved} editor={props.editor} onRamp={props.onRamp} />
      <div className="divide-y divide-line border-t border-line">{inputs.filter(({ field }) => field.startsWith("ramp.")).map(row)}</div>
      <Button size="small" variant="quiet" onClick={() => onRemove(automation.id)}>
        Leave {automation.title} out
      </Button>
    </div>
  );
}
