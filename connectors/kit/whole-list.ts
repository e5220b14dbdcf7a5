import type { NangoSync } from "nango";
import type { RejectedRecord } from "../records/rejected-record.js";
import { readRows, type ReadRows } from "./read-rows.js";
import { liveRecords } from "./stored-records.js";

const MOST_LOOKED_FOR = 50; // a call each of the vendor's budget, every run, for as long as they are missing

/** Rows of a list that is read whole; `isNamed` is false when one of them could not even be told by its name. */
export type ListedRows<T> = ReadRows<T> & { isNamed: boolean };

/**
 * Maps the rows of a list one by one. A row that cannot be read is set aside; where it has no name, under its place in the list.
 *
 * @param idOf gives null, or throws, where a row has no name
 */
export function listedRows<T extends { id: string }>(
  rows: readonly unknown[],
  { list, idOf, read }: { list: string; idOf: (row: unknown) => string | null; read: (row: unknown) => T },
): ListedRows<T> {
  const named: { id: string; row: unknown }[] = [];
  const nameless: RejectedRecord[] = [];
  for (const [at, row] of rows.entries()) {
    const id = nameOf(row, idOf);
    if (id === null) nameless.push({ id: `${list} row ${at + 1}`, reason: "id: missing" });
    else named.push({ id, row });
  }
  const { records, rejected } = readRows(named, ({ row }) => read(row));
  return { records, rejected: [...rejected, ...nameless], isNamed: nameless.length === 0 };
}

function nameOf(row: unknown, idOf: (row: unknown) => string | null): string | null {
  try {
    return idOf(row) || null;
  } catch {
    return null;
  }
}

type Store = Pick<NangoSync, "batchSave" | "batchDelete" | "listRecords">;

/**
 * Saves a list that is read whole each time, and deletes what it names no longer. Lists were seen cut short in silence, so one that is
 * missing is asked for by itself before, and an empty list, a list that broke off or one with a nameless row deletes nothing.
 *
 * @param isThere whether the vendor still has a record that its list did not bring
 */
export async function followWholeList<T extends { id: string }>(
  nango: Store,
  {
    model,
    rejectedModel,
    pages,
    isThere,
  }: {
    model: string;
    rejectedModel: string;
    pages: AsyncIterable<ListedRows<T>> | Iterable<ListedRows<T>>;
    isThere: (record: T) => Promise<boolean>;
  },
): Promise<void> {
  const read = new Set<string>();
  const unreadable = new Set<string>();
  let isNamed = true;
  for await (const page of pages) {
    await nango.batchSave(page.records, model);
    if (page.rejected.length > 0) await nango.batchSave(page.rejected, rejectedModel);
    for (const { id } of page.records) read.add(id);
    for (const { id } of page.rejected) unreadable.add(id);
    isNamed &&= page.isNamed;
  }
  // Every row was read anew, so nothing has to be asked for again.
  const mended: { id: string }[] = [];
  for await (const { id } of liveRecords<RejectedRecord>(nango, rejectedModel)) if (!unreadable.has(id)) mended.push({ id });
  if (mended.length > 0) await nango.batchDelete(mended, rejectedModel);
  if (!isNamed || read.size === 0) return;
  const missing: T[] = [];
  for await (const record of liveRecords<T>(nango, model)) if (!read.has(record.id) && !unreadable.has(record.id)) missing.push(record);
  const gone: { id: string }[] = [];
  for (const record of someOf(missing)) if (!(await isThere(record))) gone.push({ id: record.id });
  if (gone.length > 0) await nango.batchDelete(gone, model);
}

/** Of many, others in each run: what is there after all keeps no other one waiting for good. */
function someOf<T>(all: readonly T[]): T[] {
  if (all.length <= MOST_LOOKED_FOR) return [...all];
  const begin = Math.floor(Math.random() * all.length);
  return [...all.slice(begin), ...all.slice(0, begin)].slice(0, MOST_LOOKED_FOR);
}
