import type { EvidenceClass, Interval } from "../interval.ts";
import { countWords } from "../count-words.ts";
import { withChanceOfCounts } from "./chance-of-counts.ts";
import { differenceOf } from "./compare-audits.ts";
import { asInput, type Figure, type ProvenanceInput, type SourceReference } from "../provenance.ts";

/** What of an audited row its figures need: of an activity, a workflow or the whole log. */
export type Measured = {
  touches: number;
  recordedMinutes: { touches: number };
  minutes: Interval;
  /** What its hours a week are divided by; left out: the weeks of the frame; null: a sum over workflows that are covered differently. */
  weeks?: number | null | undefined;
  hoursPerWeek: Interval;
  evidence: EvidenceClass;
  drag: { currency: string; totalMinor: Interval; reworkMinor: Interval };
  /** What an hour of it costs; left out: the rate of the frame. */
  minorPerHour?: number | undefined;
  /** Of an activity: minutes a touch, and how many timed items they rest on. */
  minutesPerTouch?: Interval;
  samples?: number;
};

/** The audit that a figure belongs to. Dates are ISO. */
export type AuditFrame = {
  auditId: string;
  computedAt: string;
  from: string;
  to: string;
  weeks: number;
  /** Of `n` touches so many have a start that the source recorded; left out: not known. */
  startsRecorded?: { of: number; n: number };
  rate: HourRate & { currency: string };
  roleRates: readonly (HourRate & { role: string })[];
};

/** What an hour costs, in minor units, and the ISO day from which it does; null: from the beginning. */
export type HourRate = { minorPerHour: number; evidence: EvidenceClass; note: string; from: string | null };

/** Which rows of the log a figure counts; null: all of them. */
export type Place = { workflow: string | null; activity: string | null };

const HOW: Record<EvidenceClass, string> = {
  recorded: "sum of recorded durations, each counted for at most 4 hours",
  timed: "touches x minutes a touch from timed samples, never more in a person's week than its paid hours",
  bounds:
    "between two bounds from end times: at least the gap to the actor's previous event up to 5 minutes, at most the paid time since it; a few timed items move the estimate between them",
  assumed: "touches x minutes a touch that somebody assumed",
  benchmark: "touches x minutes a touch from a published benchmark",
};

/** Hours a week by hand, with the way to the touches behind them. */
export function hoursFigure(label: string, row: Measured, place: Place, frame: AuditFrame): Figure {
  const touches = touchesInput(row, place, frame);
  const minutes: ProvenanceInput = {
    name: "Minutes by hand in the window",
    value: row.minutes.point,
    unit: { kind: "minutes" },
    range: row.minutes,
    evidence: row.evidence,
    source: source("minutes", place, frame, row.touches),
    explanation: null,
  };
  const { weeks = frame.weeks } = row;
  const divisor = (name: string, value: number): ProvenanceInput => ({
    name,
    value,
    unit: { kind: "count", of: "weeks" },
    range: null,
    evidence: "recorded",
    source: null,
    explanation: null,
  });
  const [formula, divisors] =
    weeks === null
      ? ["hours a week = sum over workflows of minutes / 60 / the weeks that the sources of each cover", []]
      : weeks === frame.weeks
        ? ["hours a week = minutes / 60 / weeks", [divisor("Weeks in the window", weeks)]]
        : [
            "hours a week = minutes / 60 / weeks from the first to the last day of the sources that feed it",
            [divisor("Weeks that its sources cover", weeks)],
          ];
  return {
    label,
    value: row.hoursPerWeek.point,
    unit: { kind: "hours" },
    range: row.hoursPerWeek,
    provenance: {
      formula: `${formula}; minutes: ${HOW[row.evidence]}`,
      evidence: row.evidence,
      inputs: [minutes, ...minutesPerTouchInput(row, place, frame), touches, ...divisors],
      source: source("hours", place, frame, row.touches),
      asOf: frame.computedAt,
    },
  };
}

/** How long cases wait or take, with how it is measured and the events behind it. */
export function durationFigure(
  label: string,
  { hours, count, measured }: { hours: number; count: number; measured: string },
  place: Place,
  frame: AuditFrame,
): Figure {
  return {
    label,
    value: hours,
    unit: { kind: "hours" },
    range: null,
    provenance: {
      formula: measured,
      ...restingOn(frame.startsRecorded),
      inputs: [],
      source: source("duration", place, frame, count),
      asOf: frame.computedAt,
    },
  };
}

