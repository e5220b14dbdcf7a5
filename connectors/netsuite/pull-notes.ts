import { localToUtc, utcToLocal } from "../kit/local-time.js";
import { readRows } from "../kit/read-rows.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import * as z from "zod";
import { CONTEXTS, kindsOf, notesBetween } from "./queries.js";
import { allRows, askSuiteQl, TooManyRows, type Caller } from "./suiteql.js";
import { keyOf, KindRow, NoteKey, readSave, savesOf, toOpsEvent, type Save } from "./to-ops-event.js";

const HOUR_MS = 3_600_000;
const WIDEST_MS = 24 * HOUR_MS;
const IDS_A_QUERY = 500;

type NotePage = { records: OpsEvent[]; rejected: RejectedRecord[]; readUntil: string };
type KnownSave = { save: Save<NoteKey>; kind: KindRow | undefined };

/** Reads saves as events; a save that cannot be read is known by its key. */
export type NoteReader = {
  /** A save as NetSuite has it now, with what its transaction is; null when there is none of that key. */
  ask: (key: string) => Promise<KnownSave | null>;
  /** @throws when one of the save's rows cannot be read */
  read: (known: KnownSave) => OpsEvent | null;
};

/** @param zone in which the account writes its times */
export async function noteReader(
  nango: Caller,
  { zone, integrationUsers }: { zone: string; integrationUsers: ReadonlySet<string> },
): Promise<NoteReader> {
  const labels = new Map(
    (await allRows(nango, CONTEXTS, z.object({ context: z.string().nullish(), label: z.string().nullish() }))).flatMap(
      ({ context, label }) => (context && label ? [[context, label] as const] : []),
    ),
  );
  return {
    async ask(key) {
      const at = atOf(key);
      if (at === null) return null;
      const rows = (await allRows(nango, notesBetween(at, secondAfter(at)), NoteKey)).filter((row) => keyOf(row) === key);
      const [save] = savesOf(rows);
      return save ? { save, kind: (await kindsOfSaves(nango, [save])).get(save.rows[0].recordid) } : null;
    },
    read: ({ save, kind }) => toOpsEvent(readSave(save), { kind, zone, labels, integrationUsers }),
  };
}

/**
 * The saves of transactions from one instant to another, a stretch of time at a time. A stretch with more notes than NetSuite gives out
 * is halved. A stretch begins and ends on a whole second, so no save is cut in two.
 */
export async function* notes(
  nango: Caller,
  reader: NoteReader,
  { since, until, zone }: { since: string; until: string; zone: string },
): AsyncGenerator<NotePage, void, void> {
  const endMs = Math.floor(Date.parse(until) / 1000) * 1000;
  let width = WIDEST_MS;
  for (let fromMs = Math.floor(Date.parse(since) / 1000) * 1000; fromMs < endMs;) {
    const untilMs = Math.min(fromMs + width, endMs);
    const rows: NoteKey[] = [];
    try {
      // An hour more on both sides, then cut by the instant: on the night of a change of the clock local times do not only grow.
      const local = (ms: number) => utcToLocal(new Date(ms).toISOString(), zone);
      const query = notesBetween(local(fromMs - HOUR_MS), local(untilMs + HOUR_MS));
      for await (const page of askSuiteQl(nango, query)) {
        for (const row of page.map((one) => NoteKey.parse(one))) {
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
    const known = saves.map((save) => ({ id: keyOf(save.rows[0]), save, kind: kinds.get(save.rows[0].recordid) }));
    yield { ...readRows(known, reader.read), readUntil: new Date(untilMs).toISOString() };
    fromMs = untilMs;
    width = Math.min(WIDEST_MS, width * 2);
  }
}

async function kindsOfSaves(nango: Caller, saves: readonly Save<NoteKey>[]): Promise<Map<string, KindRow>> {
  const ids = [...new Set(saves.map(({ rows }) => rows[0].recordid))];
  const kinds = new Map<string, KindRow>();
  for (let at = 0; at < ids.length; at += IDS_A_QUERY)
    for (const row of await allRows(nango, kindsOf(ids.slice(at, at + IDS_A_QUERY)), KindRow)) kinds.set(row.id, row);
  return kinds;
}

/** The local time in a save's key; null for something else. */
function atOf(key: string): string | null {
  const at = /^\["[^"]*","(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})",/.exec(key)?.[1];
  return at ?? null;
}

/** Local times have no zone here: only the digits count on. */
const secondAfter = (local: string): string =>
  new Date(Date.parse(`${local.replace(" ", "T")}Z`) + 1000).toISOString().slice(0, 19).replace("T", " ");
