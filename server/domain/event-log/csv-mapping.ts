import { rowId } from "./content-hash.ts";
import { actorKinds, MAX_ATTRIBUTES, type ActorKind, type OpsEvent } from "./event.ts";
import { parseTime, provenDateOrder, type TimeReading } from "./parse-time.ts";

export const mappedFields = ["caseId", "activity", "actor", "actorKind", "role", "startedAt", "endedAt", "eventId", "workflow"] as const;
export type MappedField = (typeof mappedFields)[number];

/** Which column of a file means what. Column numbers count from 0; null: the file has no such column. */
export type Mapping = TimeReading & {
  header: readonly string[];
  columns: Readonly<Record<MappedField, number | null>>;
  /** Columns kept as attributes of the event under their header. */
  attributes: readonly number[];
  /** What has to be chosen before rows can be read, in words; [] when nothing. */
  questions: readonly string[];
};

export type ParsedRow = { ok: true; event: OpsEvent } | { ok: false; reason: string };

/** Longest values taken, in UTF-16 code units. Longer ones are refused with the limit named, never cut. */
export const fieldLimits: Readonly<Record<MappedField, number>> & { attribute: number } = {
  caseId: 200,
  activity: 200,
  actor: 200,
  actorKind: 40,
  role: 200,
  startedAt: 60,
  endedAt: 60,
  eventId: 400,
  workflow: 100,
  attribute: 4000,
};

// Best first. Compared after folding: "Case ID", "case_id", "caseId" and "case:concept:name" are written with blanks, lower case.
const NAMES: Readonly<Record<MappedField, readonly string[]>> = {
  caseId: [
    "case id",
    "caseid",
    "case concept name",
    "case",
    "case number",
    "case key",
    "trace id",
    "order id",
    "order number",
    "order name",
    "order",
    "ticket id",
    "ticket",
    "return id",
    "process instance id",
    "process instance",
    "process id",
    "instance id",
    "instance",
    "trace",
    "service id",
    "request id",
    "application id",
    "claim id",
    "incident id",
    "call id",
    "job id",
    "work order",
  ],
  activity: [
    "activity",
    "activity name",
    "concept name",
    "task",
    "task name",
    "event name",
    "action",
    "step",
    "operation",
    "event",
    "event type",
    "activity label",
    "activity type",
    "queue",
  ],
  actor: [
    "actor",
    "resource",
    "org resource",
    "user",
    "user name",
    "username",
    "user id",
    "employee",
    "agent",
    "performer",
    "actor id",
    "originator",
    "staff",
    "done by",
    "author",
    "operator",
    "worker",
    "clerk",
    "responsible",
    "assignee",
    "handler",
    "resource name",
    "resource id",
  ],
  actorKind: ["actor kind", "actor type", "resource type", "user type", "performer type"],
  role: ["role", "org role", "team", "group", "org group", "department"],
  startedAt: [
    "started at",
    "start time",
    "start timestamp",
    "start",
    "time start",
    "start date",
    "begin",
    "begin time",
    "time begin",
    "started",
    "start datetime",
    "start date time",
    "timestamp start",
    "begin timestamp",
    "begin date",
    "call start",
  ],
  endedAt: [
    "ended at",
    "end time",
    "end timestamp",
    "complete timestamp",
    "completed at",
    "complete time",
    "completion time",
    "finished at",
    "finish time",
    "end",
    "time end",
    "end date",
    "complete",
    "ended",
    "completed",
    "end timestamp",
    "end datetime",
    "end date time",
    "timestamp end",
    "finish timestamp",
    "finish date",
    "finish",
    "finished",
    "stop time",
    "stop timestamp",
    "stop",
    "call end",
    "time timestamp",
    "timestamp",
    "time",
    "event time",
    "date time",
    "datetime",
    "occurred at",
    "created at",
    "date",
  ],
  eventId: ["event id", "eventid", "event uuid", "activity instance id", "identity id", "id", "uuid"],
  workflow: ["workflow", "process", "process name", "workflow id"],
};

/** Times that say when work could have begun or was planned, never when it did: waiting must not become effort. */
const NOT_A_WORK_TIME = /\b(enabled?|due|scheduled?|planned|deadline|arrival|delay|updated|expected|target|sla)\b/;

