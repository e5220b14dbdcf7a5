import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { countEventsOfImport, ingestEvents } from "#db/queries/ingest-events.ts";
import { findEventImport, finishEventImport } from "#db/queries/event-imports.ts";
import type { JobContext } from "#server/context.ts";
import { csvLine } from "#server/domain/event-log/csv-line.ts";
import { rowIds } from "#server/domain/event-log/content-hash.ts";
import { parseRow } from "#server/domain/event-log/csv-mapping.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { AppError } from "#server/errors.ts";
import { startJob } from "../jobs/start-job.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { readCsv } from "../uploads/read-csv.ts";
import { rejectedPath, uploadPath } from "../uploads/upload-path.ts";
import { mappingOf } from "./import-mapping.ts";
import { StoredMapping } from "./preview-import.ts";

const BATCH_ROWS = 5_000; // Small enough to report twice a second, large enough for COPY to pay.
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

  const rejected = createWriteStream(rejectedPath(settings, importId));
  const ids = rowIds();
  const firstRejections: Rejection[] = [];
  let mapping: ReturnType<typeof mappingOf> | undefined;
  let rowsRead = 0;
  let rowsRejected = 0;
  let batch: OpsEvent[] = [];

  const reject = async (rejection: Rejection, cells: readonly string[]) => {
    rowsRejected += 1;
    if (firstRejections.length < SHOWN_REJECTIONS) firstRejections.push(rejection);
    const shown = cells.map((cell) => (cell.length > CELL_SHOWN ? `${cell.slice(0, CELL_SHOWN)}… (${cell.length} characters)` : cell));
    if (!rejected.write(csvLine([String(rejection.row), String(rejection.line), rejection.reason, ...shown])))
      await once(rejected, "drain");
  };
  const flush = async () => {
    await ingestEvents(store, { workspaceId, sourceId: found.sourceId, importId, events: batch });
    batch = [];
    await progress.report({ rowsDone: rowsRead, rowsTotal: Math.max(found.rowEstimate, rowsRead + 1) });
  };

  const input = createReadStream(path);
  try {
    for await (const item of readCsv(input, { delimiter: found.delimiter })) {
      if (item.kind === "header") {
        mapping = mappingOf(StoredMapping.parse(found.mapping), item.cells);
        rejected.write(csvLine(["row", "line", "reason", ...item.cells]));
        continue;
      }
      rowsRead += 1;
      const parsed =
        item.kind === "bad" || !mapping
          ? { ok: false as const, reason: item.kind === "bad" ? item.reason : "the file has no header" }
          : parseRow(item.cells, mapping, ids);
      if (parsed.ok) batch.push(parsed.event);
      else await reject({ row: item.row, line: item.line, reason: parsed.reason }, item.kind === "bad" ? [] : item.cells);
      if (batch.length >= BATCH_ROWS) await flush();
    }
    await flush();
  } finally {
    input.destroy();
    rejected.end();
    await finished(rejected);
  }

  const counts = await store.within(scope, async (tx) => {
    const rowsAdded = await countEventsOfImport(tx, { workspaceId, sourceId: found.sourceId, importId });
    const counted = { rowsRead, rowsAdded, rowsKnown: rowsRead - rowsRejected - rowsAdded, rowsRejected };
    await finishEventImport(tx, { workspaceId, id: importId, now: now(), counts: { ...counted, firstRejections } });
    if (rowsAdded > 0) await startJob(context, tx, { name: "build-audit", title: "Audit the event log", payload: {} });
    return counted;
  });
  await progress.report({ rowsDone: rowsRead, rowsTotal: rowsRead });
  return counts;
}
