import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { insertUpload } from "#db/queries/uploads.ts";
import type { JobContext } from "#server/context.ts";
import { AppError } from "#server/errors.ts";
import { surveyLog } from "./survey-log.ts";
import { samplePath, uploadPath } from "./upload-path.ts";

/** Who brings a file in: a person in the portal, or the owner on the machine itself. */
type Importer = JobContext & { user: { id: string } };

const MB = 1024 * 1024;
const PATIENCE_BYTES = 512 * MB; // Beyond it the connection is cut: nobody sends that by mistake.

/**
 * Takes in an event log as it arrives, whole or not at all: CSV, XES or OCEL 2.0, told by what is in it.
 *
 * @param body the bytes; @param declaredBytes what the sender said it would send, null when it did not say
 * @returns the id under which the file is kept until it is imported
 * @throws AppError UPLOAD_TOO_LARGE, UPLOAD_CUT_SHORT, UPLOAD_UNREADABLE (with the line), UPLOAD_EMPTY; nothing is kept then
 */
export async function receiveUpload(
  context: Importer,
  { fileName, declaredBytes, body }: { fileName: string; declaredBytes: number | null; body: AsyncIterable<Uint8Array> },
): Promise<{ uploadId: string }> {
  const { store, newId, settings, workspaceId, user } = context;
  const limit = settings.uploadLimitBytes;
  const tooLarge = () =>
    new AppError(
      "UPLOAD_TOO_LARGE",
      `The file is larger than the ${Math.floor(limit / MB)} MB taken at once. Split it and upload the parts; nothing is counted twice.`,
    );
  if (declaredBytes !== null && declaredBytes > limit) throw tooLarge();

  const uploadId = newId();
  const path = uploadPath(settings, uploadId);
  const partial = `${path}.partial`;
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let byteCount = 0;
  let newlines = 0;
  try {
    const checked = async function* () {
      for await (const chunk of body) {
        byteCount += chunk.length;
        if (byteCount > limit + PATIENCE_BYTES) throw tooLarge();
        // A sender that is cut off in the middle never reads the answer: the rest is taken in and thrown away.
        if (byteCount > limit) continue;
        hash.update(chunk);
        assertText(decoder, chunk, { first: byteCount === chunk.length, line: newlines + 1 });
        newlines += countNewlines(chunk);
        yield chunk;
      }
      if (byteCount > limit) throw tooLarge();
    };
    await pipeline(checked, createWriteStream(partial));
    if (declaredBytes !== null && byteCount !== declaredBytes)
      throw new AppError(
        "UPLOAD_CUT_SHORT",
        `Only ${byteCount} of ${declaredBytes} bytes arrived. Nothing was kept: upload the file again.`,
      );
    endText(decoder, newlines + 1);
    const { events, sample, ...file } = await surveyLog(partial);
    if (sample) await writeFile(samplePath(settings, uploadId), JSON.stringify(sample));
    await rename(partial, path);
    const upload = {
      workspaceId,
      id: uploadId,
      fileName: fileName.slice(0, 255),
      byteCount,
      sha256: hash.digest("hex"),
      ...file,
      rowEstimate: events ?? Math.max(1, newlines),
      createdBy: user.id,
    };
    await store.within({ workspaceId }, (tx) => insertUpload(tx, upload));
    return { uploadId };
  } catch (error) {
    await Promise.all([partial, path, samplePath(settings, uploadId)].map((left) => rm(left, { force: true })));
    throw error;
  }
}

/** UTF-8 only: a wrong guess of the encoding would change names silently. */
function assertText(decoder: TextDecoder, chunk: Uint8Array, { first, line }: { first: boolean; line: number }): void {
  if (first && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)))
    throw new AppError("UPLOAD_UNREADABLE", "The file is in UTF-16. Save it as CSV UTF-8 and upload it again.");
  if (first && chunk[0] === 0x50 && chunk[1] === 0x4b && chunk[2] === 0x03)
    throw new AppError(
      "UPLOAD_UNREADABLE",
      "This is a spreadsheet or an archive, not a CSV file. Save the sheet as CSV UTF-8 and upload that.",
    );
  if (first && chunk[0] === 0x1f && chunk[1] === 0x8b)
    throw new AppError("UPLOAD_UNREADABLE", "The file is compressed. Unpack it and upload what is in it.");
  try {
    decoder.decode(chunk, { stream: true });
  } catch {
    throw new AppError(
      "UPLOAD_UNREADABLE",
      `The file is not UTF-8 text (line ${line + newlinesBeforeFault(chunk)}). Save it as CSV UTF-8 and upload it again.`,
    );
  }
}

/** Line breaks before the first line that is not UTF-8; a character that began in the chunk before does not count against it. */
function newlinesBeforeFault(chunk: Uint8Array): number {
  let start = 0;
  while (start < 3 && ((chunk[start] ?? 0) & 0xc0) === 0x80) start += 1;
  let newlines = 0;
  for (let end = chunk.indexOf(10, start); end !== -1; end = chunk.indexOf(10, start)) {
    if (!isUtf8(chunk.subarray(start, end))) return newlines;
    newlines += 1;
    start = end + 1;
  }
  return newlines;
}

function endText(decoder: TextDecoder, line: number): void {
  try {
    decoder.decode();
  } catch {
    throw new AppError(
      "UPLOAD_UNREADABLE",
      `The file ends in the middle of a character (line ${line}). Save it as CSV UTF-8 and upload it again.`,
    );
  }
}

function countNewlines(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}