const WORDS_OF_KIND: Readonly<Record<ActorKind, readonly string[]>> = {
  person: ["person", "human", "user", "staff", "employee", "member", "agent"],
  app: ["app", "bot", "system", "api", "integration", "service", "automation"],
  rule: ["rule", "trigger", "workflow", "macro"],
  supplier: ["supplier", "vendor", "partner", "3pl"],
  customer: ["customer", "buyer", "shopper", "end user"],
  unknown: ["unknown"],
};
const KIND_OF_WORD = new Map(actorKinds.flatMap((kind) => WORDS_OF_KIND[kind].map((word) => [word, kind] as const)));

const NOBODY = new Set(["", "-", "null", "none", "nan", "n/a", "na", "undefined", "unknown"]);

/**
 * Guesses which column means what, from the names and from what the first rows hold. A name counts only if the rows agree: a
 * time column must hold times, an actor kind known kinds, an event id values that do not repeat.
 *
 * @param sampleRows the first rows (50 to 200 are plenty) in the order of the header; may be empty
 * @param zone IANA zone for times without one; null leaves it as a question
 */
export function guessMapping(header: readonly string[], sampleRows: readonly (readonly string[])[], zone: string | null = null): Mapping {
  const folded = header.map(foldName);
  const samples = header.map((_, column) => sampleRows.map((row) => (row[column] ?? "").trim()).filter((value) => value !== ""));
  const dateOrder = provenDateOrder(samples.flat());
  const taken = new Set<number>();
  const pick = (field: MappedField, fits: (column: number) => boolean): number | null => {
    for (const name of NAMES[field]) {
      const column = folded.findIndex((candidate, index) => candidate === name && !taken.has(index) && fits(index));
      if (column >= 0) {
        taken.add(column);
        return column;
      }
    }
    return null;
  };
  const holdsTimes = (column: number) => !NOT_A_WORK_TIME.test(folded[column]!) && mostlyTimes(samples[column]!);
  const holdsText = (column: number) => samples[column]!.length === 0 || !mostlyTimes(samples[column]!, false);

  const endedAt = pick("endedAt", holdsTimes) ?? onlyTimeColumn(header, folded, holdsTimes, taken);
  const startedAt = pick("startedAt", holdsTimes);
  const caseId = pick("caseId", holdsText);
  const activity = pick("activity", holdsText);
  const actorKind = pick("actorKind", (column) => share(samples[column]!, (value) => KIND_OF_WORD.has(value.toLowerCase())) >= 0.8);
  const eventId = pick("eventId", (column) => new Set(samples[column]).size === samples[column]!.length);
  const actor = pick("actor", holdsText);
  const role = pick("role", holdsText);
  const workflow = pick("workflow", holdsText);
  const columns = { caseId, activity, actor, actorKind, role, startedAt, endedAt, eventId, workflow };

  const attributes = header
    .map((_, column) => column)
    .filter((column) => !taken.has(column))
    .slice(0, MAX_ATTRIBUTES);
  return { header, columns, attributes, zone, dateOrder, questions: questionsOf(columns, samples, { zone, dateOrder }) };
}

function questionsOf(columns: Mapping["columns"], samples: readonly (readonly string[])[], reading: TimeReading): string[] {
  const questions: string[] = [];
  if (columns.caseId === null) questions.push("Which column names the case (order, return, ticket)?");
  if (columns.activity === null) questions.push("Which column says what was done?");
  if (columns.endedAt === null) questions.push("Which column says when it was done?");
  const times = [columns.startedAt, columns.endedAt].flatMap((column) => (column === null ? [] : samples[column]!));
  const codes = new Set(times.map((text) => parseTime(text, reading)).flatMap((time) => (time.ok ? [] : [time.code])));
  if (codes.has("needs-zone")) questions.push("The times carry no zone: in which time zone were they written?");
  if (codes.has("needs-date-order")) questions.push("Are dates written day first or month first?");
  return questions;
}

const foldName = (name: string) =>
  name
    .replace(/^\uFEFF/, "")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();