/** Durations are measured from ends wherever no start is recorded: then work and waiting are one, which is no recorded duration. */
function restingOn(starts: AuditFrame["startsRecorded"]): { evidence: EvidenceClass; basis?: string } {
  if (starts === undefined || (starts.n > 0 && starts.of === starts.n)) return { evidence: "recorded" };
  const basis =
    starts.of === 0
      ? "Rests on the times between the ends of events: no start of a touch was recorded, so that work and waiting are not told apart."
      : `Rests on the ends of events, and on a start for ${countWords(starts.of)} of ${countWords(starts.n)} touches: of the others work and waiting are not told apart.`;
  return { evidence: "bounds", basis };
}

/** What it costs a year at the loaded rate: 52 weeks x hours a week x rate. Labour and rework together. */
export function dragFigure(label: string, row: Measured, place: Place, frame: AuditFrame): Figure {
  const hours = hoursFigure("Hours a week by hand", row, place, frame);
  return {
    label,
    value: row.drag.totalMinor.point,
    unit: { kind: "money", currency: row.drag.currency },
    range: row.drag.totalMinor,
    provenance: {
      formula: "drag a year = 52 x hours a week x loaded rate",
      evidence: row.evidence,
      inputs: [
        {
          name: hours.label,
          value: hours.value,
          unit: hours.unit,
          range: hours.range,
          evidence: row.evidence,
          source: null,
          explanation: hours.provenance,
        },
        asInput(rateFigure(row, frame)),
      ],
      source: source("drag", place, frame, row.touches),
      asOf: frame.computedAt,
    },
  };
}

/** The part of the drag that goes into work done again: touches of people whose activity had occurred in their case before. */
export function reworkFigure(label: string, row: Measured, place: Place, frame: AuditFrame): Figure {
  const drag = dragFigure("Drag a year", row, place, frame);
  return {
    label,
    value: row.drag.reworkMinor.point,
    unit: drag.unit,
    range: row.drag.reworkMinor,
    provenance: {
      formula:
        "drag a year, of each activity the share of its touches that repeat it in their case; what machines repeat costs nobody's time",
      evidence: row.evidence,
      inputs: [asInput(drag)],
      source: source("drag", place, frame, row.touches),
      asOf: frame.computedAt,
    },
  };
}

/** Minutes a touch, as the audit took them. */
export function minutesPerTouchFigure(row: Measured & { minutesPerTouch: Interval }, place: Place, frame: AuditFrame): Figure {
  const sampled = minutesPerTouchInput(row, place, frame);
  return {
    label: "Minutes a touch",
    value: row.minutesPerTouch.point,
    unit: { kind: "minutes" },
    range: row.minutesPerTouch,
    provenance: {
      formula: `mean minutes of one touch; minutes: ${HOW[row.evidence]}`,
      evidence: row.evidence,
      inputs: [...sampled, touchesInput(row, place, frame)],
      source: source("minutes", place, frame, row.touches),
      asOf: frame.computedAt,
    },
  };
}

/**
 * How a figure changed from an earlier audit to a later one; the range is the widest that both ranges allow.
 *
 * @param touches of a figure that grows with its touches: how many there were, for what chance makes of their number
 */
export function changeFigure(label: string, before: Figure, after: Figure, touches?: { before: number; after: number }): Figure {
  const was = { range: asRange(before), touches: touches?.before ?? 0 };
  const is = { range: asRange(after), touches: touches?.after ?? 0 };
  const widest = touches ? differenceOf(withChanceOfCounts(was, is), withChanceOfCounts(is, was)) : differenceOf(was.range, is.range);
  const range = before.range && after.range && before.value !== null && after.value !== null;
  return {
    label,
    value: before.value === null || after.value === null ? null : withoutDust(after.value - before.value),
    unit: after.unit,
    range: range ? widest : null,
    provenance: {
      formula: `later - earlier; range: lowest later - highest earlier to highest later - lowest earlier${touches ? ", each with what chance makes of the number of touches (Poisson, 90 %)" : ""}`,
      evidence: after.provenance.evidence,
      inputs: [
        { ...asInput(after), name: `Later: ${after.label}` },
        { ...asInput(before), name: `Earlier: ${before.label}` },
      ],
      asOf: after.provenance.asOf,
    },
  };
}

/** Sums of the same numbers in another order differ in the last digits: that is no change. */
const withoutDust = (difference: number) => (Math.abs(difference) < 1e-9 ? 0 : difference);

const asRange = ({ value, range }: Figure): Interval => ({ low: range?.low ?? 0, point: value ?? 0, high: range?.high ?? 0 });

