import * as z from "zod";
import type { Tx } from "#db/client.ts";

const tracked = { workspaceId: z.uuid(), jobRunId: z.uuid() };

/** What each job carries: ids, since a job reads fresh rows when it runs. New fields are optional, since older jobs may still wait. */
export const payloads = {
  "import-events": z.object({ ...tracked, importId: z.uuid() }),
  "build-audit": z.object({ ...tracked }),
  "seed-demo": z.object({ ...tracked }),
} as const satisfies Record<string, z.ZodType>;

export const jobNames = z.enum(["import-events", "build-audit", "seed-demo"]);
export type JobName = z.infer<typeof jobNames>;
export type Payload<Name extends JobName> = z.infer<(typeof payloads)[Name]>;

/** Enqueues inside the caller's transaction: the job exists only if the rows do. Rejects a payload that is not the job's. */
export type Queue = { enqueue: (tx: Tx, name: JobName, payload: Readonly<Record<string, unknown>>) => Promise<void> };
