import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { findEventImportOfJob, insertEventImport } from "#db/queries/event-imports.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { insertUpload } from "#db/queries/uploads.ts";
import type { JobContext } from "#server/context.ts";
import { guessMapping } from "#server/domain/event-log/csv-mapping.ts";
import { importEvents } from "../imports/import-events.ts";
import type { JobProgress } from "../jobs/run-tracked.ts";
import { readSample } from "../uploads/read-sample.ts";
import { uploadPath } from "../uploads/upload-path.ts";

const DAYS = 14;
const SOURCE = "Harbour & Pine, demo shop";
// The simulated shop stands outside this house: it is asked for its log as a process of its own.
const SHOP = resolve("server/sandbox/export-log.ts");

/**
 * Brings the demo shop's evidence into a demo workspace, through the same import as any file. The shop is simulated up to now.
 * Safe to run twice: the import of an earlier run of this job is taken up again.
 */
export async function seedDemo(context: JobContext, { jobRunId }: { jobRunId: string }, progress: JobProgress) {
  const { store, workspaceId, newId } = context;
  await progress.report({ rowsDone: 0, message: "The shop is being simulated up to this minute" });
  const earlier = await store.within({ workspaceId }, (tx) => findEventImportOfJob(tx, { workspaceId, jobRunId }));
  const importId = earlier?.id ?? (await prepareImport(context, jobRunId, newId()));
  return importEvents(context, { importId }, progress);
}

async function prepareImport(context: JobContext, jobRunId: string, importId: string): Promise<string> {
  const { store, workspaceId, settings, newId, now } = context;
  const uploadId = newId();
  const path = uploadPath(settings, uploadId);
  await mkdir(dirname(path), { recursive: true });
  await runShop(["--seed", "7", "--days", String(DAYS), "--until", now().toISOString(), "--out", resolve(path)]);

  const bytes = await readFile(path);
  const { delimiter, header, rows } = await readSample(path, { rowLimit: 200 });
  const { columns, attributes, zone, dateOrder } = guessMapping(header, rows);
  const mapping = { columns, attributes, zone, dateOrder, header };
  await store.within({ workspaceId }, async (tx) => {
    await insertUpload(tx, {
      workspaceId,
      id: uploadId,
      fileName: "harbour-and-pine.csv",
      byteCount: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      delimiter,
      header,
      rowEstimate: bytes.toString("utf8").split("\n").length - 1,
      createdBy: "demo",
    });
    const sourceId = await upsertUploadSource(tx, { workspaceId, id: newId(), name: SOURCE, mapping });
    await insertEventImport(tx, { workspaceId, id: importId, sourceId, uploadId, jobRunId, mapping });
  });
  return importId;
}

async function runShop(args: string[]): Promise<void> {
  const shop = spawn(process.execPath, [SHOP, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  shop.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(shop, "close");
  if (shop.exitCode !== 0) throw new Error(`the demo shop could not be simulated: ${said.slice(-2_000)}`);
}
