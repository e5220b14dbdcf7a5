import type { EvidenceClass, Interval } from "../interval.ts";
import { asInput, weakestEvidence, type Figure, type ProvenanceInput, type SourceReference, type Unit } from "../provenance.ts";
import type { Automation } from "../roi/scenario.ts";
import { bridge, type BridgeStep, type ValueDrivers } from "./bridge.ts";
import { whereHoursWent, type HoursUsed, type WhereHoursWent } from "./hours-used.ts";
import { realisedHours, type RealisedWork } from "./realised-work.ts";
import { realisedValue } from "./realised-value.ts";

/** Everything that the value of one automation is computed from. */
export type ValueInputs = {
  workflow: string;
  title: string;
  work: RealisedWork;
  /** The days on which it acted and that are counted, in order: the first, the day after the last, ISO, and touches by people between. */
  acted: readonly { from: string; to: string; touches: number }[];
  /** Minutes a touch of the workflow, from the newest audit; null where none measured it. */
  minutes: { perTouch: Interval; evidence: EvidenceClass; auditId: string; from: string; to: string; touches: number } | null;
  rate: { minorPerHour: number; currency: string; evidence: EvidenceClass; note: string };
  /** What it decided and did since. */
  acts: { decisions: number; acted: number; undone: number; approvals: number };
  used: readonly HoursUsed[];
  /** The business case of this workflow, where there is one. */
  modelled: { scenario: string; automation: Automation } | null;
  /** ISO timestamp. */
  asOf: string;
};

export type ValueReport = {
  hours: Figure;
  money: Figure;
  weeks: readonly { week: string; touches: number; without: number | null; hours: Figure }[];
  went: Pick<WhereHoursWent, "captureShare"> & { byUse: readonly Figure[]; notSaid: Figure };
  bridge: { modelled: Figure; steps: readonly { step: BridgeStep; figure: Figure }[]; realised: Figure } | null;
};

const DAY_MS = 86_400_000;
const WEEKS_A_YEAR = 52;

const HOW = {
  "hold-out":
    "touches a case that was left to people, less touches a case that it took, times the cases it took; 95 % interval of the two means",
  regression:
    "what would have been less what was: Poisson regression of touches on the volume, the weekday and before or after; 95 % interval with robust errors",
  "too early": "not known yet: it takes 14 days with volume before and after, or 30 cases left to people",
} as const;

/** The value of one automation against what would have been without it, every number with the way it came about. */
export function valueReport(given: ValueInputs): ValueReport {
  const { work, minutes, rate, used, asOf } = given;
  const total = hoursFigure("Hours returned", work.avoided, given);
  const went = whereHoursWent(used, total.value ?? 0, rate.minorPerHour);
  return {
    hours: total,
    money: moneyFigure(given, total, went),
    weeks: work.weeks.map(({ monday, touches, avoided }) => ({
      week: new Date(monday * DAY_MS).toISOString().slice(0, 10),
      touches,
      without: avoided === null ? null : touches + avoided.point,
      hours: hoursFigure("Hours returned in the week", avoided, given),
    })),
    went: {
      captureShare: went.captureShare,
      byUse: went.byUse.map(({ use, hours }) => enteredFigure(`Hours: ${use}`, hours, asOf)),
      notSaid: {
        ...enteredFigure("Hours nobody has said anything about", went.notSaidHours, asOf),
        value: total.value === null ? null : went.notSaidHours,
      },
    },
    bridge:
      minutes === null || work.avoided === null || given.modelled === null
        ? null
        : bridgeOf(given, given.modelled, minutes.perTouch, work.avoided, went),
  };
}

