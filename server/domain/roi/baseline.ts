import type { Input } from "./input.ts";
import { roundHalfEven } from "./minor-units.ts";

const WEEKS_PER_YEAR = 52; // roi.md: drag a year = 52 x hours a week x loaded rate

/** The manual work of one workflow as it is today. Money in minor units of the scenario's currency. */
export type WorkflowBaseline = {
  workflowId: string;
  title: string;
  loadedRateMinorPerHour: Input;
  /** First-time work; touches that repeat earlier ones stand under `rework`, not here. */
  labour: readonly { activity: string; touchesPerWeek: Input; minutesPerTouch: Input }[];
  rework: readonly { activity: string; touchesPerWeek: Input; minutesPerTouch: Input }[];
  /** Cases that wait, and what a day of waiting costs. */
  delay: readonly { what: string; casesPerYear: Input; daysPerCase: Input; costMinorPerDay: Input }[];
  /** Money that leaves: refunds twice, write-offs, penalties. */
  cashLoss: readonly { what: string; casesPerYear: Input; lossMinorPerCase: Input }[];
};

/** Cost of today's manual work a year, in columns that must not be added up silently: only labour and rework are hours. */
export type Drag = {
  hoursPerWeek: number;
  labourMinor: number;
  reworkMinor: number;
  delayMinor: number;
  cashLossMinor: number;
};

/** Hours a week of a list of activities: sum of touches a week x minutes per touch / 60. */
export function hoursPerWeek(activities: WorkflowBaseline["labour"]): number {
  return activities.reduce((sum, { touchesPerWeek, minutesPerTouch }) => sum + (touchesPerWeek.value * minutesPerTouch.value) / 60, 0);
}

/** Drag of one workflow a year; each column is rounded half-even once. */
export function dragPerYear(workflow: WorkflowBaseline): Drag {
  const rate = workflow.loadedRateMinorPerHour.value;
  const labour = hoursPerWeek(workflow.labour);
  const rework = hoursPerWeek(workflow.rework);
  const delay = workflow.delay.reduce((sum, d) => sum + d.casesPerYear.value * d.daysPerCase.value * d.costMinorPerDay.value, 0);
  const loss = workflow.cashLoss.reduce((sum, c) => sum + c.casesPerYear.value * c.lossMinorPerCase.value, 0);
  return {
    hoursPerWeek: labour + rework,
    labourMinor: roundHalfEven(WEEKS_PER_YEAR * labour * rate),
    reworkMinor: roundHalfEven(WEEKS_PER_YEAR * rework * rate),
    delayMinor: roundHalfEven(delay),
    cashLossMinor: roundHalfEven(loss),
  };
}

/** The columns of several workflows added up; all zero for none. */
export function sumDrag(drags: readonly Drag[]): Drag {
  const total = { hoursPerWeek: 0, labourMinor: 0, reworkMinor: 0, delayMinor: 0, cashLossMinor: 0 };
  for (const drag of drags) {
    total.hoursPerWeek += drag.hoursPerWeek;
    total.labourMinor += drag.labourMinor;
    total.reworkMinor += drag.reworkMinor;
    total.delayMinor += drag.delayMinor;
    total.cashLossMinor += drag.cashLossMinor;
  }
  return total;
}
