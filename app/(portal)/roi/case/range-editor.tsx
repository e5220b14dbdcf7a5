"use client";
import { useId, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import type { NamedInput } from "#server/domain/roi/fields.ts";
import type { Distribution, Input } from "#server/domain/roi/input.ts";
import { wrongWith } from "#server/domain/roi/validate-scenario.ts";
import { firstRange, sameRange } from "./first-forms.ts";
import { shownIn } from "./shown-in.ts";

type Kind = Distribution["kind"];

const KINDS: Record<Kind, { name: string; how: string; ends: readonly [string, string] }> = {
  point: { name: "Certain: no range", how: "Every draw takes the value.", ends: ["", ""] },
  interval: {
    name: "Measured interval",
    how: "Half of the draws fall evenly between the least and the value, half between the value and the most.",
    ends: ["Least", "Most"],
  },
  triangular: {
    name: "Triangular",
    how: "The value is the most likely; it gets less likely in a straight line towards both ends.",
    ends: ["Least", "Most"],
  },
  pert: {
    name: "PERT",
    how: "The value is the most likely; the draws stay closer to it than in a triangle.",
    ends: ["Least", "Most"],
  },
  lognormal: {
    name: "Lognormal",
    how: "No upper end: for what sometimes takes far more than expected.",
    ends: ["1 of 10 is below", "1 of 10 is above"],
  },
};

type RangeEditorProps = {
  named: NamedInput;
  /** With its class and range as saved. */
  saved: Input;
  /** Of the input, for those who do not see where the fields stand. */
  name: string;
  onRange: (key: string, distribution: Distribution) => void;
};

/** What is known about an input beyond its value: the form of its range and its ends. The case follows as soon as they make sense. */
export default function RangeEditor({ named, saved, name, onRange }: RangeEditorProps) {
  const id = useId();
  const { key, input, unit } = named;
  const { show, read, suffix } = shownIn(unit);
  const [draft, setDraft] = useState<{ kind: Kind; low: string; high: string; of: Distribution } | null>(null);
  // What is typed counts until the range changes by other means: a slider takes it along.
  const typing = draft !== null && draft.of === input.distribution ? draft : textOf(input.distribution, show);
  const { ends, how } = KINDS[typing.kind];
  const meant = rangeIn(typing, read);
  const wrong =
    meant === null ? "Enter both ends as numbers." : wrongWith({ ...named, input: { ...input, distribution: meant } })[0]?.message;

  function change(next: { kind: Kind; low: string; high: string }) {
    const range = rangeIn(next, read);
    const holds = range !== null && wrongWith({ ...named, input: { ...input, distribution: range } }).length === 0;
    setDraft({ ...next, of: holds ? range : input.distribution });
    if (holds && !sameRange(range, input.distribution)) onRange(key, range);
  }

  return (
    <div className="mt-2 grid grid-cols-2 gap-3 rounded-md border border-line p-3">
      <div className="col-span-2 min-w-0">
        <label htmlFor={`${id}-kind`} className="text-sm text-soft">
          Form of the range
        </label>
        <select
          id={`${id}-kind`}
          className="control mt-1"
          value={typing.kind}
          onChange={(event) => {
            const kind = KIND_NAMES.find((one) => one === event.target.value) ?? "point";
            change(textOf(firstRange(kind, named), show));
          }}
        >
          {KIND_NAMES.map((kind) => (
            <option key={kind} value={kind}>
              {KINDS[kind].name}
            </option>
          ))}
        </select>
      </div>
      {typing.kind !== "point" &&
        (["low", "high"] as const).map((end, index) => (
          <div key={end} className="min-w-0">
            <label htmlFor={`${id}-${end}`} className="text-sm text-soft">
              {ends[index]} <span className="text-xs">({suffix})</span>
            </label>
            <input
              id={`${id}-${end}`}
              type="number"
              inputMode="decimal"
              step="any"
              className="control mt-1 text-end tabular-nums"
              value={typing[end]}
              aria-invalid={wrong === undefined ? undefined : true}
              aria-describedby={`${id}-said`}
              onChange={(event) => change({ ...typing, [end]: event.target.value })}
            />
          </div>
        ))}
      <p id={`${id}-said`} aria-live="polite" className="col-span-2 text-sm text-pretty">
        {wrong === undefined ? <span className="text-soft">{how}</span> : <span className="text-danger">{wrong}</span>}
      </p>
      {!sameRange(input.distribution, saved.distribution) && input.value === saved.value && (
        <Button
          size="small"
          variant="quiet"
          className="justify-self-start"
          aria-label={`Undo the change of the range of ${name}`}
          onClick={() => onRange(key, saved.distribution)}
        >
          Undo
        </Button>
      )}
    </div>
  );
}

const KIND_NAMES: readonly Kind[] = ["point", "interval", "triangular", "pert", "lognormal"];

function textOf(distribution: Distribution, show: (value: number) => string): { kind: Kind; low: string; high: string } {
  const { kind } = distribution;
  if (kind === "point") return { kind, low: "", high: "" };
  if (kind === "lognormal") return { kind, low: show(distribution.p10), high: show(distribution.p90) };
  return { kind, low: show(distribution.low), high: show(distribution.high) };
}

/** The range that was typed; null while an end is no number. */
function rangeIn(
  { kind, low, high }: { kind: Kind; low: string; high: string },
  read: (text: string) => number | null,
): Distribution | null {
  if (kind === "point") return { kind };
  const [from, to] = [read(low), read(high)];
  if (from === null || to === null) return null;
  return kind === "lognormal" ? { kind, p10: from, p90: to } : { kind, low: from, high: to };
}
