import type { NangoSync } from "nango";
import type { RejectedRecord } from "../records/rejected-record.js";
import { readRows } from "./read-rows.js";
import { liveRecords } from "./stored-records.js";

const MOST_AT_ONCE = 50; // a call each of the vendor's budget, every run, for as long as they cannot be read

type Store = Pick<NangoSync, "listRecords" | "batchSave" | "batchDelete">;
/** A row that was set aside, as the vendor has it now. */
export type AskedAgain<Row> = { id: string; row: Row };

/**
 * Reads rows again that were set aside: a vendor may mend one, and we may learn to read one, without its having changed for anybody else.
 * What can be read now, or is gone at the vendor, is set aside no longer.
 *
 * @param ask the row as it is now; null or undefined where the vendor has none
 * @param read gives null for a row that is none of ours, several records where a row is several; throws when it cannot be read
 */
export async function readRejectedAgain<T extends { id: string }, Row = unknown>(
  nango: Store,
  {
    model,
    rejectedModel,
    ask,
    read,
  }: {
    model: string;
    rejectedModel: string;
    ask: (id: string) => Promise<Row | null | undefined>;
    read: (row: Row) => T | readonly T[] | null;
  },
): Promise<void> {
  const save = async (rows: readonly AskedAgain<Row>[]): Promise<RejectedRecord[]> => {
    const found: T[] = [];
    const { rejected } = readRows(rows, ({ row }) => {
      found.push(...listOf(read(row)));
      return null;
    });
    await nango.batchSave(found, model);
    return rejected;
  };
  await saveRejectedAgain(nango, { rejectedModel, ask, save });
}

/** Of many, others in each run: rows that stay as they are keep no other one waiting for good. */
function turnOf(all: readonly string[]): string[] {
  if (all.length <= MOST_AT_ONCE) return [...all];
  const begin = Math.floor(Math.random() * all.length);
  return [...all.slice(begin), ...all.slice(0, begin)].slice(0, MOST_AT_ONCE);
}

function listOf<T>(found: T | readonly T[] | null): readonly T[] {
  if (found === null) return [];
  return isMany(found) ? found : [found];
}

const isMany = <T>(found: T | readonly T[]): found is readonly T[] => Array.isArray(found);

/**
 * The same for rows that are more than a record each.
 *
 * @param save stores what can be read, and gives back what still cannot
 */
export async function saveRejectedAgain<Row>(
  nango: Pick<Store, "listRecords" | "batchDelete">,
  {
    rejectedModel,
    ask,
    save,
  }: {
    rejectedModel: string;
    ask: (id: string) => Promise<Row | null | undefined>;
    save: (rows: readonly AskedAgain<Row>[]) => Promise<readonly RejectedRecord[]>;
  },
): Promise<void> {
  const all: string[] = [];
  for await (const { id } of liveRecords<RejectedRecord>(nango, rejectedModel)) all.push(id);
  if (all.length === 0) return;
  const ids = turnOf(all);
  const rows: AskedAgain<Row>[] = [];
  for (const id of ids) {
    const row = await ask(id);
    if (row) rows.push({ id, row });
  }
  const still = new Set((await save(rows)).map(({ id }) => id));
  await nango.batchDelete(
    ids.filter((id) => !still.has(id)).map((id) => ({ id })),
    rejectedModel,
  );
}
