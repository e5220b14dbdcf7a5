import { sql } from "kysely";
import type { Tx } from "#db/client.ts";

export type EffectState = "proposed" | "ready" | "running" | "done" | "refused" | "failed" | "expired" | "undone";
const WAITING: EffectState[] = ["proposed", "ready", "running"];

type InWorkspace = { workspaceId: string };

export type NewEffect = InWorkspace & {
  id: string;
  automationId: string;
  version: number;
  decisionId: string;
  position: number;
  connectionId: string;
  caseId: string;
  subject: object;
  kind: string;
  input: object;
  state: "proposed" | "ready";
  key: string;
  undoes: string | null;
  problem: string | null;
  riskMinor: number | null;
  currency: string | null;
  expiresAt: Date | null;
  decidedBy: object | null;
  now: Date;
};

/** Adds an effect; false when one of the same key is there. */
export async function insertEffect(tx: Tx, row: NewEffect): Promise<boolean> {
  const added = await tx
    .insertInto("effect")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      automation_id: row.automationId,
      version: row.version,
      decision_id: row.decisionId,
      position: row.position,
      connection_id: row.connectionId,
      case_id: row.caseId,
      subject: JSON.stringify(row.subject),
      kind: row.kind,
      input: JSON.stringify(row.input),
      state: row.state,
      key: row.key,
      undoes: row.undoes,
      problem: row.problem,
      risk_minor: row.riskMinor,
      currency: row.currency,
      due_at: row.now,
      expires_at: row.expiresAt,
      decided_by: row.decidedBy === null ? null : JSON.stringify(row.decidedBy),
      created_at: row.now,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "key"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

const columns = [
  "effect.id",
  "effect.automation_id as automationId",
  "effect.version",
  "effect.decision_id as decisionId",
  "effect.position",
  "effect.connection_id as connectionId",
  "effect.case_id as caseId",
  "effect.subject",
  "effect.kind",
  "effect.input",
  "effect.state",
  "effect.key",
  "effect.undoes",
  "effect.inverse",
  "effect.answer",
  "effect.problem",
  "effect.error_class as errorClass",
  "effect.risk_minor as riskMinor",
  "effect.currency",
  "effect.attempts",
  "effect.due_at as dueAt",
  "effect.expires_at as expiresAt",
  "effect.decided_by as decidedBy",
  "effect.created_at as createdAt",
  "effect.settled_at as settledAt",
] as const;

export type EffectRow = NonNullable<Awaited<ReturnType<typeof findEffect>>>;

export function findEffect(tx: Tx, { workspaceId, id }: InWorkspace & { id: string }) {
  return tx.selectFrom("effect").select(columns).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
}

/** As findEffect; nobody else changes it until the transaction ends. */
export function lockEffect(tx: Tx, { workspaceId, id }: InWorkspace & { id: string }) {
  return tx
    .selectFrom("effect")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/** Of one decision, in order of position, those that take others back last. */
export function listEffectsOf(tx: Tx, { workspaceId, decisionId }: InWorkspace & { decisionId: string }) {
  return tx
    .selectFrom("effect")
    .select(columns)
    .where("workspace_id", "=", workspaceId)
    .where("decision_id", "=", decisionId)
    .orderBy("position")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** Of which decision and of what kind some effects are. */
export function listKindsOf(tx: Tx, { workspaceId, ids }: InWorkspace & { ids: readonly string[] }) {
  return tx
    .selectFrom("effect")
    .select(["id", "decision_id as decisionId", "kind"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .execute();
}

/** What some decisions want to change, in order of position. */
export function listInputsOf(tx: Tx, { workspaceId, decisionIds }: InWorkspace & { decisionIds: readonly string[] }) {
  return tx
    .selectFrom("effect")
    .select(["decision_id as decisionId", "kind", "subject", "input"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`decision_id = any(${[...decisionIds]})`)
    .where("undoes", "is", null)
    .orderBy("decision_id")
    .orderBy("position")
    .execute();
}

/** How the effects of some decisions stand, those that take others back among them. */
export function listStatesOf(tx: Tx, { workspaceId, decisionIds }: InWorkspace & { decisionIds: readonly string[] }) {
  return tx
    .selectFrom("effect")
    .select(["decision_id as decisionId", "state", "undoes", "error_class as errorClass", "settled_at as settledAt"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`decision_id = any(${[...decisionIds]})`)
    .execute();
}

/**
 * Takes one effect that is due and lends it to the caller; undefined when none is. Another worker's is passed over, one whose worker
 * died is taken when its loan is over. Effects of one decision go one after the other; of those that take back what was done to one
 * case, the one that takes back the latest goes first.
 *
 * @param undoing only those that take others back, which go on while automations are stopped
 */
export async function claimEffect(
  tx: Tx,
  { workspaceId, now, until, undoing }: InWorkspace & { now: Date; until: Date; undoing: boolean },
): Promise<EffectRow | undefined> {
  const due = await tx
    .selectFrom("effect")
    .innerJoin("automation as m", (join) =>
      join.onRef("m.workspace_id", "=", "effect.workspace_id").onRef("m.id", "=", "effect.automation_id"),
    )
    .select("effect.id")
    .where("effect.workspace_id", "=", workspaceId)
    .where("effect.state", "in", ["ready", "running"])
    .where("effect.due_at", "<=", now)
    .where((eb) => eb.or([eb("effect.leased_until", "is", null), eb("effect.leased_until", "<", now)]))
    .$if(undoing, (query) => query.where("effect.undoes", "is not", null))
    .where((eb) => eb.or([eb("m.paused_at", "is", null), eb("effect.undoes", "is not", null)]))
    .where(
      sql<boolean>`not exists (select 1 from effect earlier where earlier.workspace_id = effect.workspace_id and earlier.decision_id = effect.decision_id
        and earlier.undoes is null and effect.undoes is null and earlier.position < effect.position and earlier.state in ('proposed', 'ready', 'running'))`,
    )
    .where(
      sql<boolean>`not exists (select 1 from effect other
        join effect undone on undone.workspace_id = effect.workspace_id and undone.id = effect.undoes
        join effect later on later.workspace_id = other.workspace_id and later.id = other.undoes
        where other.workspace_id = effect.workspace_id and other.case_id = effect.case_id and other.id <> effect.id and other.state in ('ready', 'running')
        and (later.settled_at, later.position, later.id) > (undone.settled_at, undone.position, undone.id))`,
    )
    .orderBy("effect.due_at")
    .orderBy("effect.id")
    .limit(1)
    .forUpdate("effect")
    .skipLocked()
    .executeTakeFirst();
  if (!due) return undefined;
  return tx
    .updateTable("effect")
    .set((eb) => ({ state: "running", leased_until: until, attempts: eb("attempts", "+", 1) }))
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", due.id)
    .returning(columns)
    .executeTakeFirst();
}

export type EffectChange = Partial<{
  state: EffectState;
  inverse: object | null;
  answer: object;
  problem: string | null;
  errorClass: string | null;
  dueAt: Date;
  settledAt: Date | null;
  decidedBy: object;
  attempts: number;
}>;

/** Changes an effect and ends its loan. */
export async function updateEffect(
  tx: Tx,
  { workspaceId, id, change, keepsLease = false }: InWorkspace & { id: string; change: EffectChange; keepsLease?: boolean },
) {
  await tx
    .updateTable("effect")
    .set({
      ...(keepsLease ? {} : { leased_until: null }),
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.inverse === undefined ? {} : { inverse: change.inverse === null ? null : JSON.stringify(change.inverse) }),
      ...(change.answer === undefined ? {} : { answer: JSON.stringify(change.answer) }),
      ...(change.problem === undefined ? {} : { problem: change.problem }),
      ...(change.errorClass === undefined ? {} : { error_class: change.errorClass }),
      ...(change.dueAt === undefined ? {} : { due_at: change.dueAt }),
      ...(change.settledAt === undefined ? {} : { settled_at: change.settledAt }),
      ...(change.decidedBy === undefined ? {} : { decided_by: JSON.stringify(change.decidedBy) }),
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
    })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Why an effect ended without being done and without anybody's no: as its error class. */
export type Lapsed = "superseded" | "seen to" | "stepped down" | "unanswered";

/**
 * Ends what still waits of an automation, or of one case of it, without doing it. What was begun and may have been done goes on waiting:
 * it is found out first. Returns how many.
 */
export async function dropWaitingEffects(
  tx: Tx,
  {
    workspaceId,
    automationId,
    caseId,
    why,
    problem,
    now,
  }: InWorkspace & { automationId: string; caseId?: string; why: Lapsed; problem: string; now: Date },
): Promise<number> {
  const result = await tx
    .updateTable("effect")
    .set({ state: "expired", problem, error_class: why, settled_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("automation_id", "=", automationId)
    .$if(caseId !== undefined, (query) => query.where("case_id", "=", caseId ?? ""))
    .where("undoes", "is", null)
    .where("state", "in", ["proposed", "ready"])
    .where(
      sql<boolean>`coalesce((select a.result from effect_attempt a where a.workspace_id = effect.workspace_id and a.effect_id = effect.id
        and a.what = 'act' order by a.at desc, a.id desc limit 1), '') <> 'begun'`,
    )
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Proposals whose time is over. */
export function listOverdueProposals(tx: Tx, { workspaceId, now }: InWorkspace & { now: Date }) {
  return tx
    .selectFrom("effect")
    .select(["id", "automation_id as automationId"])
    .where("workspace_id", "=", workspaceId)
    .where("state", "=", "proposed")
    .where("expires_at", "<=", now)
    .orderBy("id")
    .execute();
}

/** What waits for a person, the most money at risk first: of each decision the first of its effects, which stands for the whole. */
export function listProposals(tx: Tx, { workspaceId, offset, limit }: InWorkspace & { offset: number; limit: number }) {
  return tx
    .selectFrom("effect")
    .innerJoin("decision as d", (join) => join.onRef("d.workspace_id", "=", "effect.workspace_id").onRef("d.id", "=", "effect.decision_id"))
    .innerJoin("automation as m", (join) =>
      join.onRef("m.workspace_id", "=", "effect.workspace_id").onRef("m.id", "=", "effect.automation_id"),
    )
    .select(columns)
    .select(["d.outcome", "d.reason", "d.facts", "d.row_id as rowId", "m.name as automation", "m.playbook"])
    .where("effect.workspace_id", "=", workspaceId)
    .where("effect.state", "=", "proposed")
    .where(
      sql<boolean>`not exists (select 1 from effect earlier where earlier.workspace_id = effect.workspace_id and earlier.decision_id = effect.decision_id
        and earlier.undoes is null and earlier.position < effect.position and earlier.state = 'proposed')`,
    )
    .orderBy(sql`effect.risk_minor desc nulls last`)
    .orderBy("effect.created_at")
    .orderBy("effect.id")
    .offset(offset)
    .limit(limit)
    .execute();
}

export async function countEffects(
  tx: Tx,
  { workspaceId, automationId }: InWorkspace & { automationId: string | null },
): Promise<Record<string, number>> {
  const rows = await tx
    .selectFrom("effect")
    .select((eb) => ["state", eb.fn.countAll<number>().as("count")])
    .where("workspace_id", "=", workspaceId)
    .$if(automationId !== null, (query) => query.where("automation_id", "=", automationId ?? ""))
    .groupBy("state")
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Records and money that an automation has let through since a time, for its brake: a decision with two effects is at risk once. */
export async function sumOfEffects(tx: Tx, { workspaceId, automationId, since }: InWorkspace & { automationId: string; since: Date }) {
  const row = await tx
    .selectFrom((from) =>
      from
        .selectFrom("effect")
        .select(["decision_id", "case_id"])
        .select((eb) => eb.fn.max("risk_minor").as("risk_minor"))
        .where("workspace_id", "=", workspaceId)
        .where("automation_id", "=", automationId)
        .where("created_at", ">=", since)
        .where("undoes", "is", null)
        .where("state", "in", ["ready", "running", "done"])
        .groupBy(["decision_id", "case_id"])
        .as("let_through"),
    )
    .select((eb) => [
      eb.fn.count<number>("case_id").distinct().as("records"),
      // A sum of bigints is numeric, which arrives as text: to add to it would put digits side by side.
      sql<number>`coalesce(sum(risk_minor), 0)::float8`.as("moneyMinor"),
    ])
    .executeTakeFirstOrThrow();
  return { records: row.records, moneyMinor: row.moneyMinor };
}

/**
 * How often any automation acted on a case since a time, for the loop guard. What is under way counts, what was taken back too, and what was sent
 * and never answered, whatever became of it here: the vendor may have done it.
 */
export async function countActsOnCase(
  tx: Tx,
  { workspaceId, caseId, since }: InWorkspace & { caseId: string; since: Date },
): Promise<number> {
  const row = await tx
    .selectFrom("effect")
    .select((eb) => eb.fn.count<number>("decision_id").distinct().as("acts"))
    .where("workspace_id", "=", workspaceId)
    .where("case_id", "=", caseId)
    .where("undoes", "is", null)
    .where((eb) =>
      eb.or([
        eb("state", "in", ["ready", "running"]),
        eb.and([eb("state", "in", ["done", "undone"]), eb("settled_at", ">=", since)]),
        sql<boolean>`(select a.result = 'begun' and a.at >= ${since} from effect_attempt a where a.workspace_id = effect.workspace_id
          and a.effect_id = effect.id and a.what = 'act' order by a.at desc, a.id desc limit 1)`,
      ]),
    )
    .executeTakeFirstOrThrow();
  return row.acts;
}

/** Error class of what was not done because a step before it was not. */
export const HELD_UP = "held up";

/** When each automation first changed something; none for one that never did. */
export function listFirstActs(tx: Tx, { workspaceId }: InWorkspace) {
  return tx
    .selectFrom("effect")
    .innerJoin("automation as m", (join) =>
      join.onRef("m.workspace_id", "=", "effect.workspace_id").onRef("m.id", "=", "effect.automation_id"),
    )
    .select(["m.playbook"])
    .select((eb) => eb.fn.min("effect.settled_at").$castTo<Date>().as("at"))
    .where("effect.workspace_id", "=", workspaceId)
    .where("effect.undoes", "is", null)
    .where("effect.state", "in", ["done", "undone"])
    .groupBy("m.playbook")
    .execute();
}

export type NewAttempt = InWorkspace & {
  id: string;
  effectId: string;
  what: "look" | "act" | "read back";
  result: "begun" | "done" | "already done" | "not done" | "refused" | "failed";
  errorClass?: string | null;
  message?: string | null;
  answer?: unknown;
  now: Date;
};

export async function insertAttempt(tx: Tx, row: NewAttempt): Promise<void> {
  await tx
    .insertInto("effect_attempt")
    .values({
      workspace_id: row.workspaceId,
      id: row.id,
      effect_id: row.effectId,
      at: row.now,
      what: row.what,
      result: row.result,
      error_class: row.errorClass ?? null,
      message: row.message ?? null,
      answer: row.answer === undefined ? null : JSON.stringify(row.answer),
    })
    .execute();
}

/** Every try of an effect, in order of time. */
export function listAttempts(tx: Tx, { workspaceId, effectIds }: InWorkspace & { effectIds: readonly string[] }) {
  return tx
    .selectFrom("effect_attempt")
    .select(["id", "effect_id as effectId", "at", "what", "result", "error_class as errorClass", "message", "answer"])
    .where("workspace_id", "=", workspaceId)
    .where(sql<boolean>`effect_id = any(${[...effectIds]}::uuid[])`)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** Workspaces with an effect that is due or a proposal whose time is over. Needs the scope `sweep`. */
export async function listWorkspacesWithDueEffects(tx: Tx, { now }: { now: Date }): Promise<string[]> {
  const rows = await tx
    .selectFrom("effect")
    .select("workspace_id as workspaceId")
    .distinct()
    .where((eb) =>
      eb.or([eb("state", "in", WAITING.slice(1)).and("due_at", "<=", now), eb("state", "=", "proposed").and("expires_at", "<=", now)]),
    )
    .execute();
  return rows.map(({ workspaceId }) => workspaceId).sort();
}

/**
 * Takes calls out of a connection's budget, which fills evenly up to one minute's worth.
 *
 * @returns whether they were there; where not, nothing is taken
 */
export async function takeCalls(
  tx: Tx,
  { workspaceId, connectionId, calls, perMinute, now }: InWorkspace & { connectionId: string; calls: number; perMinute: number; now: Date },
): Promise<boolean> {
  const filled = sql`least(${perMinute}::float8, b.tokens + greatest(0, extract(epoch from ${now}::timestamptz - b.refilled_at)) * ${perMinute}::float8 / 60)`;
  const { rows } = await sql<{ tokens: number }>`
    insert into effect_budget as b (workspace_id, connection_id, tokens, refilled_at) values (${workspaceId}, ${connectionId}, ${perMinute - calls}, ${now})
    on conflict (workspace_id, connection_id) do update set tokens = ${filled} - ${calls}, refilled_at = ${now}
    where ${filled} >= ${calls} and (b.paused_until is null or b.paused_until <= ${now}) returning tokens`.execute(tx);
  return rows.length > 0;
}

/** No call to a connection until then: the vendor said that it had too many. */
export async function pauseCalls(
  tx: Tx,
  { workspaceId, connectionId, until }: InWorkspace & { connectionId: string; until: Date },
): Promise<void> {
  await tx
    .updateTable("effect_budget")
    .set({ paused_until: sql`greatest(paused_until, ${until})` })
    .where("workspace_id", "=", workspaceId)
    .where("connection_id", "=", connectionId)
    .execute();
}