function hoursFigure(label: string, avoided: Interval | null, { work, minutes, workflow, acted, asOf }: ValueInputs): Figure {
  const hours = avoided === null || minutes === null ? null : realisedHours(avoided, minutes.perTouch);
  const counted = acted.map(({ from, to, touches: count }): SourceReference & { count: number } => ({
    kind: "measure",
    measure: "touches",
    auditId: null,
    workflow,
    activity: null,
    from,
    to,
    count,
  }));
  const [whole = null] = counted;
  const of = { kind: "count", of: "touches" } as const;
  const touches: ProvenanceInput = {
    name: "Touches avoided",
    value: avoided?.point ?? null,
    unit: of,
    range: avoided,
    evidence: "recorded",
    source: counted.length === 1 ? whole : null,
    explanation: {
      formula: `touches avoided: ${HOW[work.method]}`,
      evidence: "recorded",
      inputs: [
        ...(counted.length < 2
          ? [plain("Touches since it acts", work.touchesSince, of, "recorded", whole)]
          : counted.map((own, at) => plain(`Touches while it acted, ${at + 1} of ${counted.length}`, own.count, of, "recorded", own))),
        plain("Days with volume before", work.daysBefore, { kind: "days" }, "recorded", null),
        plain("Days with volume since", work.daysAfter, { kind: "days" }, "recorded", null),
      ],
      asOf,
    },
  };
  const each: ProvenanceInput = {
    name: "Minutes a touch",
    value: minutes?.perTouch.point ?? null,
    unit: { kind: "minutes" },
    range: minutes?.perTouch ?? null,
    evidence: minutes?.evidence ?? "assumed",
    source:
      minutes === null
        ? null
        : {
            kind: "measure",
            measure: "minutes",
            auditId: minutes.auditId,
            workflow,
            activity: null,
            from: minutes.from,
            to: minutes.to,
            count: minutes.touches,
          },
    explanation: null,
  };
  return {
    label,
    value: hours?.point ?? null,
    unit: { kind: "hours" },
    range: hours,
    provenance: {
      formula: "hours returned = touches avoided x minutes a touch / 60; the range takes the unfavourable ends of both",
      evidence: weakestEvidence(["recorded", each.evidence]),
      inputs: [touches, each],
      asOf,
    },
  };
}

function moneyFigure({ work, minutes, rate, asOf }: ValueInputs, hours: Figure, went: WhereHoursWent): Figure {
  const { captureShare, worthMinorPerHour } = went;
  // Where no hour carries money, what one is worth does not matter.
  const range =
    minutes === null || work.avoided === null || captureShare === null
      ? null
      : realisedValue(work.avoided, minutes.perTouch, worthMinorPerHour ?? 0, captureShare);
  return {
    label: "Money realised",
    value: range?.point ?? null,
    unit: { kind: "money", currency: rate.currency },
    range,
    provenance: {
      formula:
        "money realised = hours returned x share that went to named work, avoided hires or less overtime x what such an hour is worth",
      evidence: weakestEvidence([hours.provenance.evidence, "assumed", rate.evidence]),
      inputs: [
        asInput(hours),
        plain(
          "Share of the hours that carries money",
          captureShare,
          { kind: "share" },
          "assumed",
          entry("where the hours went, as the team entered it", asOf),
        ),
        plain(
          "What a carrying hour is worth",
          worthMinorPerHour,
          { kind: "moneyPerHour", currency: rate.currency },
          rate.evidence,
          entry(rate.note, asOf),
        ),
      ],
      asOf,
    },
  };
}

/**
 * From the case to what came of it, over the days on which it acted. An hour is worth on both sides what the case said; what the team
 * says of its hours beyond that is in `unexplained`.
 */
