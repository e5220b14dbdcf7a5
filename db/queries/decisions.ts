import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

type OfAutomation = { workspaceId: string; automationId: string };

export type NewDecision = OfAutomation & {
  id: string;
  version: number;
  stage: string;
  connectionId: string;
  caseId: string;
  occasion: string;
  now: Date;
  facts: object;
  rowId: string | null;
  outcome: string;
  reason: string;
  planned: object;
  riskMinor: number | null;
  currency: string | null;
  heldOut: boolean;
};

/** Adds a decision; false when this automation has decided on this occasion already. */
export async function insertDecision(tx: Tx, row: NewDecision): Promise<boolean> {
  const added = await tx
    .insertInto("decision")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      automation_id: row.automationId,
      version: row.version,
      stage: row.stage,
      connection_id: row.connectionId,
      case_id: row.caseId,
      occasion: row.occasion,
      decided_at: row.now,
      facts: JSON.stringify(row.facts),
      row_id: row.rowId,
      outcome: row.outcome,
      reason: row.reason,
      planned: JSON.stringify(row.planned),
      risk_minor: row.riskMinor,
      currency: row.currency,
      held_out: row.heldOut,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "automation_id", "case_id", "occasion"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

const columns = [
  "decision.id",
  "decision.automation_id as automationId",
  "decision.version",
  "decision.stage",
  "decision.connection_id as connectionId",
  "decision.case_id as caseId",
  "decision.occasion",
  "decision.decided_at as decidedAt",
  "decision.facts",
  "decision.row_id as rowId",
  "decision.outcome",
  "decision.reason",
  "decision.planned",
  "decision.risk_minor as riskMinor",
  "decision.currency",
  "decision.held_out as heldOut",
] as const;

/** When what a decision of this alias did was taken back, by a person's wish; null where it was not. An undo is a no that comes late. */
const takenBackAt = (alias: "decision" | "d") =>
  sql<Date | null>`(select max(u.settled_at) from effect u where u.workspace_id = ${sql.ref(`${alias}.workspace_id`)}
    and u.decision_id = ${sql.ref(`${alias}.id`)} and u.undoes is not null and u.state = 'done')`;

const withAnswer = (tx: Tx, { workspaceId }: { workspaceId: string }) =>
  tx
    .selectFrom("decision")
    .leftJoin("decision_answer as a", (join) =>
      join.onRef("a.workspace_id", "=", "decision.workspace_id").onRef("a.decision_id", "=", "decision.id"),
    )
    .select(columns)
    .select(["a.outcome as people", "a.agreed", "a.severe", "a.cost_minor as costMinor", "a.source as answeredBy", "a.at as answeredAt"])
    .select(takenBackAt("decision").as("takenBackAt"))
    .where("decision.workspace_id", "=", workspaceId);

export function findDecision(tx: Tx, { workspaceId, id }: { workspaceId: string; id: string }) {
  return withAnswer(tx, { workspaceId }).where("decision.id", "=", id).executeTakeFirst();
}

export type DecisionFilter = "all" | "disagreed" | "unanswered" | "needs a person";

/** Newest first, from one on; with what people did. */
export function listDecisions(
  tx: Tx,
  {
    workspaceId,
    automationId,
    filter,
    offset,
    limit,
    person,
  }: OfAutomation & { filter: DecisionFilter; offset: number; limit: number; person: string },
) {
  return withAnswer(tx, { workspaceId })
    .where("decision.automation_id", "=", automationId)
    .$if(filter === "disagreed", (query) =>
      query.where((eb) => eb.or([eb("a.agreed", "=", false), eb(takenBackAt("decision"), "is not", null)])),
    )
    .$if(filter === "unanswered", (query) =>
      query.where("a.agreed", "is", null).where(takenBackAt("decision"), "is", null).where("decision.outcome", "<>", person),
    )
    .$if(filter === "needs a person", (query) => query.where("decision.outcome", "=", person))
    .orderBy("decision.decided_at", "desc")
    .orderBy("decision.id", "desc")
    .offset(offset)
    .limit(limit)
    .execute();
}

/** Decisions since a time that nobody has answered yet and that decided something, oldest first. */
export function listUnanswered(
  tx: Tx,
  { workspaceId, automationId, connectionId, since, person }: OfAutomation & { connectionId: string; since: Date; person: string },
) {
  return withAnswer(tx, { workspaceId })
    .where("decision.automation_id", "=", automationId)
    .where("decision.connection_id", "=", connectionId)
    .where("decision.decided_at", ">=", since)
    .where("decision.outcome", "<>", person)
    .where("a.agreed", "is", null)
    .orderBy("decision.decided_at")
    .execute();
}

/** Of which case and which automation some decisions are. */
export function listCasesOf(tx: Tx, { workspaceId, decisionIds }: { workspaceId: string; decisionIds: readonly string[] }) {
  return tx
    .selectFrom("decision")
    .select(["id", "case_id as caseId", "automation_id as automationId"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`id = any(${[...decisionIds]}::uuid[])`)
    .execute();
}

/** Decisions of one automation about some cases, oldest first. */
export function listDecisionsOfCases(tx: Tx, { workspaceId, automationId, caseIds }: OfAutomation & { caseIds: readonly string[] }) {
  return tx
    .selectFrom("decision")
    .select(["id", "case_id as caseId", "occasion", "stage", "decided_at as decidedAt", "planned"])
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .where(sql<boolean>`case_id = any(${[...caseIds]})`)
    .orderBy("decided_at")
    .orderBy("id")
    .execute();
}

export type NewAnswer = OfAutomation & {
  decisionId: string;
  source: "people" | "approval";
  outcome: string;
  agreed: boolean;
  severe: boolean;
  costMinor: number;
  now: Date;
};

/** Adds what people did; false when it was answered already. */
export async function insertAnswer(tx: Tx, row: NewAnswer): Promise<boolean> {
  const added = await tx
    .insertInto("decision_answer")
    .values({
      workspace_id: row.workspaceId,
      decision_id: row.decisionId,
      automation_id: row.automationId,
      source: row.source,
      outcome: row.outcome,
      agreed: row.agreed,
      severe: row.severe,
      cost_minor: row.costMinor,
      at: row.now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "decision_id"]).doNothing())
    .returning("decision_id")
    .executeTakeFirst();
  return added !== undefined;
}

/** What people answered to decisions that a version took in a stage, in order of time. What was taken back they did not agree with. */
export function listAnswers(tx: Tx, { workspaceId, automationId, version, stage }: OfAutomation & { version: number; stage: string }) {
  return tx
    .selectFrom("decision_answer as a")
    .innerJoin("decision as d", (join) => join.onRef("d.workspace_id", "=", "a.workspace_id").onRef("d.id", "=", "a.decision_id"))
    .select(["a.severe", "a.cost_minor as costMinor", "a.at"])
    .select(sql<boolean>`a.agreed and ${takenBackAt("d")} is null`.as("agreed"))
    .where("a.workspace_id", "=", workspaceId)
    .where("a.automation_id", "=", automationId)
    .where("d.version", "=", version)
    .where("d.stage", "=", stage)
    .orderBy("a.at")
    .execute();
}

/**
 * What an automation carried out of its decisions since a time and what people answered, in order of time; what nobody contradicted up
 * to now is agreed with, and what was taken back is not. Decisions that wait, and those that are a person's, are not among them.
 */
export async function listStandings(
  tx: Tx,
  { workspaceId, automationId, since }: OfAutomation & { since: Date },
): Promise<{ agreed: boolean; severe: boolean }[]> {
  const rows = await tx
    .selectFrom("decision as d")
    .leftJoin("decision_answer as a", (join) => join.onRef("a.workspace_id", "=", "d.workspace_id").onRef("a.decision_id", "=", "d.id"))
    .select(["a.severe"])
    .select(sql<boolean>`coalesce(a.agreed, true) and ${takenBackAt("d")} is null`.as("agreed"))
    .where("d.workspace_id", "=", workspaceId)
    .where("d.automation_id", "=", automationId)
    .where("d.decided_at", ">=", since)
    .where(
      sql<boolean>`(a.agreed is not null or exists (select 1 from effect e where e.workspace_id = d.workspace_id and e.decision_id = d.id
        and e.undoes is null and e.state in ('done', 'undone')))`,
    )
    .orderBy("d.decided_at")
    .orderBy("d.id")
    .execute();
  return rows.map(({ agreed, severe }) => ({ agreed, severe: severe ?? false }));
}
