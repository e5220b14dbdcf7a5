import type { NangoSync } from "nango";
import { saveRejectedAgain } from "../kit/read-rejected-again.js";
import { readRows } from "../kit/read-rows.js";
import { later, minutesBefore } from "../kit/time.js";
import type { OpsEvent } from "../records/ops-event.js";
import type { RejectedRecord } from "../records/rejected-record.js";
import type { Caller } from "./ask-shipbob.js";
import { IDS_AT_ONCE } from "./operations.js";
import type { Row } from "./pages.js";

/** What is followed until it is over: a return, goods that were announced. ShipBob finds such by their creation and by their number, not by their change. */
export type Kind<T extends { id: string; createdAt: string }> = {
  model: string;
  rejectedModel: string;
  /** Those created since a time, in any order. */
  createdSince: (since: string) => AsyncGenerator<Row[], void, void>;
  byIds: (ids: readonly string[]) => Promise<Row[]>;
  /** One of them, null where it is gone. */
  one: (id: string) => Promise<Row | null>;
  read: (row: unknown) => T;
  isOpen: (record: T) => boolean;
  eventsOf: (record: T) => OpsEvent[];
};

export type Storing = Pick<NangoSync, "batchSave" | "batchDelete" | "listRecords"> & Caller;

const OVERLAP_MINUTES = 5;

/**
 * First what was open when it was read last, by its number, then what was created since. Only when all of that is through does the
 * place move on, so a run that was killed is done again and ends at the same rows.
 *
 * @returns up to when creations were read, and the numbers of what is open now
 */
export async function followOpen<T extends { id: string; createdAt: string }>(
  nango: Storing,
  kind: Kind<T>,
  from: { createdUntil: string; openIds: readonly string[] },
): Promise<{ createdUntil: string; openIds: string[] }> {
  const open = new Set<string>();
  let createdUntil = from.createdUntil;

  for (let start = 0; start < from.openIds.length; start += IDS_AT_ONCE) {
    const ids = from.openIds.slice(start, start + IDS_AT_ONCE);
    const rows = await kind.byIds(ids);
    const given = new Set(rows.map(({ id }) => String(id)));
    // A list may come short without a word: what is missing is asked for by itself before it counts as deleted.
    for (const id of ids.filter((one) => !given.has(one))) {
      const row = await kind.one(id);
      if (row) rows.push(row);
      else await nango.batchDelete([{ id }], kind.model);
    }
    await save(rows);
  }
  for await (const rows of kind.createdSince(minutesBefore(from.createdUntil, OVERLAP_MINUTES))) await save(rows);
  const { rejectedModel, one: ask } = kind;
  await saveRejectedAgain(nango, { rejectedModel, ask, save: (rows) => save(rows.map(({ row }) => row)) });
  return { createdUntil, openIds: [...open].sort() };

  async function save(rows: readonly Row[]): Promise<RejectedRecord[]> {
    const { records, rejected } = readRows(rows.map((row) => ({ ...row, id: String(row["id"]) })), kind.read); // prettier-ignore
    await saveRecords(records);
    if (rejected.length > 0) await nango.batchSave(rejected, kind.rejectedModel);
    return rejected;
  }

  async function saveRecords(records: T[]): Promise<void> {
    for (const record of records) {
      createdUntil = later(createdUntil, record.createdAt);
      if (kind.isOpen(record)) open.add(record.id);
      else open.delete(record.id);
    }
    await nango.batchSave(records.flatMap(kind.eventsOf), "OpsEvent");
    await nango.batchSave(records, kind.model);
  }
}
