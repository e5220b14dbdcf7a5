import type { NangoSync } from "nango";
import * as z from "zod";
import { storedRecords } from "../kit/stored-records.js";

const Changed = z.object({ updatedAt: z.string() });

/**
 * From when on customers have to be read, once the shop shows them again, where this row was read without one: a row that was set aside may be
 * older than all that was read of late. To be kept before the row is stored.
 */
export function unseenSince(customersUntil: string, row: unknown): string {
  const changedAt = Changed.safeParse(row).data?.updatedAt;
  return changedAt !== undefined && Date.parse(changedAt) < Date.parse(customersUntil) ? changedAt : customersUntil;
}

/**
 * Records that were read while the shop does not show customers, with the customer that was known before: a right that was taken back
 * changes nothing about an order.
 */
export async function withKnownCustomers<T extends { id: string; customerId: string | null }>(
  nango: Pick<NangoSync, "getRecordsByIds">,
  model: string,
  records: readonly T[],
): Promise<T[]> {
  const stored = await storedRecords<T>(
    nango,
    model,
    records.map(({ id }) => id),
  );
  return records.map((record) => ({ ...record, customerId: record.customerId ?? stored.get(record.id)?.customerId ?? null }));
}
