import { CASE_QUALIFIER, type ObjectLink } from "./event.ts";
import type { LogObject, ObjectChange } from "./object.ts";
import { parseTime, type TimeReading } from "./parse-time.ts";

/** An event as an OCEL 2.0 file has it, every value as text. */
export type OcelEvent = {
  id: string;
  type: string;
  time: string;
  attributes: readonly { name: string; value: string }[];
  relationships: readonly { objectId: string; qualifier: string }[];
};

/** An object as an OCEL 2.0 file has it; a value holds from its time on. */
export type OcelObject = {
  id: string;
  type: string;
  attributes: readonly { name: string; value: string; time: string }[];
  relationships: readonly { objectId: string; qualifier: string }[];
};

/** The columns that every OCEL event has, named as the mapping of columns knows them best. */
const STRUCTURE = ["event id", "activity", "ended at"] as const;
const OBJECT_COLUMN = "object ";

/** Where a file of ours says from which source of ours the event came: that is no attribute of the event. */
export const SOURCE_ATTRIBUTE = "slipstream:source";

const CASE_ATTRIBUTE = "case id";
/** Attributes of a file of ours that say what the columns of the case view say. */
export const VIEW_ATTRIBUTES = [CASE_ATTRIBUTE, "actor", "actor kind", "role", "workflow", "started at"] as const;

const OWN = "slipstream:own:";
const TAKEN: ReadonlySet<string> = new Set([...STRUCTURE, ...VIEW_ATTRIBUTES]);

/** The name under which an event's own attribute is written, so that it is never taken for one of the names above. */
export const writtenName = (name: string): string =>
  TAKEN.has(name) || name.startsWith("slipstream:") || name.startsWith(OBJECT_COLUMN) ? OWN + name : name;

/** The attribute's own name again. */
export const ownName = (written: string): string => (written.startsWith(OWN) ? written.slice(OWN.length) : written);

/** The type of the objects that a file of ours makes of cases whose events touch no object: OCEL has no events without one. */
const VIEW_OBJECT = "case";
export const viewObject = (caseId: string) => ({ type: VIEW_OBJECT, id: `${VIEW_OBJECT}:${caseId}` });

/** In a file of ours ids carry their source and type, since OCEL wants them unique in the file. Read again they are what they were. */
export const eventPrefix = (source: string | null): string => (source === null ? "" : `${source}/`);
export const objectPrefix = (source: string | null, type: string): string => (source === null ? "" : `${source}/${type}:`);

const withoutPrefix = (id: string, prefix: string) => (id.startsWith(prefix) ? id.slice(prefix.length) : id);
/** The source that an entry of a file of ours names; null elsewhere. */
export const sourceOf = (attributes: readonly { name: string; value: string }[]): string | null =>
  attributes.find(({ name }) => name === SOURCE_ATTRIBUTE)?.value ?? null;

/** The header under which OCEL events become rows: their structure, their attributes, and a column for each type of object. */
export const ocelHeader = (attributes: readonly string[], objectTypes: readonly string[]): string[] => [
  ...STRUCTURE,
  ...attributes.filter((name) => name !== SOURCE_ATTRIBUTE),
  ...objectTypes.map((type) => OBJECT_COLUMN + type),
];

/** Whether a column of such a header names objects: it may be the case or the actor, and is never an attribute. */
export const isObjectColumn = (header: readonly string[], column: number): boolean =>
  column >= STRUCTURE.length && header[column]!.startsWith(OBJECT_COLUMN);

/** The type of object whose ids stand in a column. */
export const objectTypeOf = (name: string): string => name.slice(OBJECT_COLUMN.length);

export type OcelRow = { cells: string[]; objects: ObjectLink[]; source: string | null };

/**
 * Makes rows of OCEL events. Where an event touches several objects of a type, its column names one of them: the one with the qualifier
 * "case", else the first by id, so that the event is counted once. The links keep all.
 *
 * @param typeOf the type of an object by its id; undefined when the file does not define it
 * @returns the row, or the reason why the event cannot be one
 */
