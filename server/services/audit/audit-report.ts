import * as z from "zod";
import { actorKinds } from "#server/domain/event-log/event.ts";

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Share = z.object({ of: z.number().int(), n: z.number().int() });
const Minor = Interval.describe("minor units of the currency");

const Workload = z.object({
  events: z.number().int(),
  eventsByKind: z.record(z.enum(actorKinds), z.number().int()),
  touches: z.number().int(),
  automation: Share,
  unknown: Share,
  rework: z.object({ sameActor: z.number().int(), otherActor: z.number().int() }),
  recordedMinutes: z.object({ touches: z.number().int(), raw: z.number(), winsorised: z.number() }),
  boundsMinutes: z.object({ low: z.number(), high: z.number() }),
  minutes: Interval,
  hoursPerWeek: Interval,
  evidence: z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]),
  drag: z.object({
    currency: z.string(),
    labourMinor: Minor,
    reworkMinor: Minor,
    delayMinor: Minor.nullable(),
    cashLossMinor: Minor.nullable(),
    totalMinor: Minor,
  }),
});

const Cases = z.object({ cases: z.number().int(), touchless: Share, touchlessOrUnknown: Share });

const Workflow = Workload.extend({
  ...Cases.shape,
  workflow: z.string().nullable(),
  waitingHours: z.number(),
  scoreMinor: z.number(),
  status: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ranked"), rank: z.number().int(), why: z.string() }),
    z.object({ kind: z.literal("needs evidence"), why: z.string() }),
    z.object({ kind: z.literal("not a workflow"), why: z.string() }),
  ]),
});

const Activity = Workload.extend({
  workflow: z.string().nullable(),
  activity: z.string(),
  minutesPerTouch: Interval,
  samples: z.number().int(),
  samplesWanted: z.number().int().nullable(),
  rank: z.number().int().nullable(),
});

/** The audit as a snapshot keeps it and pages read it: numbers with their ranges, and the rate they were priced at. */
export const AuditReport = z.object({
  window: z.object({ firstDay: z.number().int(), lastDay: z.number().int(), weeks: z.number() }),
  rate: z.object({
    minorPerHour: z.number(),
    currency: z.string(),
    evidence: z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]),
    note: z.string(),
  }),
  timeZone: z.string(),
  total: Workload.extend(Cases.shape),
  workflows: z.array(Workflow),
  activities: z.array(Activity),
  handovers: z.array(z.object({ from: z.string(), to: z.string(), count: z.number().int() })),
  pingPongs: z.number().int(),
  batches: z.object({ count: z.number().int(), touches: z.number().int() }),
  overCapacityMinutes: Interval,
});

export type AuditReport = z.infer<typeof AuditReport>;
