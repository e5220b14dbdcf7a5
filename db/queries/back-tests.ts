import type { Tx } from "#db/client.ts";

type InWorkspace = { workspaceId: string };

export type NewBackTest = InWorkspace & {
  id: string;
  automationId: string;
  version: number;
  fromDay: string;
  toDay: string;
  againstVersion: number | null;
  createdBy: object;
  now: Date;
};

export async function insertBackTest(tx: Tx, row: NewBackTest): Promise<void> {
  await tx
    .insertInto("back_test")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      automation_id: row.automationId,
      version: row.version,
      from_day: row.fromDay,
      to_day: row.toDay,
      against_version: row.againstVersion,
      created_by: JSON.stringify(row.createdBy),
      created_at: row.now,
    })
    .execute();
}

export async function setBackTestJob(tx: Tx, { workspaceId, id, jobRunId }: InWorkspace & { id: string; jobRunId: string }): Promise<void> {
  await tx.updateTable("back_test").set({ job_run_id: jobRunId }).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
}

const columns = [
  "id",
  "automation_id as automationId",
  "version",
  "from_day as fromDay",
  "to_day as toDay",
  "against_version as againstVersion",
  "job_run_id as jobRunId",
  "report",
  "created_at as createdAt",
  "finished_at as finishedAt",
] as const;

export function findBackTest(tx: Tx, { workspaceId, id }: InWorkspace & { id: string }) {
  return tx.selectFrom("back_test").select(columns).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

/** Newest first, at most 100. */
export function listBackTests(tx: Tx, { workspaceId, automationId }: InWorkspace & { automationId: string }) {
  return tx
    .selectFrom("back_test")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(100)
    .execute();
}

export type Disagreement = {
  caseId: string;
  decidedAt: Date;
  facts: object;
  rowId: string | null;
  outcome: string;
  peopleOutcome: string;
  costMinor: number;
};

const CHUNK = 1_000; // Ten values a row: a statement takes at most 65,535.

/** Keeps what a back-test found; one that runs twice keeps the later result. */
export async function finishBackTest(
  tx: Tx,
  {
    workspaceId,
    id,
    report,
    disagreements,
    now,
  }: InWorkspace & { id: string; report: object; disagreements: readonly Disagreement[]; now: Date },
): Promise<void> {
  await tx.deleteFrom("back_test_disagreement").where("workspace_id", "=", workspaceId).where("back_test_id", "=", id).execute();
  for (let start = 0; start < disagreements.length; start += CHUNK)
    await tx
      .insertInto("back_test_disagreement")
      .values(
        disagreements.slice(start, start + CHUNK).map((row, i) => ({
          workspace_id: workspaceId,
          back_test_id: id,
          position: start + i,
          case_id: row.caseId,
          decided_at: row.decidedAt,
          facts: JSON.stringify(row.facts),
          row_id: row.rowId,
          outcome: row.outcome,
          people_outcome: row.peopleOutcome,
          cost_minor: row.costMinor,
        })),
      )
      .execute();
  await tx
    .updateTable("back_test")
    .set({ report: JSON.stringify(report), finished_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** The dearest first. */
export function listDisagreements(
  tx: Tx,
  { workspaceId, backTestId, offset, limit }: InWorkspace & { backTestId: string; offset: number; limit: number },
) {
  return tx
    .selectFrom("back_test_disagreement")
    .select([
      "position",
      "case_id as caseId",
      "decided_at as decidedAt",
      "facts",
      "row_id as rowId",
      "outcome",
      "people_outcome as people",
      "cost_minor as costMinor",
    ])
    .where("workspace_id", "=", workspaceId)
    .where("back_test_id", "=", backTestId)
    .orderBy("position")
    .offset(offset)
    .limit(limit)
    .execute();
}
