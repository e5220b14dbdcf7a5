import { tracked } from "@trpc/server";
import * as z from "zod";
import { cancelJob } from "#server/services/jobs/cancel-job.ts";
import { getJobRun } from "#server/services/jobs/get-job-run.ts";
import { listJobs } from "#server/services/jobs/list-jobs.ts";
import { redoJob } from "#server/services/jobs/redo-job.ts";
import { watchJob } from "#server/services/jobs/watch-job.ts";
import { permitted, router } from "../trpc.ts";

const State = z.enum(["waiting", "running", "retrying", "done", "failed", "cancelled"]);

const JobRun = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  subjectId: z.string().nullable(),
  state: State,
  rowsDone: z.number().int(),
  rowsTotal: z.number().int().nullable(),
  message: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  attempt: z.number().int(),
  cancelRequestedAt: z.date().nullable(),
  result: z.unknown(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  heartbeatAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
});

const ById = z.object({ jobRunId: z.uuid() });

export const jobsRouter = router({
  get: permitted("jobs.read")
    .input(ById)
    .output(JobRun)
    .query(async ({ ctx, input }) => JobRun.parse(await getJobRun(ctx, input))),
  list: permitted("jobs.read")
    .input(z.object({ limit: z.number().int().min(1).max(200).default(50), states: z.array(State).optional() }))
    .output(z.array(JobRun))
    .query(async ({ ctx, input }) => z.array(JobRun).parse(await listJobs(ctx, input))),
  cancel: permitted("jobs.manage")
    .input(ById)
    .output(z.object({ state: z.string() }))
    .mutation(({ ctx, input }) => cancelJob(ctx, input)),
  redo: permitted("jobs.manage")
    .input(ById)
    .output(ById)
    .mutation(({ ctx, input }) => redoJob(ctx, input)),
  /** The job's row each time it changes, until it has ended. */
  watch: permitted("jobs.read")
    .input(ById.extend({ lastEventId: z.string().nullish() }))
    .output(
      z.custom<AsyncIterable<ReturnType<typeof tracked<z.infer<typeof JobRun>>>>>(
        (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
      ),
    )
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const run of watchJob(ctx, { ...input, signal: signal ?? new AbortController().signal })) {
        const row = JobRun.parse(run);
        yield tracked(`${row.state}-${row.rowsDone}-${row.attempt}`, row);
      }
    }),
});
