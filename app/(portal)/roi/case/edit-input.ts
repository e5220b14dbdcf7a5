import type { NamedInput } from "#server/domain/roi/fields.ts";
import { rangeOf, type Distribution, type Input } from "#server/domain/roi/input.ts";
import type { Automation, Ramp } from "#server/domain/roi/scenario.ts";

/** Who edits, and when: stands behind every figure that follows. */
export type Editor = { by: string; today: string };

/** Inputs that shift whole months: a range of them has no meaning. */
export const WHOLE: ReadonlySet<string> = new Set(["horizonMonths", "startMonth"]);

/**
 * An input at another value, kept within what it may be. What a person sets is assumed, and its range moves along in proportion.
 *
 * @param saved the input as it was saved: setting its value again gives it back with its class and source
 */
export function withValue({ field, least, most, input }: NamedInput, wanted: number, saved: Input, { by, today }: Editor): Input {
  const within = Math.min(most, Math.max(least, wanted));
  const value = WHOLE.has(field) ? Math.round(within) : within;
  if (value === saved.value && input.value !== saved.value) return saved;
  if (value === input.value) return input;
  const note = saved.source.kind === "measure" ? "Set by hand in place of what was measured" : "Set by hand";
  return { value, distribution: moved(input, value, { least, most }), ...entered(note, { by, today }) };
}

/** An input with another range around the same value; with the range it was saved with it is what it was saved as. */
export function withRange({ input }: NamedInput, distribution: Distribution, saved: Input, editor: Editor): Input {
  if (input.value === saved.value && sameRange(distribution, saved.distribution)) return saved;
  const note = saved.source.kind === "measure" ? "Range set by hand in place of what was measured" : "Range set by hand";
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

function entered(note: string, { by, today }: Editor): Pick<Input, "evidence" | "source"> {
  return { evidence: "assumed", source: { kind: "entry", by, at: today, note } };
}

function moved({ value: before, distribution }: Input, value: number, { least, most }: { least: number; most: number }): Distribution {
  if (distribution.kind === "point" || value === 0) return { kind: "point" };
  if (before === 0) return { kind: "point" };
  const scaled = (bound: number) => Math.min(most, Math.max(least, (bound / before) * value));
  if (distribution.kind === "lognormal") return { kind: "lognormal", p10: scaled(distribution.p10), p90: scaled(distribution.p90) };
  const [one, other] = [scaled(distribution.low), scaled(distribution.high)];
  return { kind: distribution.kind, low: Math.min(one, other, value), high: Math.max(one, other, value) };
}

/** Ends and step of the slider of an input: fixed while it is dragged, so that the handle stays under the pointer. */
export function sliderOf({ field, unit, least, most, input }: NamedInput): { min: number; max: number; step: number } {
  if (unit.kind === "share") return { min: Math.max(least, -0.5), max: Math.min(most, 1), step: 0.01 };
  const { distribution, value } = input;
  const high = distribution.kind === "point" ? value : distribution.kind === "lognormal" ? distribution.p90 : distribution.high;
  const max = Math.min(most, roundUp(Math.max(high * 1.5, value * 2, fallbackMax(field))));
  return { min: Math.min(value, least), max, step: WHOLE.has(field) ? 1 : max / 200 };
}

function fallbackMax(field: string): number {
  if (field === "startMonth") return 24;
  if (field === "horizonMonths") return 60;
  if (field === "workingDaysPerYear") return 366;
  return field.endsWith("Minor") || field.endsWith("Month") ? 20 : 10;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return power * ([1, 2, 2.5, 4, 5, 8, 10].find((factor) => factor * power >= value - power * 1e-9) ?? 10);
}
