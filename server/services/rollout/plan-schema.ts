import * as z from "zod";
import type { Solution } from "#server/domain/rollout/solve.ts";
import type { StoredPlan } from "#server/domain/rollout/stored-plan.ts";

export const Day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "Enter a day.");
const Evidence = z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]);
const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });

export const Gate = z
  .object({
    measure: z.enum(["hours", "unknown", "agreement"]),
    workflow: z.string().max(200),
    limit: z.number().min(0).max(100_000),
    holdDays: z.number().int().min(0).max(365),
  })
  .refine(({ measure, limit }) => measure === "hours" || limit <= 1, "A gate of a share asks for at most 100 %.");

export const StoredItem = z.object({
  id: z.string().max(200),
  title: z.string().max(200),
  kind: z.enum(["initiative", "enabler"]),
  workflow: z.string().nullable(),
  effortDays: z.number(),
  effortEvidence: Evidence,
  valuePerWeekMinor: Interval.describe("minor units a week, after capture"),
  valueEvidence: Evidence,
  valueFrom: z.enum(["audit", "entry"]),
  captureShare: z.number().nullish(),
  hoursPerWeek: Interval.nullable(),
  prerequisites: z.array(z.string()),
  earliestStartDay: Day.nullable(),
  family: z.string().nullable(),
  pinnedPosition: z.number().int().nullable(),
  excluded: z.boolean(),
  alreadyThere: z.string().nullable(),
  touchesPerWeek: z.number().nullable(),
  rulesShare: z.number().nullable(),
  gate: Gate.nullable(),
  firstPlannedDay: Day.nullable(),
});

export const PlanSettings = z.object({
  startsOn: Day,
  objective: z.enum(["waiting", "saved"]),
  horizonWeeks: z.number().min(1, "Count at least one week.").max(260, "Count at most 260 weeks."),
  buildDaysPerWeek: z
    .number()
    .min(0.1, "A team builds between 0.1 and 7 days a week.")
    .max(7, "A team builds between 0.1 and 7 days a week."),
  teams: z.number().int().min(1, "A plan has 1 to 20 teams.").max(20, "A plan has 1 to 20 teams."),
  learningFactor: z
    .number()
    .min(0.1, "Use 0.1 to 1; 1 means that nothing is learned.")
    .max(1, "Use 0.1 to 1; 1 means that nothing is learned."),
  ramp: z.array(z.object({ weeksLive: z.number().min(0).max(520), share: z.number().min(0).max(1) })).max(20),
  freezeWindows: z.array(z.object({ fromDay: Day, toDay: Day })).max(20),
  captureRate: z.number().min(0, "Use 0 to 1.").max(1, "Use 0 to 1."),
  valueBasis: z.enum(["low", "point", "high"]),
});

/** A plan as it is kept in the database and read by pages. */
export const StoredPlanShape = PlanSettings.extend({
  currency: z.string(),
  auditId: z.string().nullable(),
  items: z.array(StoredItem),
  ownOrder: z.array(z.string()).nullable(),
}) satisfies z.ZodType<StoredPlan>;

/** The answer of the search, with its certificate. */
export const SolutionShape = z.object({
  order: z.array(z.number().int()),
  total: z.number(),
  bound: z.number(),
  proven: z.boolean(),
  cutShort: z.boolean(),
  states: z.number().int(),
  blocks: z.array(z.object({ items: z.array(z.number().int()), effort: z.number(), worth: z.number() })),
  certificate: z.object({
    order: z.array(z.string()),
    total: z.number(),
    bound: z.number(),
    parts: z.array(z.object({ items: z.array(z.string()), enumerated: z.boolean() })),
    moved: z.array(z.object({ from: z.string(), to: z.string(), amount: z.number() })),
  }),
}) satisfies z.ZodType<Solution>;

export const ItemState = z.enum(["planned", "working", "built", "done", "slipped"]);
export type ItemState = z.infer<typeof ItemState>;

/** What counts as built: there is nothing left to build, whatever its gate says. */
export const isBuilt = (state: ItemState): boolean => state === "built" || state === "done" || state === "slipped";
