import * as z from "zod";
import { listEventSources } from "#db/queries/event-sources.ts";
import { findUpload } from "#db/queries/uploads.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { Context } from "#server/context.ts";
import { guessMapping, parseRow, type Mapping, type ParsedRow } from "#server/domain/event-log/csv-mapping.ts";
import { rowIds } from "#server/domain/event-log/content-hash.ts";
import { AppError } from "#server/errors.ts";
import { readSample } from "../uploads/read-sample.ts";
import { uploadPath } from "../uploads/upload-path.ts";
import { ChosenMapping, mappingOf } from "./import-mapping.ts";

const GUESS_ROWS = 200;
const SHOWN_ROWS = 20;

export type ImportPreview = {
  fileName: string;
  byteCount: number;
  rowEstimate: number;
  mapping: Mapping;
  /** Where the mapping came from: the columns' names and values, an earlier import of the same columns, or the person. */
  mappedBy: "guess" | "earlier import" | "you";
  rows: { cells: string[]; result: ParsedRow }[];
  /** Of the rows looked at, how many would be taken. */
  looked: number;
  taken: number;
  sourceName: string;
  sourceNames: string[];
};

/** Shows what an uploaded file would become, before anything is imported. @throws AppError NOT_FOUND, UPLOAD_UNREADABLE */
export async function previewImport(
  context: Context,
  { uploadId, chosen }: { uploadId: string; chosen?: ChosenMapping | undefined },
): Promise<ImportPreview> {
  const { store, workspaceId, settings } = context;
  const { upload, sources, workspace } = await store.within({ workspaceId }, async (tx) => ({
    upload: await findUpload(tx, { workspaceId, id: uploadId }),
    sources: await listEventSources(tx, { workspaceId }),
    workspace: await findWorkspace(tx, { workspaceId }),
  }));
  if (!upload) throw new AppError("NOT_FOUND", "There is no such upload in this workspace.");
  const { header, rows } = await readSample(uploadPath(settings, uploadId), { rowLimit: GUESS_ROWS, delimiter: upload.delimiter });

  const known = sources
    .map(({ name, mapping }) => ({ name, mapping: StoredMapping.safeParse(mapping).data }))
    .find(({ mapping }) => mapping && sameHeader(mapping.header, header));
  const guess = () => withZone(guessMapping(header, rows), header, rows, workspace?.timeZone ?? "UTC");
  const mapping = chosen ? mappingOf(chosen, header) : known?.mapping ? mappingOf(known.mapping, header) : guess();

  const ids = rowIds();
  const results = rows.map((cells) => ({ cells, result: parseRow(cells, mapping, ids) }));
  return {
    fileName: upload.fileName,
    byteCount: upload.byteCount,
    rowEstimate: upload.rowEstimate,
    mapping,
    mappedBy: chosen ? "you" : known ? "earlier import" : "guess",
    rows: results.slice(0, SHOWN_ROWS),
    looked: results.length,
    taken: results.filter(({ result }) => result.ok).length,
    sourceName: known?.name ?? upload.fileName.replace(/\.[^.]*$/, ""),
    sourceNames: sources.map(({ name }) => name),
  };
}

/** A mapping as a source keeps it, with the header it was made for. */
export const StoredMapping = ChosenMapping.extend({ header: z.array(z.string()) });

const sameHeader = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((name, index) => name === b[index]);

/** Times without a zone are proposed in the workspace's own; the question stays on the page. */
function withZone(mapping: Mapping, header: readonly string[], rows: readonly string[][], zone: string): Mapping {
  return mapping.zone === null && mapping.questions.some((question) => question.includes("zone"))
    ? { ...guessMapping(header, rows, zone), questions: mapping.questions }
    : mapping;
}
