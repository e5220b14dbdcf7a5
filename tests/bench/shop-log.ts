import type pg from "pg";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

/** A shop with 38,400 events a working day by 300 people and 4 apps: six events a case, most cases on one of a few paths. */
export const EVENTS_A_DAY = 38_400;
const PEOPLE = 300;
const SHIFT_SECONDS = 28_800;
const FIRST_DAY_MS = Date.UTC(2020, 0, 6);
const DAY_MS = 86_400_000;
const STEPS = ["take order", "check payment", "check address", "release hold", "pack", "send out"] as const;
const SIDE_STEPS = ["ask customer", "fix address", "hold", "cancel"] as const;

/** Whole numbers below 2^32 from a number: the same in the bench and in SQL. */
const hash = (number: number, salt: number): number => (number * 2_654_435_761 + salt * 40_503) % 4_294_967_296;

/** Event number k of the shop: the log of any length is a beginning of the same one. */
export function shopEvent(k: number): OpsEvent {
  const number = Math.floor(k / 6);
  const step = k % 6;
  const side = hash(number, 3) % 16 === 0 && step === 3;
  const byApp = step < 2;
  const ago = 5 - step;
  // Steps of a case lie a twentieth of a day apart, so that the cases of a day overlap.
  const second = Math.floor((number * SHIFT_SECONDS * 6) / EVENTS_A_DAY) - ago * 1440 + (hash(k, 5) % 600) + 5 * SHIFT_SECONDS;
  const day = Math.floor(second / SHIFT_SECONDS);
  const calendarDay = Math.floor(day / 5) * 7 + (day % 5);
  const endedAtMs = FIRST_DAY_MS + calendarDay * DAY_MS + 9 * 3_600_000 + (second % SHIFT_SECONDS) * 1000 + (hash(k, 7) % 1000);
  return {
    eventId: `e${String(k).padStart(9, "0")}`,
    caseId: `order ${String(number).padStart(8, "0")}`,
    activity: side ? SIDE_STEPS[hash(number, 11) % 4]! : STEPS[step]!,
    actor: byApp ? `app ${hash(k, 13) % 4}` : `person ${hash(k, 17) % PEOPLE}`,
    actorKind: byApp ? "app" : "person",
    startedAtMs: null,
    endedAtMs,
    workflow: number % 3 === 0 ? "order-exceptions" : "orders",
    role: "desk",
  };
}

/** The workspace of the bench whose log began with so many events of the shop, and how many it has now; made where there is none yet. */
export async function shopWorkspace(
  admin: pg.Client,
  { events, newId }: { events: number; newId: () => string },
): Promise<{ workspaceId: string; sourceId: string; events: number }> {
  const name = `bench ${events}`;
  const { rows } = await admin.query<{ workspaceId: string; sourceId: string; events: number }>(
    `select w.workspace_id as "workspaceId", s.id as "sourceId", (select count(*) from event e where e.workspace_id = w.workspace_id)::int as events
     from workspace w join event_source s using (workspace_id) where w.name = $1`,
    [name],
  );
  if (rows[0]) return rows[0];
  const workspaceId = newId();
  const sourceId = newId();
  await admin.query("begin");
  await admin.query("insert into workspace (workspace_id, name, time_zone) values ($1, $2, 'Europe/Berlin')", [workspaceId, name]);
  await admin.query("insert into event_source (workspace_id, id, kind, name, packed_to) values ($1, $2, 'upload', 'shop', '-infinity')", [
    workspaceId,
    sourceId,
  ]);
  await fillShopLog(admin, { workspaceId, sourceId, events });
  await admin.query("commit");
  await admin.query("vacuum analyze event");
  return { workspaceId, sourceId, events };
}

/** From here on an index is sooner made of all rows than kept up row by row. */
const REINDEXED_FROM = 1_000_000;

/** Fills the log of a workspace with the first `events` of the shop, made by the server itself; of a large one the indexes afterwards. */
async function fillShopLog(admin: pg.Client, log: { workspaceId: string; sourceId: string; events: number }): Promise<void> {
  if (log.events < REINDEXED_FROM) return insertShopEvents(admin, log);
  const { rows } = await admin.query<{ name: string; definition: string; constraint: string | null }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition,
       (select pg_get_constraintdef(c.oid) from pg_constraint c where c.conindid = i.indexrelid and c.contype = 'p') as constraint
     from pg_index i where i.indrelid = 'event'::regclass`,
  );
  for (const { name, constraint } of rows)
    await admin.query(constraint === null ? `drop index ${name}` : `alter table event drop constraint ${name}`);
  await insertShopEvents(admin, log);
  await admin.query("set local maintenance_work_mem = '512MB'");
  for (const { name, definition, constraint } of rows)
    await admin.query(
      constraint === null ? definition.replace(" ON ONLY ", " ON ") : `alter table event add constraint ${name} ${constraint}`,
    );
}

async function insertShopEvents(
  admin: pg.Client,
  { workspaceId, sourceId, events }: { workspaceId: string; sourceId: string; events: number },
): Promise<void> {
  const h = (number: string, salt: number) => `((${number} * 2654435761 + ${salt * 40_503}) % 4294967296)`;
  const list = (names: readonly string[]) => `array[${names.map((name) => `'${name}'`).join(",")}]`;
  await admin.query(`insert into event (workspace_id, source_id, event_id, case_id, activity, actor, recorded_kind, role, workflow, ended_at)
    select '${workspaceId}', '${sourceId}', 'e' || lpad(k::text, 9, '0'), 'order ' || lpad(n::text, 8, '0'),
      case when ${h("n", 3)} % 16 = 0 and step = 3 then (${list(SIDE_STEPS)})[1 + ${h("n", 11)} % 4] else (${list(STEPS)})[1 + step] end,
      case when step < 2 then 'app ' || ${h("k", 13)} % 4 else 'person ' || ${h("k", 17)} % ${PEOPLE} end,
      case when step < 2 then 'app' else 'person' end, 'desk', case when n % 3 = 0 then 'order-exceptions' else 'orders' end,
      to_timestamp(${FIRST_DAY_MS / 1000} + (second / ${SHIFT_SECONDS} / 5 * 7 + second / ${SHIFT_SECONDS} % 5) * 86400 + 32400 + second % ${SHIFT_SECONDS})
        + (${h("k", 7)} % 1000) * interval '1 millisecond'
    from (select k, k / 6 as n, k % 6 as step, (k / 6) * ${SHIFT_SECONDS * 6} / ${EVENTS_A_DAY} - (5 - k % 6) * 1440 + ${h("k", 5)} % 600 + ${5 * SHIFT_SECONDS} as second
      from generate_series(0::bigint, ${events - 1}) k) e`);
}
