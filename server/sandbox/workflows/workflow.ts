import type { Random } from "../random.ts";
import type { StaffMember } from "../shop/staff.ts";

/** The six workflows that the demo log names in its `workflow` column. */
export type WorkflowId = "order-exceptions" | "inventory-sync" | "supplier-po" | "returns" | "ticket-routing" | "carrier-choice";

export type StepActor = { kind: "person" } | { kind: "app" | "rule" | "supplier" | "customer"; name: string } | { kind: "unknown" };

/** A step of a case: it becomes due some hours after the step before, and takes a person some minutes. */
export interface Step {
  activity: string;
  by: StepActor;
  afterHours: number;
  /** Length of a person's touch at pace 1; 0 for what nobody works on. */
  minutes: number;
  /** Only people of this role do it; null for the role of the team's first member. */
  role: StaffMember["role"] | null;
  /** What is known of the case once the step is done, by name; of a name the newest counts. */
  facts: Facts;
}

export type Facts = Readonly<Record<string, string | number>>;

/** One of the workflows beside order exceptions, in a simple form: its team and how a case runs. */
export interface Workflow {
  id: WorkflowId;
  /** Cases on a mean day at 500 orders a day. */
  casesPerDay: number;
  /** Local hours of the shop between which cases begin. */
  opens: number;
  closes: number;
  team: readonly StaffMember[];
  caseName(number: number): string;
  /** @param facts draws what the case is about, so that it fits what is done: apart from `random`, which draws what is done */
  steps(random: Random, facts: Random): readonly Step[];
}

export const person = (activity: string, medianMinutes: number, random: Random, afterHours = 0): Step => ({
  activity,
  by: { kind: "person" },
  afterHours,
  minutes: Math.min(60, Math.max(0.2, random.lognormal(medianMinutes, 0.5))),
  role: null,
  facts: {},
});
export const app = (name: string, activity: string, afterHours = 0): Step => ({
  activity,
  by: { kind: "app", name },
  afterHours,
  minutes: 0,
  role: null,
  facts: {},
});
export const rule = (name: string, activity: string, afterHours = 0): Step => ({
  activity,
  by: { kind: "rule", name },
  afterHours,
  minutes: 0,
  role: null,
  facts: {},
});
export const supplier = (name: string, activity: string, afterHours: number): Step => ({
  activity,
  by: { kind: "supplier", name },
  afterHours,
  minutes: 0,
  role: null,
  facts: {},
});
export const customer = (activity: string, afterHours = 0): Step => ({
  activity,
  by: { kind: "customer", name: "customer" },
  afterHours,
  minutes: 0,
  role: null,
  facts: {},
});
/** What the source shows as done, without saying by whom. */
export const unsaid = (activity: string, afterHours = 0): Step => ({
  activity,
  by: { kind: "unknown" },
  afterHours,
  minutes: 0,
  role: null,
  facts: {},
});

/** The step, after which this is known of its case. */
export const telling = (step: Step, facts: Facts): Step => ({ ...step, facts });

/** Of ten decisions about one is taken as nobody would expect: the facts then say the opposite of what was done. */
export const asExpected = (random: Random): boolean => random.chance(0.93);
