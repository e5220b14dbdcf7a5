import type { NangoSync } from "nango";
import * as z from "zod";

const IDS_AT_ONCE = 100; // as many as Nango looks up at once

const Stamped = z.object({ _nango_metadata: z.object({ deleted_at: z.string().nullish(), last_action: z.string().nullish() }) });

/** Nango gives deleted records back too, and says so in what it adds to each. */
function isDeleted(record: unknown): boolean {
  const added = Stamped.safeParse(record).data?._nango_metadata;
  return added !== undefined && (added.deleted_at != null || added.last_action?.toUpperCase() === "DELETED");
}

/** Records with these ids as they were saved last; those never saved, and those deleted since, are missing. */
export async function storedRecords<T extends { id: string }>(
  nango: Pick<NangoSync, "getRecordsByIds">,
  model: string,
  ids: Iterable<string>,
): Promise<Map<string, T>> {
  const wanted = [...new Set(ids)];
  const found = new Map<string, T>();
  for (let start = 0; start < wanted.length; start += IDS_AT_ONCE) {
    const some = await nango.getRecordsByIds<string, T>(wanted.slice(start, start + IDS_AT_ONCE), model);
    for (const [id, record] of some) if (!isDeleted(record)) found.set(id, record);
  }
  return found;
}

/** All records of a model that are not deleted. */
export async function* liveRecords<T extends { id: string }>(
  nango: Pick<NangoSync, "listRecords">,
  model: string,
): AsyncGenerator<T, void, void> {
  for await (const record of nango.listRecords<T>(model)) if (!isDeleted(record)) yield record;
}
