import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { listOwnMemberships } from "#db/queries/memberships.ts";
import type { JobContext, Services } from "#server/context.ts";
import { mappedFields, type MappedField } from "#server/domain/event-log/csv-mapping.ts";
import { isZone } from "#server/domain/event-log/time-zone.ts";
import { AppError } from "#server/errors.ts";
import { getJobRun } from "../jobs/get-job-run.ts";
import { findFirstOwner } from "../people/find-first-owner.ts";
import { receiveUpload } from "../uploads/receive-upload.ts";
import { getImport } from "./get-import.ts";
import type { ChosenMapping } from "./import-mapping.ts";
import { previewImport, type ImportPreview } from "./preview-import.ts";
import { startImport } from "./start-import.ts";

const LOOK_EVERY_MS = 300;
const ENDED = new Set(["done", "failed", "cancelled"]);

export type MachineImport = {
  path: string;
  /** Name or id; null: the only one of the owner's that is no demo. */
  workspace: string | null;
  /** null: as proposed. */
  source: string | null;
  /** Columns by name; what is not named is taken as proposed. */
  columns: Partial<Record<MappedField, string>>;
  zone: string | null;
  dateOrder: "day-month" | "month-day" | null;
  /** Told what was understood before anything is imported, and then how far it is. */
  say: (line: string) => void;
};

/**
 * Imports a file that lies on this machine, as the owner of the installation, through the same upload, columns and job as on the page.
 * Waits until the running worker has imported it.
 *
 * @throws AppError NOT_FOUND, MAPPING_INCOMPLETE, INPUT_INVALID, UPLOAD_...; the message says what to name on the command line
 */
export async function importOnMachine(services: Services, asked: MachineImport) {
  const owner = await findFirstOwner(services);
  const workspaceId = await workspaceOf(services, owner.userId, asked.workspace);
  const actor = { type: "user", ...owner } as const;
  const context = { ...services, workspaceId, actor, user: { id: owner.userId } };
  const declaredBytes = (await stat(asked.path).catch(() => undefined))?.size;
  if (declaredBytes === undefined) throw new AppError("NOT_FOUND", `There is no file ${asked.path}.`);
  const { uploadId } = await receiveUpload(context, { fileName: basename(asked.path), declaredBytes, body: createReadStream(asked.path) });
  const preview = await previewImport(context, { uploadId });
  const chosen = choose(preview, asked);
  const { taken, looked } = await previewImport(context, { uploadId, chosen });
  tell(preview, chosen, { taken, looked }, asked);
  if (taken === 0) throw new AppError("MAPPING_INCOMPLETE", `None of the first ${looked} rows can be read with these columns.`);
  const { importId, jobRunId } = await startImport(context, { uploadId, sourceName: asked.source ?? preview.sourceName, chosen });
  await ended(context, jobRunId, asked.say);
  return getImport(context, { importId });
}

async function workspaceOf({ store }: Services, userId: string, asked: string | null): Promise<string> {
  const all = await store.within({ userId }, (tx) => listOwnMemberships(tx, { userId }));
  const fitting = all.filter(({ name, workspaceId, demo }) => (asked === null ? !demo : name === asked || workspaceId === asked));
  const [first, second] = fitting;
  if (first && !second) return first.workspaceId;
  const names = all.map(({ name, workspaceId }) => `"${name}" (${workspaceId})`).join(", ");
  throw new AppError("NOT_FOUND", `Name one workspace with --workspace. There are: ${names || "none"}.`);
}

function choose({ mapping }: ImportPreview, asked: MachineImport): ChosenMapping {
  const columns = { ...mapping.columns };
  const named = mappedFields.flatMap((field) => (asked.columns[field] === undefined ? [] : [[field, asked.columns[field]] as const]));
  for (const [field, name] of named) {
    const column = mapping.header.indexOf(name);
    if (column < 0) throw new AppError("INPUT_INVALID", `There is no column "${name}". There are: ${mapping.header.join(", ")}.`);
    for (const other of mappedFields) if (columns[other] === column) columns[other] = null;
    columns[field] = column;
  }
  if (asked.zone !== null && !isZone(asked.zone))
    throw new AppError("INPUT_INVALID", `"${asked.zone}" is not a time zone such as Europe/Berlin.`);
  const { zone, dateOrder, attributes } = mapping;
  return { columns, attributes: [...attributes], zone: asked.zone ?? zone, dateOrder: asked.dateOrder ?? dateOrder };
}

function tell(
  { format, fileName, mapping }: ImportPreview,
  { columns, zone }: ChosenMapping,
  { taken, looked }: { taken: number; looked: number },
  { say }: MachineImport,
): void {
  say(`${fileName}: ${format}`);
  for (const field of mappedFields) if (columns[field] !== null) say(`  ${field.padEnd(10)} ${mapping.header[columns[field]]!}`);
  for (const question of mapping.questions) say(`  ? ${question}`);
  if (zone !== null) say(`  Times without a zone are read in ${zone}.`);
  say(`  ${taken} of the first ${looked} rows can be read.`);
}

async function ended(context: JobContext, jobRunId: string, say: (line: string) => void): Promise<void> {
  let told = "";
  for (;;) {
    const { state, rowsDone, rowsTotal, errorMessage } = await getJobRun(context, { jobRunId });
    if (state === "failed") throw new AppError("UPLOAD_UNREADABLE", errorMessage ?? "The import failed.");
    if (ENDED.has(state)) return;
    const line = state === "waiting" ? "waiting for the worker" : `${rowsDone} of about ${rowsTotal ?? "?"} rows`;
    if (line !== told) say(line);
    told = line;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
