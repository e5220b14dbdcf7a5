import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { AppError } from "#server/errors.ts";
import { readCsv } from "./read-csv.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const LOOK_BYTES = 256 * 1024; // Enough for the header and some rows of any file seen; the guess needs no more.

/**
 * The delimiter, the header and the first rows of a CSV file.
 *
 * @throws AppError UPLOAD_UNREADABLE when the header has fewer than two columns, UPLOAD_EMPTY when there is no header
 */
export async function readSample(
  path: string,
  { rowLimit, delimiter }: { rowLimit: number; delimiter?: string },
): Promise<{ delimiter: string; header: string[]; rows: string[][] }> {
  const chosen = delimiter ?? (await guessDelimiter(path));
  const rows: string[][] = [];
  let header: string[] | undefined;
  const input = createReadStream(path);
  try {
    for await (const item of readCsv(input, { delimiter: chosen })) {
      if (item.kind === "header") header = item.cells;
      else if (item.kind === "row") rows.push(item.cells);
      if (rows.length >= rowLimit) break;
    }
  } finally {
    input.destroy();
  }
  if (!header) throw new AppError("UPLOAD_EMPTY", "The file is empty.");
  if (header.length < 2)
    throw new AppError(
      "UPLOAD_UNREADABLE",
      `The first line has one column only ("${(header[0] ?? "").slice(0, 80)}"). It has to be a header with the names of the columns, separated by comma, semicolon, tab or bar.`,
    );
  return { delimiter: chosen, header, rows };
}

/** The delimiter that cuts the first lines into the most equal columns; text in quotes does not count. */
async function guessDelimiter(path: string): Promise<string> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0).finally(() => file.close());
  const text = buffer
    .subarray(0, bytesRead)
    .toString("utf8")
    .replaceAll(/"(?:[^"]|"")*"/g, "q");
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== "")
    .slice(0, 50);
  const score = (delimiter: string) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const first = counts[0] ?? 0;
    return first === 0 ? 0 : first * counts.filter((count) => count === first).length;
  };
  return DELIMITERS.toSorted((a, b) => score(b) - score(a))[0]!;
}
