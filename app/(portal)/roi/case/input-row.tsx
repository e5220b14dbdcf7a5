"use client";
import { lazy, memo, Suspense, useId, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { EvidenceBadge } from "#app/ui/figure/evidence-badge.tsx";
import { FigureValue } from "#app/ui/figure/figure-value.tsx";
import { describeSource } from "#app/ui/figure/describe-source.ts";
import { useWorkspaceFormat } from "#app/ui/format/format-provider.tsx";
import type { NamedInput } from "#server/domain/roi/fields.ts";
import type { Distribution, Input } from "#server/domain/roi/input.ts";
import { inputFigure } from "./input-figure.ts";
import { sliderOf, WHOLE } from "./edit-input.ts";
import { shownIn } from "./shown-in.ts";

const RangeEditor = lazy(() => import("./range-editor.tsx"));

type InputRowProps = {
  named: NamedInput;
  /** The input as it was saved: what the slider's ends follow, and what "Undo" brings back. */
  saved: Input;
  /** Said before the title where the row stands apart from its automation. */
  of?: string | undefined;
  asOf: string;
  onValue: (key: string, value: number) => void;
  onRange: (key: string, distribution: Distribution) => void;
};

/** One input: its figure with class, range and source; a slider and a field that both change it, and the form of its range on demand. */
export const InputRow = memo(function InputRow({ named, saved, of, asOf, onValue, onRange }: InputRowProps) {
  const { locale } = useWorkspaceFormat();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [ranging, setRanging] = useState(false);
  const { key, field, title, unit, input } = named;
  const { suffix, show, read } = shownIn(unit);
  const slider = sliderOf({ ...named, input: saved });
  const name = of ? `${of}: ${title.toLowerCase()}` : title;
  const figure = inputFigure(named, asOf);
  const changed = input.value !== saved.value;
  const money = unit.kind === "money" || unit.kind === "moneyPerHour";

  function type(text: string) {
    setTyped(text);
    const value = read(text);
    if (value !== null) onValue(key, value);
  }

  return (
    <div className="py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <label htmlFor={id} className="font-medium">
          {name}
        </label>
        <span className="flex items-center gap-2 text-sm">
          <FigureValue figure={{ ...figure, label: name }} />
          <EvidenceBadge evidence={input.evidence} />
        </span>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <input
          type="range"
          aria-label={`${name}, slider`}
          min={slider.min}
          max={slider.max}
          step={slider.step}
          value={input.value}
          onChange={(event) => {
            setTyped(null);
            onValue(key, money ? Math.round(Number(event.target.value)) : Number(event.target.value));
          }}
          className="h-6 min-w-28 flex-1 accent-accent"
        />
        <span className="flex w-40 shrink-0 items-center gap-2">
          <input
            id={id}
            type="number"
            inputMode="decimal"
            step="any"
            value={typed ?? show(input.value)}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped(null)}
            className="control w-24! text-end tabular-nums"
          />
          <span className="min-w-0 text-xs text-soft">{suffix}</span>
        </span>
      </div>
      <p data-provenance="source" className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-pretty text-soft">
        <span className="min-w-0 wrap-anywhere">{describeSource(input.source, locale)}</span>
        {changed && (
          <Button size="small" variant="quiet" onClick={() => onValue(key, saved.value)} aria-label={`Undo the change of ${name}`}>
            Undo
          </Button>
        )}
        {!WHOLE.has(field) && (
          <Button
            size="small"
            variant="quiet"
            className="ms-auto"
            aria-expanded={ranging}
            aria-label={`Range of ${name}`}
            onClick={() => setRanging(!ranging)}
          >
            Range
          </Button>
        )}
      </p>
      {ranging && (
        <Suspense fallback={<div className="skeleton mt-2 h-28" />}>
          <RangeEditor named={named} saved={saved} name={name} onRange={onRange} />
        </Suspense>
      )}
    </div>
  );
}, sameRow);

/** A row is drawn anew when its own input changes: the list it stands in is made anew with each step of any slider. */
function sameRow(before: InputRowProps, after: InputRowProps): boolean {
  return (
    before.named.key === after.named.key &&
    before.named.input === after.named.input &&
    before.saved === after.saved &&
    before.of === after.of &&
    before.asOf === after.asOf &&
    before.onValue === after.onValue &&
    before.onRange === after.onRange
  );
}
