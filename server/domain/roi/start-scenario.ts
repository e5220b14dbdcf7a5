import type { TriedShare } from "../automations/tried-share.ts";
import type { EvidenceClass, Interval } from "../interval.ts";
import type { SourceReference } from "../provenance.ts";
import type { Distribution, Input } from "./input.ts";
import type { WorkflowBaseline } from "./baseline.ts";
import type { Automation, Scenario } from "./scenario.ts";

/** What a scenario takes over from the workspace. */
export type StartFrame = { name: string; currency: string; today: string; workingDaysPerYear: number; seed: number };

/** What of an audit a scenario rests on. Money in minor units, dates ISO. */
export type AuditedWork = {
  auditId: string;
  from: string;
  to: string;
  /** Ranked workflows, the first to remove first. */
  workflows: readonly AuditedWorkflowRow[];
  activities: readonly (AuditedRow & { activity: string })[];
};

export type AuditedRow = {
  workflow: string;
  title: string;
  touches: number;
  reworkTouches: number;
  minutes: Interval;
  /** Over how many weeks these were counted. */
  weeks: number;
  evidence: EvidenceClass;
};

export type AuditedWorkflowRow = AuditedRow & {
  /** What an hour of it costs: of a workflow of several roles the mean of their rates. */
  rate: { minorPerHour: number; evidence: EvidenceClass; note: string };
  /** What a back-test of its rules says; null while none was run. */
  tried: TriedShare | null;
  /** Share of its decisions that rules learned from the log alone would take; null where the log knows no decisions. */
  learnedShare: number | null;
};

/** The plain calculator's answers: a task, how often, how long, at which rate. */
export type TaskByHand = { title: string; timesPerDay: number; minutesEach: number; daysPerYear: number; rateMinorPerHour: number };

const WEEKS_PER_MONTH = 52 / 12;
const POINT: Distribution = { kind: "point" };

/** A business case of every ranked workflow: measured inputs with their audit, everything else assumed and said so. */
export function scenarioFromAudit(frame: StartFrame, audited: AuditedWork): Scenario {
  const rateInput = ({ rate: { minorPerHour, evidence, note } }: AuditedWorkflowRow): Input => ({
    value: minorPerHour,
    distribution: POINT,
    evidence,
    source: { kind: "entry", by: "the team, under Settings, Rates", at: audited.to, note },
  });
  const automations = audited.workflows.map((row, index) => {
    const measured = measuredInputs(row, audited);
    const automatableShare = automatableInput(row, frame.today);
    const rate = rateInput(row);
    return automation({ id: row.workflow, title: row.title, today: frame.today, rate, startMonth: index, automatableShare, ...measured });
  });
  return { ...emptyScenario(frame), automations, baseline: audited.workflows.map((row) => baselineOf(row, audited, rateInput(row))) };
}

/** A business case of one task, from the plain calculator. */
export function scenarioByHand(frame: StartFrame, task: TaskByHand): Scenario {
  const typed = (value: number, note: string): Input => ({
    value,
    distribution: POINT,
    evidence: "assumed",
    source: { kind: "entry", by: "the plain calculator", at: frame.today, note },
  });
  const rate = typed(task.rateMinorPerHour, "What an hour costs, fully loaded");
  const minutesPerTouch = typed(task.minutesEach, "Minutes each");
  const perDay = `${task.timesPerDay} a day`;
  const id = "by-hand";
  return {
    ...emptyScenario(frame),
    workingDaysPerYear: typed(task.daysPerYear, "Working days a year"),
    automations: [
      automation({
        id,
        title: task.title,
        today: frame.today,
        rate,
        startMonth: 0,
        automatableShare: assumedShare(null, frame.today),
        volumePerMonth: typed((task.timesPerDay * task.daysPerYear) / 12, `${perDay}, ${task.daysPerYear} days a year`),
        minutesPerTouch,
      }),
    ],
    baseline: [
      {
        workflowId: id,
        title: task.title,
        loadedRateMinorPerHour: rate,
        labour: [
          {
            activity: task.title,
            touchesPerWeek: typed((task.timesPerDay * task.daysPerYear) / 52, `${perDay}, ${task.daysPerYear} days a year, by 52 weeks`),
            minutesPerTouch,
          },
        ],
        rework: [],
        delay: [],
        cashLoss: [],
      },
    ],
  };
}

