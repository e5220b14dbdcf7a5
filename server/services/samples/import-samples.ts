import { Readable } from "node:stream";
import type { Tx } from "#db/client.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { insertTimedSamples, type NewTimedSample } from "#db/queries/timed-samples.ts";
import { listUntracedWork } from "#db/queries/untraced-work.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { numberedRowIds } from "#server/domain/event-log/content-hash.ts";
import { sampleColumns, sampleRow, type SampleColumns } from "#server/domain/effort/sample-rows.ts";
import { activityKey, activityOfKey } from "#server/domain/event-log/columns.ts";
import { AppError, type ErrorCode } from "#server/errors.ts";
import { AuditReport } from "../audit/audit-report.ts";
import { auditSoon } from "../audit/audit-soon.ts";
import { recordChange } from "../changes/record-change.ts";
import { readCsv } from "../uploads/read-csv.ts";

export type SamplesImport = {
  added: number;
  known: number;
  rejected: { line: number; reason: string }[];
  rejectedCount: number;
  /** Activities of the file that the audited log does not have and nobody declared: work without a trace, or a name written otherwise. */
  unheardOf: { workflow: string; activity: string; samples: number }[];
};

const MOST_ROWS = 5_000; // Thirty items of each of a hundred activities are 3,000.
const SHOWN_REJECTIONS = 50;

/**
 * Adds timed items from a CSV text: workflow, activity, minutes, and where known the time and a note. The same file twice adds
 * nothing twice. Rows that cannot be read are named with line and reason; the others are kept, those of activities that nobody has heard
 * of among them, and named too.
 *
 * @throws AppError UPLOAD_EMPTY, UPLOAD_UNREADABLE, MAPPING_INCOMPLETE, UPLOAD_TOO_LARGE
 */
export async function importSamples(context: Context, { fileName, text }: { fileName: string; text: string }): Promise<SamplesImport> {
  const { store, workspaceId, user, now, newId } = context;
  if (/[\0\uFFFD]/.test(text)) throw unusable("UPLOAD_UNREADABLE", "This file is no text in UTF-8. Save the list as CSV in UTF-8.");
  const zone = (await store.within({ workspaceId }, (tx) => findWorkspace(tx, { workspaceId })))?.timeZone ?? "UTC";
  const rejected: { line: number; reason: string }[] = [];
  const samples: NewTimedSample[] = [];
  const nameOfRow = numberedRowIds();
  let columns: SampleColumns | null = null;
  for await (const item of readCsv(Readable.from([text]), { delimiter: delimiterOf(text) })) {
    if (item.kind === "header") {
      columns = sampleColumns(item.cells);
      if (!columns) throw unusable("MAPPING_INCOMPLETE", "The first line has to name the columns workflow, activity and minutes.");
      continue;
    }
    if (!columns) continue;
    if (samples.length >= MOST_ROWS) throw unusable("UPLOAD_TOO_LARGE", `Up to ${MOST_ROWS} samples can be read at once: split the file.`);
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
  if (samples.length + rejected.length === 0)
    throw unusable("UPLOAD_EMPTY", "No timed item is in this file: below the line with the headings, each line is one item.");
  const { added, unheardOf } = await store.within({ workspaceId }, async (tx) => {
    const unheardOf = await activitiesUnheardOf(tx, { workspaceId, samples });
    const count = await insertTimedSamples(tx, { workspaceId, samples });
    if (count === 0) return { added: 0, unheardOf };
    const after = { fileName, added: count, rejected: rejected.length };
    await recordChange(tx, { ...context, noun: "sample", nounId: "import", verb: "import", before: null, after });
    await auditSoon(context, tx, { title: "Audit again with new samples" });
    return { added: count, unheardOf };
  });
  const known = samples.length - added;
  return { added, known, rejected: rejected.slice(0, SHOWN_REJECTIONS), rejectedCount: rejected.length, unheardOf };
}

/** A file that is no list of timed items, said beside the field it was chosen in: the usual mends speak of event logs. */
const unusable = (code: ErrorCode, message: string) => new AppError(code, message, { fields: [{ path: "file", message }] });

/** What the newest audit does not list and nobody declared as work without a trace; nothing before the first audit. */
async function activitiesUnheardOf(
  tx: Tx,
  { workspaceId, samples }: { workspaceId: string; samples: readonly NewTimedSample[] },
): Promise<SamplesImport["unheardOf"]> {
  const snapshot = await findAuditSnapshot(tx, { workspaceId });
  if (!snapshot) return [];
  const heardOf = [...AuditReport.parse(snapshot.report).activities, ...(await listUntracedWork(tx, { workspaceId }))];
  const names = new Set(heardOf.map(({ workflow, activity }) => activityKey(workflow, activity)));
  return [...Map.groupBy(samples, ({ workflow, activity }) => activityKey(workflow, activity))]
    .filter(([key]) => !names.has(key))
    .map(([key, own]) => {
      const { workflow, activity } = activityOfKey(key);
      return { workflow: workflow ?? "", activity, samples: own.length };
    });
}

/** The commonest of the three separators in the first line. */
function delimiterOf(text: string): string {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)) || text.length);
  const count = (separator: string) => line.split(separator).length;
  return [",", ";", "\t"].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
}