export function ocelRows(
  header: readonly string[],
  typeOf: (objectId: string) => string | undefined,
): (event: OcelEvent) => OcelRow | { reason: string } {
  const columns = new Map(header.map((name, column) => [name, column] as const).toReversed());
  return (event) => {
    const cells = Array<string>(header.length).fill("");
    const source = sourceOf(event.attributes);
    cells[0] = withoutPrefix(event.id, eventPrefix(source));
    cells[1] = event.type;
    cells[2] = event.time;
    for (const { name, value } of event.attributes) {
      const column = columns.get(name);
      if (column !== undefined && column >= STRUCTURE.length && cells[column] === "") cells[column] = value;
    }
    const objects: ObjectLink[] = [];
    const madeOfCase = source === null ? null : viewObject(cells[columns.get(CASE_ATTRIBUTE) ?? 0]!).id;
    for (const { objectId, qualifier } of event.relationships) {
      if (objectId === madeOfCase) continue;
      const type = typeOf(objectId);
      if (type === undefined) return { reason: `it touches the object "${short(objectId)}", which the file does not define` };
      objects.push({ type, id: withoutPrefix(objectId, objectPrefix(source, type)), qualifier });
    }
    objects.sort(compareLinks);
    for (const { type, id } of objects) {
      const column = columns.get(OBJECT_COLUMN + type);
      if (column !== undefined && cells[column] === "") cells[column] = id;
    }
    return { cells, objects, source };
  };
}

function compareLinks(a: ObjectLink, b: ObjectLink): number {
  const first = Number(b.qualifier === CASE_QUALIFIER) - Number(a.qualifier === CASE_QUALIFIER);
  return first || compareText(a.id, b.id) || compareText(a.type, b.type) || compareText(a.qualifier, b.qualifier);
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const LIMITS = { id: 400, type: 200, attribute: 200, value: 4000, qualifier: 200 } as const;

/** The object as the log keeps it, with the source a file of ours names; or the reason why it cannot be kept. */
export function logObject(
  object: OcelObject,
  typeOf: (objectId: string) => string | undefined,
  reading: TimeReading,
): { ok: true; object: LogObject; source: string | null } | { ok: false; reason: string } {
  const refuse = (reason: string) => ({ ok: false as const, reason: `object "${short(object.id)}": ${reason}` });
  const problem = textProblem("its id", object.id, LIMITS.id) ?? textProblem("its type", object.type, LIMITS.type);
  if (problem !== null) return refuse(problem);
  const source = sourceOf(object.attributes);
  const changes: ObjectChange[] = [];
  for (const { name, value, time } of object.attributes) {
    if (name === SOURCE_ATTRIBUTE) continue;
    const wrong = textProblem("the name of an attribute", name, LIMITS.attribute) ?? textProblem(name, value, LIMITS.value, 0);
    if (wrong !== null) return refuse(wrong);
    const at = momentOf(time, reading);
    if (typeof at === "string") return refuse(`${name}: ${at}`);
    changes.push({ attribute: name, value, atMs: at });
  }
  const relations = [];
  for (const { objectId, qualifier } of object.relationships) {
    const type = typeOf(objectId);
    if (type === undefined) return refuse(`it belongs to the object "${short(objectId)}", which the file does not define`);
    const wrong = textProblem("a qualifier", qualifier, LIMITS.qualifier, 0);
    if (wrong !== null) return refuse(wrong);
    relations.push({ type, id: withoutPrefix(objectId, objectPrefix(source, type)), qualifier });
  }
  const id = withoutPrefix(object.id, objectPrefix(source, object.type));
  return { ok: true, object: { type: object.type, id, changes, relations }, source };
}

/** What is wrong with the links of an event, or null. */
export function linkProblem(objects: readonly ObjectLink[]): string | null {
  for (const { id, type, qualifier } of objects) {
    const wrong =
      textProblem("the id of an object", id, LIMITS.id) ??
      textProblem("the type of an object", type, LIMITS.type) ??
      textProblem("a qualifier", qualifier, LIMITS.qualifier, 0);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** No time, and the beginning of 1970, mean from the beginning: OCEL 2.0 writes what always held so. */
function momentOf(time: string, reading: TimeReading): number | string {
  if (time === "" || time.startsWith("1970-01-01")) return 0;
  const parsed = parseTime(time, reading);
  return parsed.ok ? parsed.ms : parsed.reason;
}

function textProblem(what: string, text: string, limit: number, least = 1): string | null {
  if (text.length < least) return `${what} is missing`;
  if (text.length > limit) return `${what} has ${text.length} characters, at most ${limit} are taken`;
  if (text.includes("\0")) return `${what} contains a NUL character`;
  if (!text.isWellFormed()) return `${what} contains half a character (a lone surrogate)`;
  return null;
}
