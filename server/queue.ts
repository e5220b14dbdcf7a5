import * as z from "zod";
import type { Tx } from "#db/client.ts";
import type { Actor } from "./context.ts";

const tracked = { workspaceId: z.uuid(), jobRunId: z.uuid() };

const ActorShape: z.ZodType<Actor> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), userId: z.string(), name: z.string() }),
  z.object({ type: z.literal("job"), jobRunId: z.string(), name: z.string() }),
  z.object({ type: z.literal("system"), name: z.string() }),
]);

/** What each job carries: ids, since a job reads fresh rows when it runs. New fields are optional, since older jobs may still wait. */
export const payloads = {
  "import-events": z.object({ ...tracked, importId: z.uuid() }),
  "build-audit": z.object({ ...tracked, day: z.iso.date().optional() }),
  "seed-demo": z.object({ ...tracked }),
  "sync-connection": z.object({ ...tracked, connectionId: z.uuid(), trigger: z.boolean() }),
  "ingest-records": z.object({ ...tracked, connectionId: z.uuid() }),
  "pause-connection": z.object({ ...tracked, connectionId: z.uuid(), pause: z.boolean() }),
  "erase-connection": z.object({ ...tracked, connectionId: z.uuid(), askedBy: ActorShape.optional() }),
  "take-back-log": z.object({ ...tracked, sourceId: z.uuid(), askedBy: ActorShape.optional() }),
  "optimise-rollout": z.object({ ...tracked }),
  "check-rollout": z.object({ ...tracked }),
  "replan-rollout": z.object({ ...tracked }),
  "back-test-automation": z.object({ ...tracked, backTestId: z.uuid() }),
  "decide-cases": z.object({ ...tracked, connectionId: z.uuid() }),
  "run-effects": z.object({ ...tracked }),
  "undo-effects": z.object({
    ...tracked,
    effectIds: z.array(z.uuid()),
    asked: z.object({ by: ActorShape, reason: z.string() }).optional(),
    /** Everything of a version, with what was still under way when it was asked for. */
    all: z.object({ automationId: z.uuid(), version: z.number().int(), since: z.iso.datetime() }).optional(),
  }),
  "draft-rules": z.object({ ...tracked, automationId: z.uuid() }),
} as const satisfies Record<string, z.ZodType>;

export const jobNames = z.enum([
  "import-events",
  "build-audit",
  "seed-demo",
  "sync-connection",
  "ingest-records",
  "pause-connection",
  "erase-connection",
  "take-back-log",
  "optimise-rollout",
  "check-rollout",
  "replan-rollout",
  "back-test-automation",
  "decide-cases",
  "run-effects",
  "undo-effects",
  "draft-rules",
]);
export type JobName = z.infer<typeof jobNames>;
export type Payload<Name extends JobName> = z.infer<(typeof payloads)[Name]>;

/** Jobs of no workspace: they run by the clock, and sooner when something asks for it. They carry nothing. */
export type HouseJobName = "sweep-audits" | "sweep-automations" | "sweep-connections" | "sweep-digests" | "sweep-gates" | "sweep-plans";

/** Enqueues inside the caller's transaction: the job exists only if the rows do. Rejects a payload that is not the job's. */
export type Queue = {
  enqueue: (tx: Tx, name: JobName, payload: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Asks for a job of no workspace; when one is waiting already, that one will do. */
  enqueueHouseJob: (tx: Tx, name: HouseJobName) => Promise<void>;
};
