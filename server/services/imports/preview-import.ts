import { readFile } from "node:fs/promises";
import * as z from "zod";
import { listEventSources } from "#db/queries/event-sources.ts";
import { findUpload } from "#db/queries/uploads.ts";
import { findWorkspace } from "#db/queries/workspaces.ts";
import type { JobContext } from "#server/context.ts";
import { parseRow, type Mapping, type ParsedRow } from "#server/domain/event-log/csv-mapping.ts";
import { guessLogMapping } from "#server/domain/event-log/guess-log-mapping.ts";
import { AppError } from "#server/errors.ts";
import { logFileOf } from "../uploads/log-file-of.ts";
import { FORMAT_NAME, type LogFile } from "../uploads/log-format.ts";
import { readSample } from "../uploads/read-sample.ts";
import { samplePath, uploadPath } from "../uploads/upload-path.ts";
import { ChosenMapping, mappingOf } from "./import-mapping.ts";

const GUESS_ROWS = 200;
const SHOWN_ROWS = 20;

export type ImportPreview = {
  fileName: string;
  /** As people know it: CSV, XES, OCEL 2.0 JSON. */
  format: string;
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
  /** The source proposed is an earlier one, whose files had the same columns. */
  joinsSource: boolean;
  sourceNames: string[];
};

/** Shows what an uploaded file would become, before anything is imported. @throws AppError NOT_FOUND, UPLOAD_UNREADABLE */
export async function previewImport(
  context: JobContext,
  { uploadId, chosen }: { uploadId: string; chosen?: ChosenMapping | undefined },
): Promise<ImportPreview> {
  const { store, workspaceId } = context;
  const { upload, sources, workspace } = await store.within({ workspaceId }, async (tx) => ({
    upload: await findUpload(tx, { workspaceId, id: uploadId }),
    sources: await listEventSources(tx, { workspaceId }),
    workspace: await findWorkspace(tx, { workspaceId }),
  }));
  if (!upload) throw new AppError("NOT_FOUND", "There is no such upload in this workspace.");
  const file = logFileOf(upload);
  const { header } = file;
  const rows = await firstRows(context, uploadId, file);

  const known = sources
    .map(({ name, mapping }) => ({ name, mapping: StoredMapping.safeParse(mapping).data }))
    .find(({ mapping }) => mapping && sameHeader(mapping.header, header));
  const guess = () => withZone((zone) => guessLogMapping(file, rows, zone), workspace?.timeZone ?? "UTC");
  const mapping = chosen ? mappingOf(chosen, file) : known?.mapping ? mappingOf(known.mapping, file) : guess();

  const results = rows.map((cells) => ({ cells, result: parseRow(cells, mapping) }));
  return {
    fileName: upload.fileName,
    format: FORMAT_NAME[file.format],
    byteCount: upload.byteCount,
    rowEstimate: upload.rowEstimate,
    mapping,
    mappedBy: chosen ? "you" : known ? "earlier import" : "guess",
    rows: results.slice(0, SHOWN_ROWS),
    looked: results.length,
    taken: results.filter(({ result }) => result.ok).length,
    sourceName: known?.name ?? upload.fileName.replace(/\.[^.]*$/, ""),
    joinsSource: known !== undefined,
    sourceNames: sources.map(({ name }) => name),
  };
}

/** A mapping as a source keeps it, with the header it was made for. */
export const StoredMapping = ChosenMapping.extend({ header: z.array(z.string()) });

const sameHeader = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((name, index) => name === b[index]);

/** Times without a zone are proposed in the workspace's own; the question stays on the page. */
function withZone(guess: (zone: string | null) => Mapping, zone: string): Mapping {
  const mapping = guess(null);
  return mapping.questions.some((question) => question.includes("zone")) ? { ...guess(zone), questions: mapping.questions } : mapping;
}

async function firstRows({ settings }: JobContext, uploadId: string, { format, delimiter }: LogFile): Promise<string[][]> {
  if (format === "csv") return (await readSample(uploadPath(settings, uploadId), { rowLimit: GUESS_ROWS, delimiter })).rows;
  return z.array(z.array(z.string())).parse(JSON.parse(await readFile(samplePath(settings, uploadId), "utf8")));
}
