import * as z from "zod";
import type { RejectedRecord } from "../records/rejected-record.js";

/** Rows that could be read, and those that could not. */
export type ReadRows<T> = { records: T[]; rejected: RejectedRecord[] };

const Identified = z.object({ id: z.string().min(1) });

/**
 * Maps the rows of one page one by one: a row that cannot be read is set aside and does not stop the rest.
 * Of two rows with the same id within the page the later one stays.
 *
 * @param read gives null for a row that is none of ours; throws (a ZodError, or an Error with a sentence) when a row cannot be read
 * @throws when a row has no id: then the page is not what was asked for
 */
export function readRows<T extends { id: string }, Row = unknown>(rows: readonly Row[], read: (row: Row) => T | null): ReadRows<T> {
  const records = new Map<string, T>();
  const rejected = new Map<string, RejectedRecord>();
  for (const row of rows) {
    const { id } = Identified.parse(row);
    try {
      const record = read(row);
      if (record) records.set(id, record);
      rejected.delete(id);
    } catch (error) {
      records.delete(id);
      rejected.set(id, { id, reason: reasonOf(error) });
    }
  }
  return { records: [...records.values()], rejected: [...rejected.values()] };
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${issue.code}`).join("; ");
  return error instanceof Error ? error.message : "unreadable";
}
