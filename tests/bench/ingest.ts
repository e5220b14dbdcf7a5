import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { from as copyFrom } from "pg-copy-streams";
import { copyLine } from "#db/copy-line.ts";
import { newId } from "#db/new-id.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { benchDatabase } from "./bench-database.ts";
import { verdict, type Bound } from "./incremental.ts";
import { shopEvent } from "./shop-log.ts";

const DEFAULT_EVENTS = 500_000;
const AT_ONCE = 50_000;

/** @returns 0 when ingest runs at half the speed of COPY at least, else 1. @param args number of events, 500,000 unless told */
export async function benchIngest(args: readonly string[]): Promise<number> {
  return verdict("ingest", [await measureIngest(args[0] === undefined ? DEFAULT_EVENTS : Number(args[0]))]);
}

/**
 * Idempotent ingest against a bare COPY of the same rows into a table with the same columns and indexes, in turns of 50,000 rows so that what
 * else the machine does hits both alike. Then all of it again: nothing may be added.
 */
export async function measureIngest(events: number = DEFAULT_EVENTS): Promise<Bound> {
  const { admin, store, close } = await benchDatabase({ fresh: true });
  try {
    const workspaceId = newId();
    const sourceId = newId();
    await admin.query("insert into workspace (workspace_id, name) values ($1, 'bench')", [workspaceId]);
    await admin.query("insert into event_source (workspace_id, id, kind, name) values ($1, $2, 'upload', 'shop')", [workspaceId, sourceId]);
    await admin.query("create table event_copied (like event including all)");
    let copying = 0;
    let ingesting = 0;
    for (let from = 0; from < events; from += AT_ONCE) {
      const rows = Array.from({ length: Math.min(AT_ONCE, events - from) }, (_, i) => shopEvent(from + i));
      const before = performance.now();
      const text = rows.map((event) => line(event, workspaceId, sourceId)).join("");
      await pipeline(
        Readable.from([Buffer.from(text)]),
        admin.query(
          copyFrom(
            "copy event_copied (workspace_id, source_id, event_id, case_id, activity, actor, recorded_kind, role, workflow, started_at, ended_at) from stdin",
          ),
        ),
      );
      const copied = performance.now();
      const added = await ingestEvents(store, { workspaceId, sourceId, importId: null, events: rows });
      ingesting += performance.now() - copied;
      copying += copied - before;
      if (added !== rows.length) throw new Error(`${added} of ${rows.length} events were added.`);
    }
    const again = Array.from({ length: Math.min(AT_ONCE, events) }, (_, i) => shopEvent(i));
    const repeated = await ingestEvents(store, { workspaceId, sourceId, importId: null, events: again });
    if (repeated > 0) throw new Error(`${repeated} events were added a second time.`);
    const perSecond = (ms: number) => Math.round((events / ms) * 1000);
    console.log(`  COPY ${perSecond(copying)} rows/s, ingest ${perSecond(ingesting)} rows/s; delivered again: none added`);
    return { name: "ingest", value: copying / ingesting, digits: 2, unit: "of COPY into an identically indexed table", least: 0.5 };
  } finally {
    await close();
  }
}

const line = (event: OpsEvent, workspaceId: string, sourceId: string): string =>
  copyLine([
    workspaceId,
    sourceId,
    event.eventId,
    event.caseId,
    event.activity,
    event.actor,
    event.actorKind,
    event.role ?? null,
    event.workflow ?? null,
    event.startedAtMs === null ? null : new Date(event.startedAtMs).toISOString(),
    new Date(event.endedAtMs).toISOString(),
  ]);
