import type { NamedInput } from "#server/domain/roi/fields.ts";
import { rangeOf, type Distribution, type Input } from "#server/domain/roi/input.ts";
import type { Automation, Ramp } from "#server/domain/roi/scenario.ts";
import { entered, type Editor } from "./edit-input.ts";

/** An input with another range around the same value; with the range it was saved with it is what it was saved as. */
export function withRange({ input }: NamedInput, distribution: Distribution, saved: Input, editor: Editor): Input {
  if (input.value === saved.value && sameRange(distribution, saved.distribution)) return saved;
  const note =
    saved.source.kind === "measure" || saved.source.kind === "backTest"
      ? "Range set by hand in place of what was measured"
      : "Range set by hand";
  return { value: input.value, distribution, ...entered(note, editor) };
}

export function sameRange(one: Distribution, other: Distribution): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Where a person begins who gives an input a range of another kind: the ends it has, or a fifth to either side of its value. */
export function firstRange(kind: Distribution["kind"], { least, most, input }: NamedInput): Distribution {
  if (kind === "point") return { kind };
  const { value } = input;
  const fifth = Math.abs(value) / 5 || (most === 1 ? 0.1 : 1);
  const known = rangeOf(input);
  const ends = known.low < known.high ? known : { low: Math.max(least, value - fifth), high: Math.min(most, value + fifth) };
  return kind === "lognormal" ? { kind, p10: ends.low, p90: ends.high } : { kind, ...ends };
}

/** A ramp of another kind, at values to begin with; the saved one where it is of that kind. */
export function rampOf(kind: Ramp["kind"], saved: Automation | undefined, editor: Editor): Ramp {
  if (saved?.ramp.kind === kind) return saved.ramp;
  const input = (value: number): Input => ({
    value,
    distribution: { kind: "point" },
    ...entered("Set by hand: another form of ramp", editor),
  });
  if (kind === "table") return { kind, shares: [0, 0.25, 0.5, 0.75, 1].map(input) };
  if (kind === "exponential") return { kind, tauMonths: input(2) };
  return { kind, missingAtFirst: input(0.8), learningRate: input(0.6) };
}

const MOST_RAMP_MONTHS = 24;

/** A table with one month more (as full as the last one) or less; null where it ends. */
export function rampLength(ramp: Ramp, by: 1 | -1, editor: Editor): Ramp | null {
  if (ramp.kind !== "table") return null;
  const { shares } = ramp;
  if (by === -1) return shares.length > 1 ? { ...ramp, shares: shares.slice(0, -1) } : null;
  const last = shares.at(-1);
  if (!last || shares.length >= MOST_RAMP_MONTHS) return null;
  return {
    ...ramp,
    shares: [...shares, { value: last.value, distribution: { kind: "point" }, ...entered("Month added by hand", editor) }],
  };
}