/**
 * The scenario with its measured inputs replaced by those of another audit; what a person has set stays.
 *
 * @param fresh scenarioFromAudit of that audit
 */
export function withMeasured(scenario: Scenario, fresh: Scenario): Scenario {
  const automations = scenario.automations.map((own) => {
    const other = fresh.automations.find(({ id }) => id === own.id);
    if (!other) return own;
    const pick = (field: "volumePerMonth" | "minutesPerTouch") => (own[field].source.kind === "measure" ? other[field] : own[field]);
    const { source } = own.automatableShare;
    // What came with the product gives way to the first back-test, as one back-test gives way to the next.
    const follows = source.kind === "backTest" || (source.kind === "entry" && source.by === null);
    return {
      ...own,
      volumePerMonth: pick("volumePerMonth"),
      minutesPerTouch: pick("minutesPerTouch"),
      automatableShare: follows ? other.automatableShare : own.automatableShare,
    };
  });
  return { ...scenario, asOf: fresh.asOf, automations, baseline: fresh.baseline };
}

function emptyScenario({ name, currency, today, workingDaysPerYear, seed }: StartFrame): Scenario {
  const shipped = shippedOn(today);
  return {
    name,
    currency,
    asOf: today,
    horizonMonths: shipped(36, "Three years: longer promises are rarely kept"),
    discountRatePerYear: shipped(0.1, "Ten percent a year, a common hurdle rate; ask finance for yours"),
    volumeGrowthPerYear: shipped(0, "No growth: savings must not lean on it"),
    workingDaysPerYear: {
      value: workingDaysPerYear,
      distribution: POINT,
      evidence: "assumed",
      source: { kind: "entry", by: "the team, under Settings, Workspace", at: today, note: "Working days a year" },
    },
    paidHoursPerDay: shipped(8, "Paid hours of a full-time day"),
    automations: [],
    baseline: [],
    seed,
  };
}

type NewAutomation = Pick<Automation, "id" | "title" | "volumePerMonth" | "minutesPerTouch" | "automatableShare"> & {
  today: string;
  rate: Input;
  startMonth: number;
};

/** Hours it takes to set up, test and shadow one automation; a guess that a quote should replace. */
const BUILD_HOURS = { low: 120, value: 240, high: 480 };

function automation({ id, title, today, rate, startMonth, volumePerMonth, minutesPerTouch, automatableShare }: NewAutomation): Automation {
  const shipped = shippedOn(today);
  const pert = (low: number, value: number, high: number, note: string) => shipped(value, note, { kind: "pert", low, high });
  const hourly = Math.round(rate.value);
  return {
    id,
    workflowId: id,
    title,
    volumePerMonth,
    minutesPerTouch,
    automatableShare,
    overlapShare: shipped(0, "No other automation works on these minutes"),
    loadedRateMinorPerHour: rate,
    capture: {
      redeployedShare: pert(0.3, 0.6, 0.8, "Saved time is not cash: some of it comes back as nothing anyone can point at"),
      redeployedValueMinorPerHour: shipped(hourly, "As much as the work it replaces; state what the named work is worth"),
      redeployedTo: "Process improvement",
      avoidedHireShare: shipped(0, "No hire is planned that this would avoid"),
      overtimeCutShare: shipped(0, "No overtime is known that this would cut"),
    },
    riskFactor: pert(0.7, 0.85, 0.95, "Some of what is planned never comes"),
    ramp: {
      kind: "table",
      shares: [0, 0.25, 0.5, 0.75, 1].map((share) => shipped(share, "A month in shadow, then a quarter more each month")),
    },
    buildCostMinor: shipped(
      BUILD_HOURS.value * hourly,
      `${BUILD_HOURS.value} hours (${BUILD_HOURS.low} to ${BUILD_HOURS.high}) at the loaded rate; enter the quote when there is one`,
      { kind: "triangular", low: BUILD_HOURS.low * hourly, high: BUILD_HOURS.high * hourly },
    ),
    licenceMinorPerMonth: shipped(0, "Slipstream costs no licence; enter what hosting and other tools cost"),
    maintenanceHoursPerMonth: pert(1, 3, 8, "Rules change, systems change"),
    exceptionHoursPerMonth: pert(1, 2, 6, "Cases the rules hand back"),
    reviewHoursPerMonth: pert(1, 2, 4, "Looking over what was decided"),
    careRateMinorPerHour: shipped(hourly, "The loaded rate"),
    leakageShare: shipped(0.05, "Some of the work creeps back", { kind: "triangular", low: 0, high: 0.15 }),
    startMonth: shipped(startMonth, "One after another, a month apart"),
  };
}

