import { localToUtc, utcToLocal } from "../kit/local-time.js";
import { readRows } from "../kit/read-rows.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import * as z from "zod";
import { CONTEXTS, kindsOf, notesBetween } from "./queries.js";
import { allRows, askSuiteQl, TooManyRows, type Caller } from "./suiteql.js";
import { KindRow, NoteRow, savesOf, toOpsEvent, type Save } from "./to-ops-event.js";

const HOUR_MS = 3_600_000;
const WIDEST_MS = 24 * HOUR_MS;
const IDS_A_QUERY = 500;

type NotePage = { records: OpsEvent[]; rejected: RejectedRecord[]; readUntil: string };

/**
 * The saves of transactions from one instant to another, a stretch of time at a time. A stretch with more notes than NetSuite gives out
 * is halved. A stretch begins and ends on a whole second, so no save is cut in two.
 */
export async function* notes(
  nango: Caller,
  { since, until, zone, integrationUsers }: { since: string; until: string; zone: string; integrationUsers: ReadonlySet<string> },
): AsyncGenerator<NotePage, void, void> {
  const labels = new Map(
    (await allRows(nango, CONTEXTS, z.object({ context: z.string().nullish(), label: z.string().nullish() }))).flatMap(
      ({ context, label }) => (context && label ? [[context, label] as const] : []),
    ),
  );
  const endMs = Math.floor(Date.parse(until) / 1000) * 1000;
  let width = WIDEST_MS;
  for (let fromMs = Math.floor(Date.parse(since) / 1000) * 1000; fromMs < endMs;) {
    const untilMs = Math.min(fromMs + width, endMs);
    const rows: NoteRow[] = [];
    try {
      // An hour more on both sides, then cut by the instant: on the night of a change of the clock local times do not only grow.
      const local = (ms: number) => utcToLocal(new Date(ms).toISOString(), zone);
      const query = notesBetween(local(fromMs - HOUR_MS), local(untilMs + HOUR_MS));
      for await (const page of askSuiteQl(nango, query)) {
        for (const row of page.map((one) => NoteRow.parse(one))) {
          const instant = Date.parse(localToUtc(row.at, zone));
          if (instant >= fromMs && instant < untilMs) rows.push(row);
        }
      }
    } catch (error) {
      if (!(error instanceof TooManyRows) || width <= 1000) throw error;
      width = Math.max(1000, Math.floor(width / 2 / 1000) * 1000);
      continue;
    }
    const saves = savesOf(rows);
    const kinds = await kindsOfSaves(nango, saves);
    const read = readRows(
      saves.map((save, at) => ({ id: String(at), save })),
      ({ save }) => toOpsEvent(save, { kind: kinds.get(save.rows[0].recordid), zone, labels, integrationUsers }),
    );
    yield { ...read, readUntil: new Date(untilMs).toISOString() };
    fromMs = untilMs;
    width = Math.min(WIDEST_MS, width * 2);
  }
}

async function kindsOfSaves(nango: Caller, saves: readonly Save[]): Promise<Map<string, KindRow>> {
  const ids = [...new Set(saves.map(({ rows }) => rows[0].recordid))];
  const kinds = new Map<string, KindRow>();
  for (let at = 0; at < ids.length; at += IDS_A_QUERY)
    for (const row of await allRows(nango, kindsOf(ids.slice(at, at + IDS_A_QUERY)), KindRow)) kinds.set(row.id, row);
  return kinds;
}
