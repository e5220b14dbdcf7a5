import type { Input } from "./input.ts";
import type { WorkflowBaseline } from "./baseline.ts";

/**
 * How the benefit of an automation comes in, by month since its start (1 is the first month after the build).
 * - table: shares of the full benefit, the last one holds from then on;
 * - exponential: 1 - e^(-t / tauMonths);
 * - wright: 1 - a t^(log2 b): in month 1 the share a is still missing, and each doubling of the months leaves b of what was missing.
 */
export type Ramp =
  | { kind: "table"; shares: readonly Input[] }
  | { kind: "exponential"; tauMonths: Input }
  | { kind: "wright"; missingAtFirst: Input; learningRate: Input };

/** Where saved hours go. What is left to 1 is lost: hours that come back as nothing anyone can point at, and carry no money. */
export type Capture = {
  redeployedShare: Input;
  /** What an hour of the named work is worth, as the team states it. */
  redeployedValueMinorPerHour: Input;
  redeployedTo: string;
  /** Carried at the loaded rate. */
  avoidedHireShare: Input;
  /** Carried at the loaded rate. */
  overtimeCutShare: Input;
};

/** One automation of the portfolio. Hours and licences are per month; money in minor units of the scenario's currency. */
export type Automation = {
  id: string;
  /** Automations of the same workflow draw on the same measured minutes. */
  workflowId: string;
  title: string;
  volumePerMonth: Input;
  minutesPerTouch: Input;
  /** Share of the volume that the rules can take over, 0..1. */
  automatableShare: Input;
  /** Share of what this automation could save that others of the portfolio save already, 0..1. */
  overlapShare: Input;
  /** Rate of the people whose minutes are saved. */
  loadedRateMinorPerHour: Input;
  capture: Capture;
  /** Share of the benefit expected to survive what may go wrong, 0..1. */
  riskFactor: Input;
  ramp: Ramp;
  buildCostMinor: Input;
  licenceMinorPerMonth: Input;
  maintenanceHoursPerMonth: Input;
  exceptionHoursPerMonth: Input;
  reviewHoursPerMonth: Input;
  /** Rate of the people who look after the automation: maintenance, exceptions and review. */
  careRateMinorPerHour: Input;
  /** Share of the benefit that flows back as manual work, 0..1. */
  leakageShare: Input;
  /** Month in which the build is paid; the first benefit comes one month later. A whole number, 0 is now. */
  startMonth: Input;
};

/** A complete, self-contained input of the model. */
export type Scenario = {
  name: string;
  /** ISO 4217. */
  currency: string;
  /** ISO date of the inputs. */
  asOf: string;
  /** A whole number of months, 1..120. */
  horizonMonths: Input;
  discountRatePerYear: Input;
  /** Growth of all volumes; its benefit is shown apart from the saving at today's volume. */
  volumeGrowthPerYear: Input;
  workingDaysPerYear: Input;
  paidHoursPerDay: Input;
  /** In the order of claiming: an earlier automation of the same workflow takes its minutes first. */
  automations: readonly Automation[];
  /** What the manual work costs today; not part of the cash flow. */
  baseline: readonly WorkflowBaseline[];
  /** Of the Monte Carlo draws. A whole number, 0..2^32-1. */
  seed: number;
};
