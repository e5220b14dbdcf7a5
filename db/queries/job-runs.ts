import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type JobState = "waiting" | "running" | "retrying" | "done" | "failed" | "cancelled";
const ENDED: JobState[] = ["done", "failed", "cancelled"];

export type NewJobRun = {
  workspaceId: string;
  id: string;
  name: string;
  title: string;
  subjectId: string | null;
  payload: object;
  requestedBy: object;
};

export async function insertJobRun(tx: Tx, run: NewJobRun): Promise<void> {
  await tx
    .insertInto("job_run")
    .values({
      workspace_id: run.workspaceId,
      id: run.id,
      name: run.name,
      title: run.title,
      subject_id: run.subjectId,
      payload: JSON.stringify(run.payload),
      requested_by: JSON.stringify(run.requestedBy),
    })
    .execute();
}

const columns = [
  "id",
  "name",
  "title",
  "subject_id as subjectId",
  "state",
  "rows_done as rowsDone",
  "rows_total as rowsTotal",
  "message",
  "error_code as errorCode",
  "error_message as errorMessage",
  "attempt",
  "cancel_requested_at as cancelRequestedAt",
  "result",
  "created_at as createdAt",
  "started_at as startedAt",
  "heartbeat_at as heartbeatAt",
  "finished_at as finishedAt",
] as const;

export function findJobRun(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx.selectFrom("job_run").select(columns).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

/** Newest first. */
export function listJobRuns(
  tx: Tx,
  { workspaceId, limit, states }: { workspaceId: string; limit: number; states?: JobState[] | undefined },
) {
  return tx
    .selectFrom("job_run")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .$if(states !== undefined, (query) => query.where("state", "in", states ?? []))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** What the newest runs of a job about one subject brought, newest first. */
export async function listJobResults(
  tx: Tx,
  { workspaceId, name, subjectId, limit }: { workspaceId: string; name: string; subjectId: string; limit: number },
): Promise<unknown[]> {
  const rows = await tx
    .selectFrom("job_run")
    .select("result")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("subject_id", "=", subjectId)
    .where("state", "=", "done")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ result }) => result);
}

/** Marks a run as started once more. Undefined when it has ended or was cancelled before it began. */
export function startJobRun(tx: Tx, { workspaceId, id, now }: { workspaceId: string; id: string; now: Date }) {
  return tx
    .updateTable("job_run")
    .set((eb) => ({
      state: "running",
      attempt: eb("attempt", "+", 1),
      started_at: eb.fn.coalesce("started_at", eb.val(now)),
      heartbeat_at: now,
    }))
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "not in", ENDED)
    .returning(["id", "attempt", "cancel_requested_at as cancelRequestedAt"])
    .executeTakeFirst();
}

export type JobProgress = { rowsDone: number; rowsTotal?: number | undefined; message?: string | undefined };

/** Writes progress and tells whether a cancel was asked for meanwhile. */
export function updateJobProgress(
  tx: Tx,
  { workspaceId, id, now, progress }: { workspaceId: string; id: string; now: Date; progress: JobProgress },
) {
  return tx
    .updateTable("job_run")
    .set({
      rows_done: progress.rowsDone,
      heartbeat_at: now,
      ...(progress.rowsTotal === undefined ? {} : { rows_total: progress.rowsTotal }),
      ...(progress.message === undefined ? {} : { message: progress.message }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .returning("cancel_requested_at as cancelRequestedAt")
    .executeTakeFirst();
}

export type JobEnd = { state: "done" | "failed" | "cancelled" | "retrying"; result?: unknown; errorCode?: string; errorMessage?: string };

export async function endJobRun(
  tx: Tx,
  { workspaceId, id, now, end }: { workspaceId: string; id: string; now: Date; end: JobEnd },
): Promise<void> {
  await tx
    .updateTable("job_run")
    .set({
      state: end.state,
      result: end.result === undefined ? null : JSON.stringify(end.result),
      error_code: end.errorCode ?? null,
      error_message: end.errorMessage ?? null,
      finished_at: end.state === "retrying" ? null : now,
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "not in", ENDED)
    .execute();
}

/** Asks a run to stop. Undefined when it has ended already. */
export function requestCancel(tx: Tx, { workspaceId, id, now }: { workspaceId: string; id: string; now: Date }) {
  return tx
    .updateTable("job_run")
    .set({
      cancel_requested_at: now,
      state: sql`case when state = 'waiting' then 'cancelled' else state end`,
      finished_at: sql`case when state = 'waiting' then ${now}::timestamptz end`,
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "not in", ENDED)
    .returning(["id", "state"])
    .executeTakeFirst();
}

/** Puts a failed or cancelled run back to waiting, for a redo. Undefined when it is not one of these. */
export function reopenJobRun(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return tx
    .updateTable("job_run")
    .set({
      state: "waiting",
      cancel_requested_at: null,
      error_code: null,
      error_message: null,
      finished_at: null,
      rows_done: 0,
      attempt: 0,
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "in", ["failed", "cancelled"])
    .returning(["id", "name", "payload"])
    .executeTakeFirst();
}

/** Whether a job of that name about that subject has been asked for and not begun. */
export async function isJobWaiting(
  tx: Tx,
  { workspaceId, name, subjectId }: { workspaceId: string; name: string; subjectId: string },
): Promise<boolean> {
  const waiting = await tx
    .selectFrom("job_run")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("subject_id", "=", subjectId)
    .where("state", "=", "waiting")
    .limit(1)
    .executeTakeFirst();
  return waiting !== undefined;
}

/** The oldest run of a job of that name that was asked for and has not ended, about whatever subject. */
export function findOpenJobRun(tx: Tx, { workspaceId, name }: { workspaceId: string; name: string }) {
  return tx
    .selectFrom("job_run")
    .select(["id", "subject_id as subjectId"])
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("state", "not in", ENDED)
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
}

/** Whether one of these jobs was asked for and has not ended. */
export async function isAnyJobOpen(tx: Tx, { workspaceId, names }: { workspaceId: string; names: readonly string[] }): Promise<boolean> {
  const open = await tx
    .selectFrom("job_run")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("name", "in", names)
    .where("state", "not in", ENDED)
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** The run of one of these jobs about that subject that a person follows: of those that have not ended the oldest, otherwise the newest. */
export function findFollowedJobRun(
  tx: Tx,
  { workspaceId, names, subjectId }: { workspaceId: string; names: readonly string[]; subjectId: string },
) {
  return tx
    .selectFrom("job_run")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("subject_id", "=", subjectId)
    .where("name", "in", names)
    .orderBy((eb) => eb("state", "in", ENDED))
    .orderBy((eb) => eb.case().when("state", "not in", ENDED).then(eb.ref("created_at")).end())
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Forgets earlier runs that ended well, of a job that runs so often that nobody reads its list. */
export async function deleteDoneRuns(
  tx: Tx,
  { workspaceId, name, subjectId }: { workspaceId: string; name: string; subjectId: string },
): Promise<void> {
  await tx
    .deleteFrom("job_run")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .where("subject_id", "=", subjectId)
    .where("state", "=", "done")
    .execute();
}
