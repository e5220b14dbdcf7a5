import { sql, type RawBuilder } from "kysely";
import * as z from "zod";
import type { Tx } from "#db/client.ts";
import { isInSlot } from "#db/queries/clock-slots.ts";
import type { WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { workflowMatcher, workflowOfEvent } from "#server/domain/audit/workflow-matcher.ts";
import { actorKinds, type ActorKind, type OpsEvent } from "#server/domain/event-log/event.ts";

/** An event as an audit reads it, and whether it belongs to the deliveries that the audit is about to count. */
export type AuditedEvent = { event: OpsEvent; fresh: boolean };

/** Which events an audit may see. */
export type AuditedLog = {
  workspaceId: string;
  /** Deliveries that it is about to count. Others that are not counted yet are not seen: they came in since. */
  consuming: readonly number[];
  /** They are half of the bytes, and only decisions and double entries read them. */
  withAttributes: boolean;
  /** Events that end at this time or later are not seen; null: all are. */
  until: Date | null;
  /** They say to which workflow an event belongs. */
  definitions: readonly WorkflowDefinition[];
};

type Row = {
  source_id: string;
  event_id: string;
  case_id: string;
  activity: string;
  actor: string | null;
  recorded_kind: string | null;
  role: string | null;
  workflow: string | null;
  started: number | null;
  ended: number;
  batch: number;
  attributes: unknown;
};

const Attributes = z.record(z.string(), z.string());
const KINDS: ReadonlyMap<string | null, ActorKind> = new Map(actorKinds.map((kind) => [kind, kind]));

function audited(rows: readonly Row[], sources: ReadonlyMap<string, string>, { consuming, definitions }: AuditedLog): AuditedEvent[] {
  const batches = new Set(consuming);
  const match = workflowMatcher(definitions);
  return rows.map((row) => {
    const source = sources.get(row.source_id) ?? "";
    const event = {
      // Two sources may use one id; the log counts an id once per source.
      eventId: `${row.source_id}/${row.event_id}`,
      caseId: row.case_id,
      activity: row.activity,
      actor: row.actor,
      actorKind: KINDS.get(row.recorded_kind) ?? "unknown",
      startedAtMs: row.started === null ? null : Math.round(row.started),
      endedAtMs: Math.round(row.ended),
      workflow: workflowOfEvent(match, {
        source,
        recordedWorkflow: row.workflow,
        caseId: row.case_id,
        activity: row.activity,
      }),
      source,
      ...(row.role === null ? {} : { role: row.role }),
      ...(row.attributes == null ? {} : { attributes: Attributes.parse(row.attributes) }),
    };
    return { fresh: batches.has(row.batch), event };
  });
}

const columns = (log: AuditedLog) => sql`e.source_id, e.event_id, e.case_id, e.activity, e.actor, e.recorded_kind, e.role, e.workflow,
  date_part('epoch', e.started_at) * 1000 as started, date_part('epoch', e.ended_at) * 1000 as ended, e.batch,
  ${log.withAttributes ? sql`e.attributes` : sql`null::jsonb as attributes`}`;

/** Deliveries that came in since are left for the next audit. One statement sees events and deliveries at one instant. */
const seen = ({
  workspaceId,
  consuming,
  until,
}: AuditedLog) => sql`${until === null ? sql`` : sql`e.ended_at < ${until} and `}e.workspace_id = ${workspaceId} and e.batch <> all (array(
  select b.batch from audit_batch b where b.workspace_id = ${workspaceId} and b.batch <> all (${[...consuming]}::bigint[])))`;

async function read(tx: Tx, log: AuditedLog, query: RawBuilder<Row>): Promise<AuditedEvent[]> {
  await byIndex(tx);
  const { rows } = await query.execute(tx);
  const { rows: sources } = await sql<{
    id: string;
    name: string;
  }>`select id, name from event_source where workspace_id = ${log.workspaceId}`.execute(tx);
  return audited(rows, new Map(sources.map(({ id, name }) => [id, name])), log);
}

/**
 * Every question here is answered by an index in its order. Costs alone make the planner sort the whole log again for each page, and
 * walk through all of it for the touches beside a stretch: 20 s instead of 0.1 s at 50,000 events.
 */
async function byIndex(tx: Tx): Promise<void> {
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`.execute(tx);
}

/** Cases and account-days of the deliveries that are about to be counted. */
export async function placesOfFresh(
  tx: Tx,
  { workspaceId, consuming }: AuditedLog,
): Promise<{ caseId: string; actor: string | null; endedAtMs: number }[]> {
  await byIndex(tx);
  const { rows } = await sql<{ case_id: string; actor: string | null; ended: number }>`
    select e.case_id, e.actor, date_part('epoch', e.ended_at) * 1000 as ended from event e
    where e.workspace_id = ${workspaceId} and e.batch = any (${[...consuming]}::bigint[])`.execute(tx);
  return rows.map((row) => ({ caseId: row.case_id, actor: row.actor, endedAtMs: Math.round(row.ended) }));
}

/** All events of some cases. */
export const eventsOfCases = (tx: Tx, log: AuditedLog, caseIds: readonly string[]): Promise<AuditedEvent[]> =>
  read(
    tx,
    log,
    sql<Row>`select ${columns(log)} from event e
      where ${seen(log)} and e.case_id = any (${[...caseIds]}::text[])`,
  );

/** Events by what an audit calls them: the id of their source, a stroke, their own. */
export const eventsById = (tx: Tx, log: AuditedLog, eventIds: readonly string[]): Promise<AuditedEvent[]> => {
  const strokes = eventIds.map((id) => [id, id.indexOf("/")] as const);
  const sources = strokes.map(([id, at]) => id.slice(0, at));
  const own = strokes.map(([id, at]) => id.slice(at + 1));
  return read(
    tx,
    log,
    sql<Row>`select ${columns(log)} from unnest(${sources}::uuid[], ${own}::text[]) w (source_id, event_id)
      join event e on e.workspace_id = ${log.workspaceId} and e.source_id = w.source_id and e.event_id = w.event_id where ${seen(log)}`,
  );
};

/** An activity, by the name events bear, from after a time to another. */
export type ActivitySpan = { activity: string; fromMs: number; toMs: number };

/** Events of activities that ended within spans of time, at most once each. */
export async function eventsWithin(tx: Tx, log: AuditedLog, spans: readonly ActivitySpan[]): Promise<AuditedEvent[]> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const rows = await read(
    tx,
    log,
    sql<Row>`select ${columns(log)} from unnest(${spans.map(({ activity }) => activity)}::text[], ${spans.map(({ fromMs }) => iso(fromMs))}::timestamptz[],
        ${spans.map(({ toMs }) => iso(toMs))}::timestamptz[]) w (activity, from_at, to_at)
      cross join lateral (
        select * from event e where e.workspace_id = ${log.workspaceId} and e.activity = w.activity and e.ended_at > w.from_at and e.ended_at <= w.to_at and ${seen(log)}
        order by e.activity, e.ended_at limit ${NO_LIMIT}) e`,
  );
  return [...new Map(rows.map((row) => [row.event.eventId, row])).values()];
}

/** The events that ended last. */
export const newestEvents = (tx: Tx, log: AuditedLog, { limit }: { limit: number }): Promise<AuditedEvent[]> =>
  read(tx, log, sql<Row>`select ${columns(log)} from event e where ${seen(log)} order by e.ended_at desc limit ${limit}`);

export type Stretch = { actor: string; fromMs: number; toMs: number };

/** Events of accounts in stretches of time, from `fromMs` to before `toMs`. */
export async function eventsOfStretches(tx: Tx, log: AuditedLog, stretches: readonly Stretch[]): Promise<AuditedEvent[]> {
  const iso = (ms: number) => new Date(ms).toISOString();
  return read(
    tx,
    log,
    sql<Row>`select ${columns(log)} from unnest(${stretches.map(({ actor }) => actor)}::text[], ${stretches.map(({ fromMs }) => iso(fromMs))}::timestamptz[],
        ${stretches.map(({ toMs }) => iso(toMs))}::timestamptz[]) w (actor, from_at, to_at)
      cross join lateral (
        select * from event e where e.workspace_id = ${log.workspaceId} and (e.actor, e.ended_at) >= (w.actor, w.from_at) and (e.actor, e.ended_at) < (w.actor, w.to_at) and ${seen(log)}
        order by e.actor, e.ended_at limit ${NO_LIMIT}) e`,
  );
}

/** More than any account's stretch has: a limit and the order keep the planner on the index that begins with what is asked for. */
const NO_LIMIT = 1_000_000_000;

/** Where a page of an account's events ended: all that end later, or are of a later account, are still to come. */
export type ActorPlace = { actor: string; endedAtMs: number };

/** The next events of some accounts in the order of account and time. */
export const pageByActor = (
  tx: Tx,
  log: AuditedLog,
  { after, limit, actors }: { after: ActorPlace | null; limit: number; actors: readonly string[] },
): Promise<AuditedEvent[]> =>
  read(
    tx,
    log,
    sql<Row>`select ${columns(log)} from event e
      where ${seen(log)} and e.actor = any (${[...actors]}::text[])
      ${after === null ? sql`` : sql`and (e.actor, e.ended_at) > (${after.actor}, ${new Date(after.endedAtMs).toISOString()}::timestamptz)`}
      order by e.actor, e.ended_at limit ${limit}`,
  );

/** The next cases that some accounts have events in, or that have touches which name nobody in some slots (slotKey). */
export async function casesOfActors(
  tx: Tx,
  log: AuditedLog,
  { actors, slots, after, limit }: { actors: readonly string[]; slots: readonly string[]; after: string | null; limit: number },
): Promise<string[]> {
  await byIndex(tx);
  const further = after === null ? sql`` : sql`and e.case_id > ${after}`;
  const nameless = sql`union select e.case_id from event e join event_source s on s.workspace_id = e.workspace_id and s.id = e.source_id
    where ${seen(log)} and e.actor is null and e.recorded_kind = 'person' and ${isInSlot(slots, { row: "e", source: sql.ref("s.name") })} ${further}`;
  const { rows } = await sql<{ case_id: string }>`select e.case_id from event e
    where ${seen(log)} and e.actor = any (${[...actors]}::text[]) ${further}
    ${slots.length === 0 ? sql`group by e.case_id` : nameless}
    order by case_id limit ${limit}`.execute(tx);
  return rows.map((row) => row.case_id);
}

/** When the first and the last event end that may be seen and are not in the future, and how many end after now, by source. */
export async function spanOfLog(tx: Tx, log: AuditedLog, { now }: { now: Date }) {
  await byIndex(tx);
  const { rows } = await sql<{ from_at: Date | null; to_at: Date | null }>`select
    (select e.ended_at from event e where ${seen(log)} and e.ended_at <= ${now} order by e.ended_at limit 1) as from_at,
    (select e.ended_at from event e where ${seen(log)} and e.ended_at <= ${now} order by e.ended_at desc limit 1) as to_at`.execute(tx);
  const future = await sql<{ source: string; events: number }>`select s.name as source, count(*)::int as events from event e
    join event_source s on s.workspace_id = e.workspace_id and s.id = e.source_id
    where ${seen(log)} and e.ended_at > ${now} group by s.name`.execute(tx);
  return {
    from: rows[0]?.from_at ?? null,
    to: rows[0]?.to_at ?? null,
    inFuture: new Map(future.rows.map(({ source, events }) => [source, events])),
  };
}
