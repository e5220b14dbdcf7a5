import { createHash } from "node:crypto";
import type { IncomingRecord } from "#db/queries/ingest-records.ts";
import type { NangoRecord } from "#server/nango/nango-answers.ts";

/** A record as Nango lists it, as it is stored: keys in order, so that the same content has the same hash whoever wrote it down. */
export function toIncomingRecord({ _nango_metadata: meta, ...content }: NangoRecord): IncomingRecord {
  const contentJson = JSON.stringify(inOrder(content));
  return {
    id: clean(content.id),
    modifiedAt: meta.last_modified_at,
    deletedAt: meta.deleted_at ?? null,
    contentHash: createHash("sha256").update(contentJson).digest("hex"),
    contentJson,
  };
}

function inOrder(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [clean(key), inOrder(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** Postgres holds no NUL and no half of a surrogate pair. */
const clean = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");
