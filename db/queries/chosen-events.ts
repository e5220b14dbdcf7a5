import pg from "pg";
import type { Store } from "#db/client.ts";
import { CopyOut } from "#db/copy-out.ts";
import { EventRows, rowColumns } from "#db/event-rows.ts";
import type { NumberedEvents } from "#server/domain/event-log/numbered-events.ts";
import type { AuditedLog } from "./audit-events.ts";

/** `said`: accounts that a person said are people. */
export type Chosen = { said: readonly string[] } & (
  | /** All events of some cases. */ { by: "cases"; caseIds: readonly string[] }
  /** Touches in stretches of accounts' time and the one before and after each, and whatever else of them is about to be counted. */
  | { by: "stretches"; stretches: readonly Stretch[] }
);

/** From one time to before another. alone: an account without touches, which has none beside its days. */
export type Stretch = { actor: string; fromMs: number; toMs: number; alone: boolean };

/** The events of some cases, or of stretches, at once. One statement reads them all as they are in one instant. */
export async function chosenEvents({ pool }: Pick<Store, "pool">, log: AuditedLog, chosen: Chosen): Promise<NumberedEvents> {
  const client = await pool.connect();
  let finished = false;
  try {
    await client.query("begin read only");
    await client.query("select set_config('app.workspace_id', $1, true)", [log.workspaceId]);
    // The index has the order; left to its estimates the planner may sort the whole log.
    await client.query(
      "select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)",
    );
    const { rows } = await client.query<{ id: string; name: string }>("select id, name from event_source where workspace_id = $1", [
      log.workspaceId,
    ]);
    const events = new EventRows(new Map(rows.map(({ id, name }) => [id, name])));
    const copy = new CopyOut(select(log, chosen), (row) => events.read(row));
    client.query(copy);
    await copy.done;
    await client.query("commit");
    finished = true;
    return events.events();
  } finally {
    client.release(!finished);
  }
}

/** COPY takes no parameters. */
function select({ workspaceId, consuming, until, withAttributes }: AuditedLog, chosen: Chosen): string {
  const text = (value: string) => pg.escapeLiteral(value);
  const time = (utcMs: number) => `${text(new Date(utcMs).toISOString())}::timestamptz`;
  const list = (values: readonly string[]) => `array[${values.map(text).join(",")}]::text[]`;
  const counted = `array[${consuming.map((batch) => text(String(batch))).join(",")}]::bigint[]`;
  const where = [
    `e.workspace_id = ${text(workspaceId)}`,
    `e.batch <> all (array(select b.batch from audit_batch b where b.workspace_id = ${text(workspaceId)} and b.batch <> all (${counted})))`,
    ...(until === null ? [] : [`e.ended_at < ${time(until.getTime())}`]),
  ].join(" and ");
  const touch = `(e.recorded_kind = 'person' or e.actor = any (${list(chosen.said)}))`;
  const attributes = chosen.by === "cases" && withAttributes ? `case when ${touch} then e.attributes::text end` : "null";
  const columns = rowColumns({ fresh: `e.batch = any (${counted})`, attributes });
  if (chosen.by === "cases")
    return `select ${columns} from event e where ${where} and e.case_id = any (${list(chosen.caseIds)}) order by e.case_id`;
  const beside = (range: string) =>
    `(select e.* from event e where ${where} and not w.alone and e.actor = w.actor and ${touch} and ${range} limit 1)`;
  // Each stretch is asked for by itself, in an order that only the index by account has: for days that the statistics do not know yet the
  // planner would take the one by time, and read everybody's day for each account. The limit keeps it from joining the other way round.
  const inside = `(select e.* from event e where ${where} and (e.actor, e.ended_at) >= (w.actor, w.from_at)
    and (e.actor, e.ended_at) < (w.actor, w.to_at) and (${touch} or e.batch = any (${counted})) order by e.actor, e.ended_at limit ${NO_LIMIT})`;
  const stretches = chosen.stretches.map(
    ({ actor, fromMs, toMs, alone }) => `(${text(actor)}, ${time(fromMs)}, ${time(toMs)}, ${String(alone)})`,
  );
  return `select ${columns} from (values ${stretches.join(",")}) w (actor, from_at, to_at, alone) cross join lateral (
    ${beside("e.ended_at < w.from_at order by e.ended_at desc, e.event_id desc")} union all ${inside}
    union all ${beside("e.ended_at >= w.to_at order by e.ended_at, e.event_id")}) e`;
}

const NO_LIMIT = 1_000_000_000;
