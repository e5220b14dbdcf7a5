import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { countEventsOfImport } from "#db/queries/ingest-events.ts";
import { findEventImport, finishEventImport } from "#db/queries/event-imports.ts";
import type { JobContext } from "#server/context.ts";
import { csvLine } from "#server/domain/event-log/csv-line.ts";
import { parseRow } from "#server/domain/event-log/csv-mapping.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { logFileOf } from "../uploads/log-file-of.ts";
import { readLog, type LogItem } from "../uploads/read-log.ts";
import { rejectedPath, uploadPath } from "../uploads/upload-path.ts";
import { mappingOf } from "./import-mapping.ts";
import { logBatch } from "./log-batch.ts";
import { StoredMapping } from "./preview-import.ts";
import { withObjects } from "./with-objects.ts";

const SHOWN_REJECTIONS = 100;
const CELL_SHOWN = 2_000; // Of a refused cell; a cell of ten million characters helps nobody.

export type Rejection = { row: number; line: number; reason: string };

/**
 * Reads an uploaded file into the event log, batch by batch, in bounded memory. Rows that cannot be read go, with number and
 * reason, into a file of their own. Safe to run again after a crash: rows that are in already stay as they are.
 *
 * @returns counts of the whole import; rowsAdded is what this import brought in, over all its runs
 * @throws AppError NOT_FOUND, UPLOAD_UNREADABLE
 */
export async function importEvents(context: JobContext, { importId }: { importId: string }, progress: JobProgress) {
  const { store, settings, workspaceId, now } = context;
  const scope = { workspaceId };
  const found = await store.within(scope, (tx) => findEventImport(tx, { workspaceId, id: importId }));
  if (!found) throw new AppError("NOT_FOUND", "The import is not there any more.");
  const path = uploadPath(settings, found.uploadId);
  await stat(path).catch(() => {
    throw new AppError("NOT_FOUND", "The uploaded file is gone: upload it again. What was imported of it stays.");
  });

  const file = logFileOf(found);
  const mapping = mappingOf(StoredMapping.parse(found.mapping), file);
  const rejected = createWriteStream(rejectedPath(settings, importId));
  const firstRejections: Rejection[] = [];
  let rowsRead = 0;
  let rowsRejected = 0;
  let rowsJoined = 0;
  let rowsRepeated = 0;
  const seen = new Set<string>();
  const batch = logBatch(context, { importId, sourceId: found.sourceId, sourceName: found.sourceName });

  const reject = async (rejection: Rejection, cells: readonly string[]) => {
    rowsRejected += 1;
    if (firstRejections.length < SHOWN_REJECTIONS) firstRejections.push(rejection);
    const shown = cells.map((cell) => (cell.length > CELL_SHOWN ? `${cell.slice(0, CELL_SHOWN)}… (${cell.length} characters)` : cell));
    if (!rejected.write(csvLine([String(rejection.row), String(rejection.line), rejection.reason, ...shown])))
      await once(rejected, "drain");
  };
  /** Whether a row of the file before it was the same to the letter; rows with an id of their own are told apart by that. */
  const isRepeat = ({ eventId }: OpsEvent) => mapping.columns.eventId === null && seen.size === seen.add(eventId).size;
  const take = async (item: LogItem) => {
    if (item.kind === "source") return batch.addSource(item.name);
    if (item.kind === "object") return batch.addObject(item.object, item.source);
    rowsRead += 1;
    if (item.kind === "joined") rowsJoined += 1;
    else if (item.kind === "bad") await reject(item, item.cells);
    else {
      const parsed = withObjects(parseRow(item.cells, mapping), item);
      if (parsed.ok && isRepeat(parsed.event)) rowsRepeated += 1;
      else if (parsed.ok) batch.addEvent(parsed.event, item.source ?? null);
      else await reject({ row: item.row, line: item.line, reason: parsed.reason }, item.cells);
    }
  };
  const flush = async () => {
    await batch.flush();
    await progress.report({ rowsDone: rowsRead, rowsTotal: Math.max(found.rowEstimate, rowsRead + 1) });
  };

  try {
    rejected.write(csvLine(["row", "line", "reason", ...file.header]));
    for await (const item of readLog(path, file, mapping)) {
      await take(item);
      if (batch.isFull()) await flush();
    }
    await flush();
  } finally {
    rejected.end();
    await finished(rejected);
  }

  const counts = await store.within(scope, async (tx) => {
    let rowsAdded = 0;
    for (const sourceId of batch.sourceIds()) rowsAdded += await countEventsOfImport(tx, { workspaceId, sourceId, importId });
    const rowsKnown = rowsRead - rowsRejected - rowsJoined - rowsRepeated - rowsAdded;
    const counted = { rowsRead, rowsAdded, rowsKnown, rowsRejected, rowsJoined, rowsRepeated };
    await finishEventImport(tx, { workspaceId, id: importId, now: now(), counts: { ...counted, firstRejections } });
    if (rowsAdded > 0) await startJob(context, tx, { name: "build-audit", title: "Audit the event log", payload: {} });
    return counted;
  });
  await progress.report({ rowsDone: rowsRead, rowsTotal: rowsRead });
  return counts;
}