/** Where an activity's minutes rest on timed items: the mean, or how many move the estimate between its bounds, and the way to the samples. */
function minutesPerTouchInput(row: Measured, { workflow, activity }: Place, frame: AuditFrame): ProvenanceInput[] {
  const { minutesPerTouch, samples = 0 } = row;
  if (minutesPerTouch === undefined || activity === null || samples === 0) return [];
  const source = { kind: "sample", workflow, activity, from: frame.from, to: frame.to, count: samples } as const;
  if (row.evidence === "bounds")
    return [
      {
        name: "Timed items, too few for a range",
        value: samples,
        unit: { kind: "count", of: "items" },
        range: null,
        evidence: "timed",
        source,
        explanation: null,
      },
    ];
  if (row.evidence !== "timed") return [];
  return [
    {
      name: "Minutes a touch",
      value: minutesPerTouch.point,
      unit: { kind: "minutes" },
      range: minutesPerTouch,
      evidence: "timed",
      source,
      explanation: null,
    },
  ];
}

type Priced = Pick<Measured, "minorPerHour">;
type Rates = Pick<AuditFrame, "rate" | "roleRates">;

/** What an hour of a row costs, as the audit took it, and how well that is known: as the weakest of the rates behind it. */
export function meanRate({ minorPerHour }: Priced, { rate, roleRates }: Rates): Omit<HourRate, "from"> {
  if (minorPerHour === undefined || !severalRates({ rate, roleRates })) return rate;
  const classes = [rate, ...roleRates].map(({ evidence }) => evidence);
  const evidence = RATE_CLASSES.find((weak) => classes.includes(weak)) ?? "assumed";
  return { minorPerHour, evidence, note: "Mean of the rates of the roles that did it, each by its minutes" };
}

const RATE_CLASSES: readonly EvidenceClass[] = ["assumed", "benchmark", "recorded"];

const severalRates = ({ rate, roleRates }: Rates): boolean => roleRates.some(({ minorPerHour }) => minorPerHour !== rate.minorPerHour);

/** What an hour costs, as the audit took it, with where it was entered; of a row that several roles do, opened to their rates. */
export function rateFigure(row: Priced, { rate, roleRates, computedAt }: AuditFrame): Figure {
  const unit = { kind: "moneyPerHour", currency: rate.currency } as const;
  const entered = ({ note, from }: HourRate): SourceReference => ({
    kind: "entry",
    by: "the team, under Settings, Rates",
    at: from ?? computedAt,
    note,
  });
  const { minorPerHour, evidence } = meanRate(row, { rate, roleRates });
  const several = severalRates({ rate, roleRates });
  const inputOf = (name: string, own: HourRate): ProvenanceInput => ({
    name,
    value: own.minorPerHour,
    unit,
    range: null,
    evidence: own.evidence,
    source: entered(own),
    explanation: null,
  });
  return {
    label: "Loaded rate an hour",
    value: minorPerHour,
    unit,
    range: null,
    provenance: {
      formula: several
        ? "Mean of the rates of the roles that did it, each by its minutes, as they held on the day of the audit"
        : "What an hour of the team costs, fully loaded, on the day of the audit",
      evidence,
      inputs: several ? [...roleRates.map((own) => inputOf(`Rate of ${own.role}`, own)), inputOf("Rate of all others", rate)] : [],
      ...(several ? {} : { source: entered(rate) }),
      asOf: computedAt,
    },
  };
}

/** What a workflow is ranked by: low end of the drag x rules-basedness x automatable share; null where no decisions are known. */
export function scoreFigure(
  row: Measured & { scoreMinor: number | null; decisions: { rulesBasedness: Interval; automatableShare: number } | null },
  place: Place,
  frame: AuditFrame,
): Figure | null {
  const { decisions } = row;
  if (decisions === null) return null;
  const drag = dragFigure("Drag a year", row, place, frame);
  const known = (name: string, value: number, range: Interval | null): ProvenanceInput => ({
    name,
    value,
    unit: { kind: "share" },
    range,
    evidence: "recorded",
    source: source("decisions", place, frame, row.touches),
    explanation: null,
  });
  return {
    label: "Score of the ranking",
    value: row.scoreMinor,
    unit: { kind: "money", currency: row.drag.currency },
    range: null,
    provenance: {
      formula: "score = low end of the drag a year x rules-basedness x share that could be automated",
      evidence: row.evidence,
      inputs: [
        asInput(drag),
        known("Rules-basedness", decisions.rulesBasedness.point, decisions.rulesBasedness),
        known("Share that could be automated", decisions.automatableShare, null),
      ],
      source: source("score", place, frame, row.touches),
      asOf: frame.computedAt,
    },
  };
}

function touchesInput(row: Measured, place: Place, frame: AuditFrame): ProvenanceInput {
  return {
    name: "Touches (events by people)",
    value: row.touches,
    unit: { kind: "count", of: "touches" },
    range: null,
    evidence: "recorded",
    source: source("touches", place, frame, row.touches),
    explanation: null,
  };
}

const source = (measure: string, { workflow, activity }: Place, { auditId, from, to }: AuditFrame, count: number): SourceReference => ({
  kind: "measure",
  measure,
  auditId,
  workflow,
  activity,
  from,
  to,
  count,
});