/** By the back-test of its rules where there is one. A share of decisions stands for that of the minutes, which nobody knows before. */
function automatableInput({ tried, learnedShare }: AuditedWorkflowRow, today: string): Input {
  if (tried === null) return assumedShare(learnedShare, today);
  const { low, point, high } = tried.share;
  return { value: point, distribution: low < high ? { kind: "pert", low, high } : POINT, evidence: "recorded", source: tried.source };
}

function assumedShare(learnedShare: number | null, today: string): Input {
  const learned =
    learnedShare === null ? "" : `; rules learned from the log alone would take ${Math.round(learnedShare * 100)} % of the decisions`;
  return shippedOn(today)(0.6, `Not tried yet: the back-test of its rules will say${learned}`, {
    kind: "pert",
    low: Math.min(0.4, learnedShare ?? 0.4),
    high: 0.8,
  });
}

const shippedOn =
  (today: string) =>
  (value: number, note: string, distribution: Distribution = POINT): Input => ({
    value,
    distribution,
    evidence: "assumed",
    source: { kind: "entry", by: null, at: today, note },
  });

function measuredInputs(row: AuditedRow, audited: AuditedWork) {
  const place = { workflow: row.workflow, activity: null };
  return {
    volumePerMonth: volumeInput(row, audited, place, (row.touches / row.weeks) * WEEKS_PER_MONTH),
    minutesPerTouch: minutesInput(row, audited, place),
  };
}

type Place = { workflow: string; activity: string | null };

function measureOf(measure: string, { workflow, activity }: Place, { auditId, from, to }: AuditedWork, count: number): SourceReference {
  return { kind: "measure", measure, auditId, workflow, activity, from, to, count };
}

const volumeInput = (row: AuditedRow, audited: AuditedWork, place: Place, value: number): Input => ({
  value,
  distribution: POINT,
  evidence: "recorded",
  source: measureOf("touches", place, audited, row.touches),
});

function minutesInput(row: AuditedRow, audited: AuditedWork, place: Place): Input {
  const per = (minutes: number) => (row.touches === 0 ? 0 : minutes / row.touches);
  const [low, value, high] = [per(row.minutes.low), per(row.minutes.point), per(row.minutes.high)];
  return {
    value,
    distribution: low < high ? { kind: "interval", low, high } : POINT,
    evidence: row.evidence,
    source: measureOf("minutes", place, audited, row.touches),
  };
}

function baselineOf(row: AuditedRow, audited: AuditedWork, rate: Input): WorkflowBaseline {
  const own = audited.activities.filter(({ workflow, touches }) => workflow === row.workflow && touches > 0);
  const work = (touchesOf: (activity: AuditedRow) => number) =>
    own
      .filter((activity) => touchesOf(activity) > 0)
      .map((activity) => {
        const place = { workflow: activity.workflow, activity: activity.activity };
        return {
          activity: activity.activity,
          touchesPerWeek: volumeInput(activity, audited, place, touchesOf(activity) / activity.weeks),
          minutesPerTouch: minutesInput(activity, audited, place),
        };
      });
  return {
    workflowId: row.workflow,
    title: row.title,
    loadedRateMinorPerHour: rate,
    labour: work(({ touches, reworkTouches }) => touches - reworkTouches),
    rework: work(({ reworkTouches }) => reworkTouches),
    delay: [],
    cashLoss: [],
  };
}
