import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AppError } from "#server/errors.ts";

export type CsvItem =
  | { kind: "header"; cells: string[] }
  /** `row` counts data rows from 1; `line` is where the row ends in the file. */
  | { kind: "row"; row: number; line: number; cells: string[] }
  | { kind: "bad"; row: number; line: number; reason: string };

const RECORD_LIMIT = 64 * 1024 * 1024; // A quote that is never closed would otherwise swallow the file into memory.

/**
 * Reads a CSV stream row by row in bounded memory. Quotes may hold line breaks; a byte order mark is skipped; empty lines are no rows.
 * A row that cannot be cut into cells is handed out as "bad" and the reading goes on.
 *
 * @throws AppError UPLOAD_UNREADABLE when a row never ends (a quote left open)
 */
export async function* readCsv(input: Readable, { delimiter }: { delimiter: string }): AsyncGenerator<CsvItem> {
  const skipped: { line: number; reason: string }[] = [];
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: RECORD_LIMIT,
    on_skip: (error) => {
      skipped.push({ line: error instanceof CsvError ? Number(error["lines"] ?? 0) : 0, reason: reasonOf(error) });
      return undefined;
    },
  });
  input.on("error", (error) => parser.destroy(error));
  input.pipe(parser);
  let row = -1;
  try {
    for await (const item of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      for (const { line, reason } of skipped.splice(0)) yield { kind: "bad", row: ++row, line, reason };
      row += 1;
      yield row === 0 ? { kind: "header", cells: item.record } : { kind: "row", row, line: item.info.lines, cells: item.record };
    }
    for (const { line, reason } of skipped.splice(0)) yield { kind: "bad", row: ++row, line, reason };
  } catch (error) {
    if (error instanceof CsvError)
      throw new AppError("UPLOAD_UNREADABLE", `Row ${row + 1} cannot be read: ${reasonOf(error)}. The rows before it were kept.`, {
        cause: error,
      });
    throw error;
  }
}

function reasonOf(error: Error | undefined): string {
  const code = error instanceof CsvError ? error.code : "";
  if (code === "CSV_QUOTE_NOT_CLOSED")
    return "a quote is opened and never closed: nothing from this row to the end of the file can be read";
  if (code === "CSV_MAX_RECORD_SIZE")
    return `it is longer than ${RECORD_LIMIT / 1024 / 1024} MB, most likely because a quote is never closed`;
  if (code === "CSV_INVALID_CLOSING_QUOTE" || code === "INVALID_OPENING_QUOTE")
    return "a quote stands in the middle of a value: quotes inside a value are written twice";
  return error?.message ?? "it cannot be cut into columns";
}
