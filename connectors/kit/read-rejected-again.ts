import type { NangoSync } from "nango";
import type { RejectedRecord } from "../records/rejected-record.js";
import { readRows } from "./read-rows.js";

const MOST_AT_ONCE = 50; // a call each of the vendor's budget, every run, for as long as they cannot be read

/**
 * Reads rows again that were set aside: a vendor may mend one, and we may learn to read one, without its having changed for anybody else.
 * What can be read now, or is gone at the vendor, is set aside no longer.
 *
 * @param ask the row as it is now; null or undefined where the vendor has none
 * @param read as readRows takes it
 */
export async function readRejectedAgain(
  nango: Pick<NangoSync, "listRecords" | "batchSave" | "batchDelete">,
  {
    model,
    rejectedModel,
    ask,
    read,
  }: { model: string; rejectedModel: string; ask: (id: string) => Promise<unknown>; read: (row: unknown) => { id: string } | null },
): Promise<void> {
  const ids: string[] = [];
  for await (const { id } of nango.listRecords<RejectedRecord>(rejectedModel)) {
    ids.push(id);
    if (ids.length === MOST_AT_ONCE) break;
  }
  if (ids.length === 0) return;
  const rows: object[] = [];
  for (const id of ids) {
    const row = await ask(id);
    if (row) rows.push({ ...Object(row), id });
  }
  const { records, rejected } = readRows(rows, read);
  await nango.batchSave(records, model);
  const still = new Set(rejected.map(({ id }) => id));
  await nango.batchDelete(
    ids.filter((id) => !still.has(id)).map((id) => ({ id })),
    rejectedModel,
  );
}
