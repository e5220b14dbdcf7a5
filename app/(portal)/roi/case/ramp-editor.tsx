"use client";
import { useId } from "react";
import { Button } from "#app/ui/button.tsx";
import { rampShare } from "#server/domain/roi/ramp.ts";
import type { Automation, Ramp } from "#server/domain/roi/scenario.ts";
import { type Editor } from "./edit-input.ts";
import { rampLength, rampOf } from "./first-forms.ts";

const KINDS: Record<Ramp["kind"], { name: string; how: string }> = {
  table: { name: "Month by month", how: "A share of the full benefit for each month; the last one holds from then on." },
  exponential: { name: "Exponential: 1 - e^(-t/tau)", how: "Fast at first, then ever slower: after tau months 63 % are there." },
  wright: { name: "Learning curve (Wright)", how: "Each doubling of the months leaves the same part of what was still missing." },
};
const KIND_NAMES = ["table", "exponential", "wright"] as const;
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

type RampEditorProps = {
  automation: Automation;
  saved: Automation | undefined;
  editor: Editor;
  onRamp: (id: string, ramp: Ramp) => void;
};

/** How the benefit of an automation comes in: the form of the ramp, and its first year as bars. */
export function RampEditor({ automation: { id, ramp }, saved, editor, onRamp }: RampEditorProps) {
  const fieldId = useId();
  const longer = rampLength(ramp, 1, editor);
  const shorter = rampLength(ramp, -1, editor);
  return (
    <div className="grid gap-x-4 gap-y-2 py-3 sm:grid-cols-2">
      <div>
        <label htmlFor={fieldId} className="text-sm text-soft">
          How the benefit comes in
        </label>
        <select
          id={fieldId}
          className="control mt-1"
          value={ramp.kind}
          onChange={(event) => onRamp(id, rampOf(KIND_NAMES.find((kind) => kind === event.target.value) ?? "table", saved, editor))}
        >
          {KIND_NAMES.map((kind) => (
            <option key={kind} value={kind}>
              {KINDS[kind].name}
            </option>
          ))}
        </select>
        <p className="mt-1 text-sm text-pretty text-soft">{KINDS[ramp.kind].how}</p>
        {ramp.kind === "table" && (
          <p className="mt-1 flex flex-wrap gap-2">
            <Button size="small" variant="quiet" disabled={longer === null} onClick={() => longer && onRamp(id, longer)}>
              Add a month
            </Button>
            <Button size="small" variant="quiet" disabled={shorter === null} onClick={() => shorter && onRamp(id, shorter)}>
              Take the last one away
            </Button>
          </p>
        )}
      </div>
      <div aria-hidden="true">
        <div className="flex h-16 items-end gap-0.5">
          {MONTHS.map((month) => (
            <span key={month} className="flex h-full flex-1 items-end rounded-sm bg-fill">
              <span
                className="mark w-full rounded-sm bg-bar"
                style={{ height: `${Math.max(0, Math.min(1, rampShare(ramp, month))) * 100}%` }}
              />
            </span>
          ))}
        </div>
        <p className="mt-1 text-xs text-soft">The first twelve months after the build, full benefit at the top.</p>
      </div>
    </div>
  );
}
