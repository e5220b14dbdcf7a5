import { Readable } from "node:stream";
import { insertTimedSamples, type NewTimedSample } from "#db/queries/timed-samples.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { rowIds } from "#server/domain/event-log/content-hash.ts";
import { sampleColumns, sampleRow, type SampleColumns } from "#server/domain/effort/sample-rows.ts";
import { AppError } from "#server/errors.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { readCsv } from "../uploads/read-csv.ts";

export type SamplesImport = { added: number; known: number; rejected: { line: number; reason: string }[]; rejectedCount: number };

const MOST_ROWS = 5_000; // Thirty items of each of a hundred activities are 3,000.
const SHOWN_REJECTIONS = 50;

/**
 * Adds timed items from a CSV text: workflow, activity, minutes, and where known the time and a note. The same file twice adds
 * nothing twice. Rows that cannot be read are named with line and reason; the others are kept.
 *
 * @throws AppError UPLOAD_EMPTY, UPLOAD_UNREADABLE, MAPPING_INCOMPLETE, UPLOAD_TOO_LARGE
 */
export async function importSamples(context: Context, { fileName, text }: { fileName: string; text: string }): Promise<SamplesImport> {
  const { store, workspaceId, user, now, newId } = context;
  const zone = (await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId })))?.timeZone ?? "UTC";
  const rejected: { line: number; reason: string }[] = [];
  const samples: NewTimedSample[] = [];
  const nameOfRow = rowIds();
  let columns: SampleColumns | null = null;
  for await (const item of readCsv(Readable.from([text]), { delimiter: delimiterOf(text) })) {
    if (item.kind === "header") {
      columns = sampleColumns(item.cells);
      if (!columns) throw new AppError("MAPPING_INCOMPLETE", "The first line has to name the columns workflow, activity and minutes.");
      continue;
    }
    if (!columns) continue;
    if (samples.length >= MOST_ROWS)
      throw new AppError("UPLOAD_TOO_LARGE", `Up to ${MOST_ROWS} samples can be read at once: split the file.`);
    const read = item.kind === "bad" ? { ok: false as const, reason: item.reason } : sampleRow(item.cells, columns, zone);
    if (!read.ok) {
      rejected.push({ line: item.line, reason: read.reason });
      continue;
    }
    const { takenAtMs, ...sample } = read.sample;
    if (takenAtMs !== null && takenAtMs > now().getTime()) {
      rejected.push({ line: item.line, reason: "its time lies in the future" });
      continue;
    }
    const importKey = nameOfRow([sample.workflow, sample.activity, String(sample.minutes), String(takenAtMs), sample.note ?? ""]);
    const takenAt = takenAtMs === null ? now() : new Date(takenAtMs);
    samples.push({ ...sample, id: newId(), takenAt, takenBy: user.id, how: "imported", importKey, itemId: null });
  }
  if (samples.length + rejected.length === 0) throw new AppError("UPLOAD_EMPTY");
  const added = await store.within({ workspaceId }, async (tx) => {
    const count = await insertTimedSamples(tx, { workspaceId, samples });
    if (count === 0) return 0;
    const after = { fileName, added: count, rejected: rejected.length };
    await recordChange(tx, { ...context, noun: "sample", nounId: "import", verb: "import", before: null, after });
    await auditSoon(context, tx, { title: "Audit again with new samples" });
    return count;
  });
  return { added, known: samples.length - added, rejected: rejected.slice(0, SHOWN_REJECTIONS), rejectedCount: rejected.length };
}

/** The commonest of the three separators in the first line. */
function delimiterOf(text: string): string {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)) || text.length);
  const count = (separator: string) => line.split(separator).length;
  return [",", ";", "\t"].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
