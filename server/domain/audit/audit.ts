import type { WorkCalendar } from "../effort/work-calendar.ts";
import type { EvidenceClass, Interval } from "../interval.ts";
import type { EventsByKind, Share } from "../mining/automation.ts";
import type { Handover } from "../mining/handovers.ts";

/**
 * An item timed with the stop-watch or entered by hand; eventId null: not linked to an event. `chance` 0..1 that it was among the timed, where
 * it was drawn by its likely length.
 */
export type TimedSample = { workflow: string | null; activity: string; minutes: number; eventId: string | null; chance?: number };

/** What decision mining found for a workflow, both 0..1. */
export type DecisionFindings = { rulesBasedness: Interval; automatableShare: number };

export type AuditOptions = {
  /** Of everybody whose role has none of its own. */
  calendar: WorkCalendar;
  /** Working calendars of teams, by the roles that belong to them. */
  calendarsByRole?: ReadonlyMap<string, WorkCalendar>;
  /** Of everybody whose role has none of its own. */
  loadedRate: { minorPerHour: number; currency: string };
  /** Minor units an hour, by role. */
  ratesByRole?: ReadonlyMap<string, number>;
  timedSamples: readonly TimedSample[];
  /** Accounts that claim to be people and were found to be bots. */
  bots?: ReadonlySet<string>;
  /** What the log covers; without it, of each workflow what its sources cover and at least a week. UTC milliseconds. */
  window?: { fromMs: number; toMs: number };
  /** Longest recorded duration that counts. 240 unless told. */
  winsoriseMinutes?: number;
  /** Minutes a touch that somebody assumed, for activities without samples, by activity name. */
  assumedMinutes?: ReadonlyMap<string, Interval>;
  /** What an hour of waiting costs a case, by workflow. */
  delayMinorPerCaseHour?: ReadonlyMap<string, Interval>;
  /** Cash lost a year, by workflow: refunds, penalties, write-offs. */
  cashLossMinorPerYear?: ReadonlyMap<string, Interval>;
  decisions?: ReadonlyMap<string, DecisionFindings>;
};

/** What manual work costs a year, in minor units, by column; null: not known, which is not nothing. labour leaves out rework. */
export type Drag = {
  currency: string;
  labourMinor: Interval;
  reworkMinor: Interval;
  delayMinor: Interval | null;
  cashLossMinor: Interval | null;
  /** Labour and rework together. Delay and cash loss are other money and are shown beside it. */
  totalMinor: Interval;
};

/** Minutes of the log's window and how they are known. */
export type Workload = {
  events: number;
  eventsByKind: EventsByKind;
  touches: number;
  automation: Share;
  unknown: Share;
  rework: { sameActor: number; otherActor: number };
  /** From end times alone. Of a total: as summed, before capacity of the week. */
  boundsMinutes: { low: number; high: number };
  /** Recorded durations as they are, and winsorised. */
  recordedMinutes: { touches: number; raw: number; winsorised: number };
  minutes: Interval;
  /** The part of the minutes spent on repeating an activity of its case. */
  reworkMinutes: Interval;
  /**
   * What hours a week are divided by: the weeks that the sources cover which feed the workflow, or those of a window that was given. null: a sum
   * over workflows that are covered differently, of the hours a week of each.
   */
  weeks: number | null;
  hoursPerWeek: Interval;
  evidence: EvidenceClass;
  /** What an hour of these minutes costs: the mean of the rates of those who did them, each by its minutes. Minor units. */
  minorPerHour: number;
  drag: Drag;
};

export type ActivityAudit = Workload & {
  workflow: string | null;
  activity: string;
  weeks: number;
  minutesPerTouch: Interval;
  samples: number;
  /** How far the mean was drawn towards its workflow for want of samples, 0..1. */
  shrunk: number;
  /** Samples still to be timed for an interval of +-10 %; null while there are fewer than five. */
  samplesWanted: number | null;
  /** 1 is the most drag; null when it needs evidence or nobody touches it. */
  rank: number | null;
};

export type RankStatus =
  | { kind: "ranked"; rank: number; why: string }
  | { kind: "needs evidence"; why: string }
  | { kind: "not a workflow"; why: string };

export type WorkflowAudit = Workload & {
  workflow: string | null;
  weeks: number;
  cases: number;
  touchless: Share;
  touchlessOrUnknown: Share;
  waitingHours: number;
  decisions: DecisionFindings | null;
  /** Lower bound of drag a year x rules-basedness x automatable share; null where no decisions are known. */
  scoreMinor: number | null;
  status: RankStatus;
};

/** A plain value without classes or functions: can be kept as JSON. */
export type Audit = {
  window: { firstDay: number; lastDay: number; weeks: number };
  total: Workload & { cases: number; touchless: Share; touchlessOrUnknown: Share };
  workflows: WorkflowAudit[];
  activities: ActivityAudit[];
  handovers: Handover[];
  pingPongs: number;
  batches: { count: number; touches: number };
  /** Minutes taken away because a person's week would have exceeded the paid hours. */
  overCapacityMinutes: Interval;
};
