import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import * as z from "zod";
import type { Context } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { rejectedPath } from "../uploads/upload-path.ts";
import { getImport } from "./get-import.ts";

/** The file of an import's refused rows. @throws AppError NOT_FOUND when the import is not of this workspace or refused nothing */
export async function openRejected(
  context: Context,
  { importId }: { importId: string },
): Promise<{ fileName: string; body: ReadableStream<Uint8Array> }> {
  const found = await getImport(context, { importId: z.uuid().catch("00000000-0000-0000-0000-000000000000").parse(importId) });
  const path = rejectedPath(context.settings, found.id);
  if (found.rowsRejected === 0 || !(await stat(path).catch(() => undefined)))
    throw new AppError("NOT_FOUND", "This import refused no rows.");
  return {
    fileName: `${found.fileName.replace(/\.[^.]*$/, "")}.rejected.csv`,
    body: (await openAsBlob(path)).stream(),
  };
}