const share = (values: readonly string[], holds: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter(holds).length / values.length;

/** A time that only lacks a zone or a date order is still a time. With no rows to look at the name decides. */
function mostlyTimes(values: readonly string[], ifEmpty = true): boolean {
  if (values.length === 0) return ifEmpty;
  return share(values, (value) => isTime(value)) >= 0.5;
}

function isTime(text: string): boolean {
  if (/^\d+$/.test(text) && text.length !== 13 && !/^[12]\d{9}$/.test(text)) return false;
  const parsed = parseTime(text, { zone: "UTC", dateOrder: null });
  return parsed.ok || parsed.code === "needs-date-order";
}

function onlyTimeColumn(
  header: readonly string[],
  folded: readonly string[],
  holdsTimes: (column: number) => boolean,
  taken: Set<number>,
): number | null {
  const candidates = header
    .map((_, column) => column)
    .filter(
      (column) =>
        !taken.has(column) &&
        holdsTimes(column) &&
        /\b(time|date|at|timestamp|when)\b/.test(folded[column]!) &&
        !NAMES.startedAt.includes(folded[column]!),
    );
  if (candidates.length !== 1) return null;
  taken.add(candidates[0]!);
  return candidates[0]!;
}

/**
 * Reads one row. Strict: anything wrong refuses the row with a reason in words that names the column.
 *
 * Without a column for the kind of actor, a named actor is a person (until bot detection says otherwise) and no name is unknown.
 * Without a column for the id, the id is the hash of the whole row: rows that are the same to the letter are one event.
 *
 * @param row cells in the order of mapping.header, as the CSV reader gives them
 */
export function parseRow(row: readonly string[], mapping: Mapping): ParsedRow {
  const refuse = (reason: string): ParsedRow => ({ ok: false, reason });
  if (row.length !== mapping.header.length) return refuse(`the row has ${row.length} fields, the header ${mapping.header.length}`);
  const problem = textProblem(row, mapping);
  if (problem !== null) return refuse(problem);

  const { columns } = mapping;
  const cell = (field: MappedField) => (columns[field] === null ? "" : row[columns[field]]!.trim());
  const nameOf = (field: MappedField) => (columns[field] === null ? field : mapping.header[columns[field]]!);
  if (cell("caseId") === "")
    return refuse(columns.caseId === null ? "no column is chosen for the case" : `the case is missing (${nameOf("caseId")})`);
  if (cell("activity") === "")
    return refuse(columns.activity === null ? "no column is chosen for the activity" : `the activity is missing (${nameOf("activity")})`);
  if (cell("endedAt") === "")
    return refuse(columns.endedAt === null ? "no column is chosen for the time" : `the time is missing (${nameOf("endedAt")})`);
  const ended = parseTime(cell("endedAt"), mapping);
  if (!ended.ok) return refuse(`${nameOf("endedAt")}: ${ended.reason}`);
  let startedAtMs: number | null = null;
  if (cell("startedAt") !== "") {
    const started = parseTime(cell("startedAt"), mapping);
    if (!started.ok) return refuse(`${nameOf("startedAt")}: ${started.reason}`);
    if (started.ms > ended.ms) return refuse(`it ends (${nameOf("endedAt")}) before it starts (${nameOf("startedAt")})`);
    startedAtMs = started.ms;
  }
  if (columns.eventId !== null && cell("eventId") === "") return refuse(`the event id is missing (${nameOf("eventId")})`);

  const actor = NOBODY.has(cell("actor").toLowerCase()) ? null : cell("actor");
  const attributes = mapping.attributes
    .filter((column) => row[column] !== "")
    .map((column) => [mapping.header[column]!, row[column]!] as const);
  return {
    ok: true,
    event: {
      eventId: columns.eventId === null ? rowId(row) : cell("eventId"),
      caseId: cell("caseId"),
      activity: cell("activity"),
      actor,
      actorKind: kindOf(actor, columns.actorKind === null ? null : cell("actorKind")),
      startedAtMs,
      endedAtMs: ended.ms,
      ...(cell("workflow") === "" ? {} : { workflow: cell("workflow") }),
      ...(cell("role") === "" ? {} : { role: cell("role") }),
      ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
    },
  };
}

/** A kind that we do not know stays visible as unknown; it is not a reason to lose the event. */
function kindOf(actor: string | null, recorded: string | null): ActorKind {
  if (recorded === null) return actor === null ? "unknown" : "person";
  return KIND_OF_WORD.get(recorded.toLowerCase()) ?? "unknown";
}

function textProblem(row: readonly string[], mapping: Mapping): string | null {
  const check = (column: number, limit: number): string | null => {
    const text = row[column]!;
    const name = mapping.header[column]!;
    if (text.length > limit) return `${name} has ${text.length} characters, at most ${limit} are taken`;
    if (text.includes("\0")) return `${name} contains a NUL character`;
    if (!text.isWellFormed()) return `${name} contains half a character (a lone surrogate)`;
    return null;
  };
  for (const field of mappedFields) {
    const column = mapping.columns[field];
    const problem = column === null ? null : check(column, fieldLimits[field]);
    if (problem !== null) return problem;
  }
  for (const column of mapping.attributes) {
    const problem = check(column, fieldLimits.attribute);
    if (problem !== null) return problem;
  }
  return null;
}