function bridgeOf(
  given: ValueInputs,
  { scenario, automation }: NonNullable<ValueInputs["modelled"]>,
  perTouch: Interval,
  avoided: Interval,
  went: WhereHoursWent,
): ValueReport["bridge"] {
  const { rate, work, acts, acted, asOf } = given;
  const weeks = acted.reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)) / (7 * DAY_MS), 0);
  const { capture, loadedRateMinorPerHour: loaded, riskFactor } = automation;
  const worth =
    riskFactor.value *
    (capture.redeployedShare.value * capture.redeployedValueMinorPerHour.value +
      (capture.avoidedHireShare.value + capture.overtimeCutShare.value) * loaded.value);
  const modelled: ValueDrivers = {
    segments: [
      {
        segment: "all",
        volume: (automation.volumePerMonth.value * 12 * weeks) / WEEKS_A_YEAR,
        minutesPerTouch: automation.minutesPerTouch.value,
        automationShare: automation.automatableShare.value * (1 - automation.overlapShare.value),
      },
    ],
    leakageShare: automation.leakageShare.value,
    reworkMinor: 0,
  };
  const would = work.touchesSince + Math.max(0, avoided.point);
  const share = acts.decisions === 0 ? 0 : acts.acted / acts.decisions;
  const actual: ValueDrivers = {
    segments: [{ segment: "all", volume: would, minutesPerTouch: perTouch.point, automationShare: share }],
    leakageShare: would * share === 0 ? 0 : Math.min(1, Math.max(0, 1 - avoided.point / (would * share))),
    reworkMinor: (acts.undone * perTouch.point * loaded.value) / 60,
  };
  const said = went.captureShare !== null;
  const realisedMinor = said
    ? realisedValue(avoided, perTouch, went.worthMinorPerHour ?? 0, went.captureShare ?? 0).point
    : realisedValue(avoided, perTouch, worth, 1).point;
  const steps = bridge({ modelled, actual, valueMinorPerHour: worth, realisedMinor });
  const unit: Unit = { kind: "money", currency: rate.currency };
  const figure = (label: string, value: number, formula: string, inputs: readonly ProvenanceInput[]): Figure => ({
    label,
    value,
    unit,
    range: null,
    provenance: { formula, evidence: "assumed", inputs, asOf },
  });
  const plan = modelled.segments[0]!;
  const fact = actual.segments[0]!;
  const caseSource = entry(`the case ${scenario}`, asOf);
  const money = (name: string, value: number) => plain(name, value, unit, "assumed", caseSource);
  return {
    modelled: figure(
      "Modelled",
      steps.modelledMinor,
      "touches x minutes / 60 x share x what an hour is worth, over the same days, as the case has it",
      [
        plain(
          "Touches in these days",
          plan.volume,
          { kind: "count", of: "touches" },
          automation.volumePerMonth.evidence,
          automation.volumePerMonth.source,
        ),
        plain(
          "Minutes a touch",
          plan.minutesPerTouch,
          { kind: "minutes" },
          automation.minutesPerTouch.evidence,
          automation.minutesPerTouch.source,
        ),
        plain(
          "Share it takes over",
          plan.automationShare,
          { kind: "share" },
          automation.automatableShare.evidence,
          automation.automatableShare.source,
        ),
        plain("What an hour is worth", worth, { kind: "moneyPerHour", currency: rate.currency }, "assumed", caseSource),
      ],
    ),
    steps: steps.steps.map(({ step, minor }) => ({
      step,
      figure: figure(STEP_LABEL[step], minor, STEP_FORMULA[step], [
        money("Modelled", steps.modelledMinor),
        plain("Touches that would have been", fact.volume, { kind: "count", of: "touches" }, "recorded", null),
        plain("Minutes a touch, measured", fact.minutesPerTouch, { kind: "minutes" }, given.minutes?.evidence ?? "assumed", null),
        plain("Share of the decisions that it acted on", share, { kind: "share" }, "recorded", null),
        plain("Effects undone", acts.undone, { kind: "count", of: "effects" }, "recorded", null),
      ]),
    })),
    realised: figure(
      "Realised",
      steps.realisedMinor,
      said
        ? "hours returned x share that carries money x what such an hour is worth"
        : "hours returned x what an hour is worth as the case has it, since nobody has said where the hours went",
      [asInput(hoursFigure("Hours returned", avoided, given))],
    ),
  };
}

const STEP_LABEL: Readonly<Record<BridgeStep, string>> = {
  volume: "Volume",
  mix: "Mix",
  unitTime: "Minutes a touch",
  automationShare: "Share taken over",
  leakage: "Leakage",
  rework: "Rework",
  unexplained: "Unexplained",
};

const STEP_FORMULA: Readonly<Record<BridgeStep, string>> = {
  volume: "the modelled value at the volume that came, less the modelled value",
  mix: "the same volume in the proportions that came; one kind of case, so nothing",
  unitTime: "at the minutes a touch that were measured",
  automationShare: "at the share of decisions that it really acted on",
  leakage: "less what came back as manual work on cases that it had taken",
  rework: "less the time to put right what was undone",
  unexplained: "what is left to the realised value, so that all steps add up to the cent",
};

function plain(name: string, value: number | null, unit: Unit, evidence: EvidenceClass, source: SourceReference | null): ProvenanceInput {
  return { name, value, unit, range: null, evidence, source, explanation: null };
}

function entry(note: string, asOf: string): SourceReference {
  return { kind: "entry", by: null, at: asOf.slice(0, 10), note };
}

function enteredFigure(label: string, hours: number, asOf: string): Figure {
  return {
    label,
    value: hours,
    unit: { kind: "hours" },
    range: null,
    provenance: {
      formula: "sum of the hours that the team entered",
      evidence: "assumed",
      inputs: [],
      source: entry("entered under Value", asOf),
      asOf,
    },
  };
}
