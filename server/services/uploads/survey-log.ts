import { open } from "node:fs/promises";
import { ocelHeader, ocelRows, type OcelEvent } from "#server/domain/event-log/ocel.ts";
import { AppError } from "#server/errors.ts";
import type { LogFile } from "./log-format.ts";
import { objectTypes } from "./object-types.ts";
import { oldOcel, readOcel, type OcelFormat } from "./read-ocel.ts";
import { readSample } from "./read-sample.ts";
import { readXes, xesRows, XesSurvey } from "./read-xes.ts";
import { textOfFile } from "./text-of-file.ts";
import { xmlItems } from "./xml-items.ts";

const SAMPLE_ROWS = 200;
const MOST_COLUMNS = 1_000;
const LOOK_BYTES = 64 * 1024;

/** `events` null: not counted, a CSV file is read when it is imported. `sample`: the first rows, of what is no CSV. */
export type Survey = LogFile & { events: number | null; sample: string[][] | null };

/**
 * Finds out what a file is, whatever its name, and what columns its rows have. XES and OCEL are read through once, so that a broken one
 * is refused before anything is chosen or imported.
 *
 * @throws AppError UPLOAD_UNREADABLE with the line, UPLOAD_EMPTY
 */
export async function surveyLog(path: string): Promise<Survey> {
  const start = await firstText(path);
  if (start.startsWith("{") && /"ocel:(?:global-log|global-event|version|events|objects)"\s*:/.test(start)) throw oldOcel();
  const found = start.startsWith("<")
    ? await surveyXml(path)
    : start.startsWith("{")
      ? await surveyOcel(path, "ocel-json")
      : await surveyCsv(path);
  if (found.header.length > MOST_COLUMNS)
    throw new AppError("UPLOAD_UNREADABLE", `The file has ${found.header.length} columns, at most ${MOST_COLUMNS} are taken.`);
  if (found.events === 0) throw new AppError("UPLOAD_EMPTY", "The file has no events.");
  return found;
}

async function firstText(path: string): Promise<string> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOK_BYTES), 0, LOOK_BYTES, 0).finally(() => file.close());
  return buffer.subarray(0, bytesRead).toString("utf8").trimStart();
}

async function surveyCsv(path: string): Promise<Survey> {
  const { delimiter, header, rows } = await readSample(path, { rowLimit: 1 });
  if (rows.length === 0) throw new AppError("UPLOAD_EMPTY", "The file has a header line and no rows below it.");
  return { format: "csv", delimiter, header, lifecycle: false, events: null, sample: null };
}

async function surveyXml(path: string): Promise<Survey> {
  for await (const name of xmlItems(textOfFile(path), outline())) {
    if (name === "objects" || name === "events" || name === "object-types" || name === "event-types") return surveyOcel(path, "ocel-xml");
    if (name === "trace" || name === "event") return surveyXes(path);
  }
  throw new AppError("UPLOAD_EMPTY", "The file has no events.");
}

/** The names of the elements under the root, which has to be a log. */
function outline() {
  let names: string[] = [];
  return {
    open({ name }: { name: string }, depth: number) {
      if (depth === 0 && name !== "log")
        throw new AppError("UPLOAD_UNREADABLE", `The file is XML, but no event log: it begins with <${name.slice(0, 60)}>.`);
      if (depth === 1) names.push(name);
    },
    close() {},
    take() {
      const taken = names;
      names = [];
      return taken;
    },
  };
}

async function surveyXes(path: string): Promise<Survey> {
  const survey = new XesSurvey();
  for await (const item of readXes(textOfFile(path))) survey.add(item);
  const { header, lifecycle, events } = survey;
  const sample: string[][] = [];
  for await (const row of xesRows(readXes(textOfFile(path)), { header, lifecycle })) {
    if (row.kind === "row") sample.push(row.cells);
    if (sample.length === SAMPLE_ROWS) break;
  }
  return { format: "xes", delimiter: "", header, lifecycle, events, sample };
}

async function surveyOcel(path: string, format: OcelFormat): Promise<Survey> {
  const types = await objectTypes(path, format);
  const attributes = new Set<string>();
  const alone = new Map(types.names.map((name) => [name, 0]));
  const first: OcelEvent[] = [];
  let events = 0;
  for await (const item of readOcel(textOfFile(path), format)) {
    if (item.kind === "attribute") attributes.add(item.name);
    if (item.kind !== "event") continue;
    events += 1;
    const { event } = item;
    for (const { name } of event.attributes) attributes.add(name);
    for (const type of typesOfOne(event, types.of)) alone.set(type, (alone.get(type) ?? 0) + 1);
    if (first.length < SAMPLE_ROWS) first.push(event);
    if (attributes.size > MOST_COLUMNS) break;
  }
  // The type of which most events touch exactly one object is the likeliest case, and stands first.
  const likeliest = types.names.toSorted((a, b) => alone.get(b)! - alone.get(a)! || (a < b ? -1 : 1));
  const header = ocelHeader([...attributes], likeliest);
  const rowOf = ocelRows(header, types.of);
  const sample = first.map(rowOf).flatMap((row) => ("cells" in row ? [row.cells] : []));
  return { format, delimiter: "", header, lifecycle: false, events, sample };
}

/** Types of which an event touches exactly one object. */
function typesOfOne(event: OcelEvent, typeOf: (objectId: string) => string | undefined): string[] {
  const counts = new Map<string, number>();
  for (const id of new Set(event.relationships.map(({ objectId }) => objectId))) {
    const type = typeOf(id);
    if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].flatMap(([type, count]) => (count === 1 ? [type] : []));
}
