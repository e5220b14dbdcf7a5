import type { NangoSync } from "nango";
import { storedRecords } from "../kit/stored-records.js";

/** Those records that are not older than what is stored: a webhook's answer may have been overtaken by a sync, or by another webhook. */
export async function newerRecords<T extends { id: string; updatedAt: string }>(
  nango: Pick<NangoSync, "getRecordsByIds">,
  model: string,
  records: readonly T[],
): Promise<T[]> {
  const stored = await storedRecords<T>(
    nango,
    model,
    records.map(({ id }) => id),
  );
  return records.filter(({ id, updatedAt }) => {
    const known = stored.get(id);
    return known === undefined || Date.parse(known.updatedAt) <= Date.parse(updatedAt);
  });
}
