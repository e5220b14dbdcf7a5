import * as z from "zod";
import { AuditReport } from "#server/services/audit/audit-report.ts";
import { compareWeeks, WeeksReport } from "#server/services/audit/compare-weeks.ts";
import { dismissAlarm } from "#server/services/audit/dismiss-alarm.ts";
import { getAudit } from "#server/services/audit/get-audit.ts";
import { DigestShape, getDigest } from "#server/services/audit/get-digest.ts";
import { getEvidence } from "#server/services/audit/get-evidence.ts";
import { getMap } from "#server/services/audit/get-map.ts";
import { getWorkflow } from "#server/services/audit/get-workflow.ts";
import { listAlarms } from "#server/services/audit/list-alarms.ts";
import { listAudits } from "#server/services/audit/list-audits.ts";
import { listEvents } from "#server/services/audit/list-events.ts";
import { requestAudit } from "#server/services/audit/request-audit.ts";
import { WorkflowReport } from "#server/services/audit/workflow-report.ts";
import { actorKinds } from "#server/domain/event-log/event.ts";
import { permitted, router } from "../trpc.ts";

const Snapshot = z.object({
  id: z.uuid(),
  computedAt: z.date(),
  from: z.date(),
  to: z.date(),
  eventCount: z.number().int(),
  report: AuditReport,
  asOf: z.iso.date().nullable().describe("the day at whose end the log was cut; null: all that there was"),
});

/** PostgreSQL keeps no NUL in a text, so nothing is called so. */
const Name = z
  .string()
  .max(200)
  .regex(/^[^\0]*$/u, "A name holds no NUL character.");

const Position = z.object({ endedAt: z.date(), eventId: Name });

const Event = z.object({
  eventId: z.string(),
  source: z.string(),
  caseId: z.string(),
  caseName: z.string().describe("what people call it: #1042"),
  activity: z.string(),
  actor: z.string().nullable().describe("a pseudonym; null when the source does not say"),
  recordedKind: z.string().nullable(),
  role: z.string().nullable(),
  startedAt: z.date().nullable(),
  endedAt: z.date(),
});

const Box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const DrawnMap = z.object({
  width: z.number(),
  height: z.number(),
  nodes: z.array(Box.extend({ activity: z.string().nullable(), end: z.enum(["begin", "end"]).nullable(), events: z.number().int() })),
  edges: z.array(
    z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      count: z.number().int(),
      medianHours: z.number().nullable(),
      meanHours: z.number().nullable(),
      points: z.array(z.object({ x: z.number(), y: z.number() })),
      label: Box.nullable(),
    }),
  ),
});

const WeeksAsked = z.object({
  from: z.iso.date("Choose a day of the first week."),
  weeks: z.number().int().min(1, "Choose at least one week.").max(53, "Choose at most 53 weeks."),
});
const WeeksFound = z.object({ from: z.iso.date(), to: z.iso.date(), weeks: z.number().int(), report: WeeksReport });

export const auditRouter = router({
  get: permitted("audit.read")
    .input(z.object({ auditId: z.uuid().optional(), day: z.iso.date().optional().describe("as of the end of this day") }))
    .output(z.object({ audit: Snapshot.nullable(), runningJobId: z.uuid().nullable(), eventsInLog: z.number().int() }))
    .query(({ ctx, input }) => getAudit(ctx, input)),

  list: permitted("audit.read")
    .input(z.object({ limit: z.number().int().min(1).max(200).default(100) }))
    .output(z.array(Snapshot.omit({ report: true })))
    .query(({ ctx, input }) => listAudits(ctx, input)),

  /** Work by hand in two stretches of whole weeks; null before the first audit. */
  compareWeeks: permitted("audit.read")
    .input(z.object({ earlier: WeeksAsked, later: WeeksAsked }))
    .output(z.object({ auditId: z.uuid(), computedAt: z.date(), earlier: WeeksFound, later: WeeksFound }).nullable())
    .query(({ ctx, input }) => compareWeeks(ctx, input)),

  events: permitted("audit.read")
    .input(
      z.object({
        workflow: Name.nullable().describe("null: the whole log"),
        activity: Name.nullable(),
        by: z.enum(actorKinds).nullable().default(null).describe("who it counts as done by; null: anybody"),
        auditId: z.uuid().optional().describe("only what ended by the last event of this audit"),
        days: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable().default(null),
        limit: z.number().int().min(1).max(200).default(50),
        before: Position.nullable().default(null),
      }),
    )
    .output(z.object({ events: z.array(Event), more: z.boolean() }))
    .query(({ ctx, input }) => listEvents(ctx, input)),

  /** How one workflow runs: paths, hours of the day, hand-offs, times, exceptions, decisions. */
  workflow: permitted("audit.read")
    .input(z.object({ workflow: Name, auditId: z.uuid().optional() }))
    .output(WorkflowReport.nullable())
    .query(({ ctx, input }) => getWorkflow(ctx, input)),

  /** What changed since the audit of the week before. */
  digest: permitted("audit.read")
    .input(z.object({}))
    .output(z.object({ auditId: z.uuid(), beforeAuditId: z.uuid().nullable(), createdAt: z.date(), digest: DigestShape }).nullable())
    .query(({ ctx }) => getDigest(ctx)),

  /** How well it is known who did the newest events of a workflow. */
  evidence: permitted("audit.read")
    .input(z.object({ workflow: Name }))
    .output(
      z.object({
        wholeLog: z.boolean(),
        grades: z.array(
          z.object({ grade: z.string().nullable(), events: z.number().int(), people: z.number().int(), unknown: z.number().int() }),
        ),
      }),
    )
    .query(({ ctx, input }) => getEvidence(ctx, input)),

  /** The process map of a workflow, laid out. */
  map: permitted("audit.read")
    .input(
      z.object({
        workflow: Name,
        auditId: z.uuid().optional(),
        path: z.number().int().min(0).max(1000).nullable().default(null),
        share: z.number().min(0).max(1).default(0.9),
      }),
    )
    .output(
      z
        .object({
          drawn: DrawnMap,
          cases: z.number().int(),
          path: z.number().int().nullable(),
          hidden: z.object({ edges: z.number().int(), successions: z.number().int(), activities: z.number().int() }),
        })
        .nullable(),
    )
    .query(({ ctx, input }) => getMap(ctx, input)),

  /** Activities whose manual work crept back and that nobody has dismissed. */
  alarms: permitted("audit.read")
    .input(z.object({}))
    .output(
      z.array(
        z.object({
          id: z.uuid(),
          auditId: z.uuid(),
          workflow: z.string(),
          activity: z.string(),
          since: z.iso.date(),
          usualAWeek: z.number(),
          presentAWeek: z.number(),
          raisedAt: z.date(),
          again: z.boolean().describe("an automation had taken work out of the workflow before"),
        }),
      ),
    )
    .query(({ ctx }) => listAlarms(ctx)),

  dismissAlarm: permitted("audit.run")
    .input(z.object({ alarmId: z.uuid(), dismissed: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => dismissAlarm(ctx, input)),

  request: permitted("audit.run")
    .input(z.object({ day: z.iso.date().optional().describe("audit what had ended by the end of this day; without it, all there is") }))
    .output(z.object({ jobRunId: z.uuid() }))
    .mutation(({ ctx, input }) => requestAudit(ctx, input)),
});
