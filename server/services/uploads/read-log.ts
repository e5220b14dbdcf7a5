import { createReadStream } from "node:fs";
import type { ObjectLink } from "#server/domain/event-log/event.ts";
import { logObject, ocelRows } from "#server/domain/event-log/ocel.ts";
import type { LogObject } from "#server/domain/event-log/object.ts";
import type { TimeReading } from "#server/domain/event-log/parse-time.ts";
import type { LogFile } from "./log-format.ts";
import { objectTypes } from "./object-types.ts";
import { readCsv } from "./read-csv.ts";
import { readOcel, type OcelFormat } from "./read-ocel.ts";
import { readXes, xesRows } from "./read-xes.ts";
import { textOfFile } from "./text-of-file.ts";

/** What a log holds, whatever its format. Rows are numbered from 1, objects by themselves. */
export type LogItem =
  | { kind: "row"; row: number; line: number; cells: string[]; objects?: readonly ObjectLink[]; source?: string | null }
  | { kind: "bad"; row: number; line: number; reason: string; cells: readonly string[] }
  | { kind: "joined" }
  /** A source that a file of ours names; all of them come before anything else, in the order of their events. */
  | { kind: "source"; name: string }
  | { kind: "object"; object: LogObject; source: string | null };

/**
 * Reads an uploaded log row by row, in bounded memory. Rows have the cells of the file's header.
 *
 * @param reading how to read times of objects; those of events are read with the mapping
 * @throws AppError UPLOAD_UNREADABLE when nothing after a point can be read
 */
export async function* readLog(path: string, file: LogFile, reading: TimeReading): AsyncGenerator<LogItem> {
  if (file.format === "csv") yield* csvItems(path, file.delimiter);
  else if (file.format === "xes") yield* xesRows(readXes(textOfFile(path)), file);
  else yield* ocelItems(path, file.format, file.header, reading);
}

async function* csvItems(path: string, delimiter: string): AsyncGenerator<LogItem> {
  const input = createReadStream(path);
  try {
    for await (const item of readCsv(input, { delimiter })) {
      if (item.kind === "row") yield item;
      else if (item.kind === "bad") yield { ...item, cells: [] };
    }
  } finally {
    input.destroy();
  }
}

async function* ocelItems(path: string, format: OcelFormat, header: readonly string[], reading: TimeReading): AsyncGenerator<LogItem> {
  const types = await objectTypes(path, format);
  for (const name of types.sources) yield { kind: "source", name };
  const rowOf = ocelRows(header, types.of);
  for await (const item of readOcel(textOfFile(path), format)) {
    if (item.kind === "attribute") continue;
    const { number: row, line } = item;
    if (item.kind === "bad") yield { kind: "bad", row, line, reason: item.reason, cells: [] };
    else if (item.kind === "object") {
      const read = logObject(item.object, types.of, reading);
      yield read.ok
        ? { kind: "object", object: read.object, source: read.source }
        : { kind: "bad", row, line, reason: read.reason, cells: [] };
    } else {
      const made = rowOf(item.event);
      const { id, type, time } = item.event;
      yield "reason" in made
        ? { kind: "bad", row, line, reason: made.reason, cells: [id, type, time] }
        : { kind: "row", row, line, ...made };
    }
  }
}
