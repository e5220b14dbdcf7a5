import type { NamedInput } from "#server/domain/roi/fields.ts";
import type { Distribution, Input } from "#server/domain/roi/input.ts";

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
  const note =
    saved.source.kind === "measure" || saved.source.kind === "backTest" ? "Set by hand in place of what was measured" : "Set by hand";
  return { value, distribution: moved(input, value, { least, most }), ...entered(note, { by, today }) };
}

/** What a person enters is assumed, and says who entered it and when. */
export function entered(note: string, { by, today }: Editor): Pick<Input, "evidence" | "source"> {
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
