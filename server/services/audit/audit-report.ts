import * as z from "zod";
import { actorKinds } from "#server/domain/event-log/event.ts";

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Share = z.object({ of: z.number().int(), n: z.number().int() });
const Minor = Interval.describe("minor units of the currency");

const Evidence = z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]);

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
  /** Absent of an audit that divided all by the weeks of its window; null: a sum over workflows that are covered differently. */
  weeks: z.number().nullable().optional(),
  hoursPerWeek: Interval,
  evidence: Evidence,
  /** Absent of an audit that was made when all cost the same: then the rate of the report. */
  minorPerHour: z.number().optional(),
  drag: z.object({
    currency: z.string(),
    labourMinor: Minor,
    reworkMinor: Minor,
    delayMinor: Minor.nullable(),
    cashLossMinor: Minor.nullable(),
    totalMinor: Minor,
  }),
});

const Decisions = z.object({ rulesBasedness: Interval, automatableShare: z.number() });

const Cases = z.object({ cases: z.number().int(), touchless: Share, touchlessOrUnknown: Share });

const Workflow = Workload.extend({
  ...Cases.shape,
  workflow: z.string().nullable(),
  waitingHours: z.number(),
  decisions: Decisions.nullable().default(null),
  /** Null where no decisions are known; audits made before that was told apart hold the drag there. */
  scoreMinor: z.number().nullable(),
  status: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ranked"), rank: z.number().int(), why: z.string() }),
    z.object({ kind: z.literal("needs evidence"), why: z.string() }),
    z.object({ kind: z.literal("not a workflow"), why: z.string() }),
  ]),
});

const TypedIn = z.object({ source: z.string(), activity: z.string() });

/** What was added after the first audits were kept: an older one does not know it. */
const Depth = z.object({
  /** Accounts that claim to be people and work like machines, under their pseudonym and in its order. */
  hiddenBots: z.array(z.object({ account: z.string(), touches: z.number().int(), reasons: z.array(z.string()) })).default([]),
  /** Touches that name nobody and that a clock sets off: they count as a program's. */
  namelessPrograms: z
    .array(z.object({ source: z.string(), activity: z.string(), touches: z.number().int(), reasons: z.array(z.string()) }))
    .default([]),
  quality: z
    .array(
      z.object({
        source: z.string(),
        received: z.number().int(),
        duplicates: z.number().int(),
        unknownActors: z.number().int(),
        touchesWithoutRole: z.number().int(),
        withoutWorkflow: z.number().int(),
        inFuture: z.number().int(),
        late: z.number().int(),
        unlinked: z.number().int(),
      }),
    )
    .default([]),
  rankRanges: z.array(z.object({ workflow: z.string(), low: z.number().int(), high: z.number().int(), first: z.number() })).default([]),
  quadrants: z
    .array(
      z.object({
        workflow: z.string().nullable(),
        touchesPerWeek: z.number(),
        rulesBasedness: z.number().nullable(),
        quadrant: z.enum([
          "automate first",
          "automate when the first are done",
          "find the rule first",
          "leave to people",
          "decisions unknown",
        ]),
      }),
    )
    .default([]),
  ranks: z
    .array(
      z.object({
        workflow: z.string().nullable(),
        ranks: z.record(z.enum(["score", "drag", "hours", "touches", "rework"]), z.number().int()),
      }),
    )
    .default([]),
  teamHandoffs: z
    .array(z.object({ from: z.string(), to: z.string(), count: z.number().int(), cases: z.number().int(), waitingHours: z.number() }))
    .default([]),
  doubleEntries: z.array(z.object({ first: TypedIn, second: TypedIn, count: z.number().int() })).default([]),
  roles: z.array(z.object({ role: z.string().nullable(), accounts: z.number().int() })).default([]),
});

const Activity = Workload.extend({
  workflow: z.string().nullable(),
  activity: z.string(),
  minutesPerTouch: Interval,
  samples: z.number().int(),
  samplesWanted: z.number().int().nullable(),
  rank: z.number().int().nullable(),
});

const Rate = z.object({
  minorPerHour: z.number(),
  evidence: Evidence,
  note: z.string(),
  /** The day from which it holds; null: from the beginning. */
  from: z.iso.date().nullable().default(null),
});

/** The audit as a snapshot keeps it and pages read it: numbers with their ranges, and the rates they were priced at. */
export const AuditReport = z.object({
  window: z.object({ firstDay: z.number().int(), lastDay: z.number().int(), weeks: z.number() }),
  /** Of everybody whose role has none of its own. */
  rate: Rate.extend({ currency: z.string() }),
  roleRates: z.array(Rate.extend({ role: z.string() })).default([]),
  timeZone: z.string(),
  total: Workload.extend(Cases.shape),
  workflows: z.array(Workflow),
  activities: z.array(Activity),
  handovers: z.array(z.object({ from: z.string(), to: z.string(), count: z.number().int() })),
  pingPongs: z.number().int(),
  batches: z.object({ count: z.number().int(), touches: z.number().int() }),
  overCapacityMinutes: Interval,
  ...Depth.shape,
});

export type AuditReport = z.infer<typeof AuditReport>;
