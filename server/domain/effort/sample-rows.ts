import { parseTime } from "../event-log/parse-time.ts";

/** A timed item as a file says it. takenAtMs null: the file does not say when. */
export type SampleRow = { workflow: string; activity: string; minutes: number; takenAtMs: number | null; note: string | null };

export type SampleColumns = { workflow: number; activity: number; minutes: number; takenAt: number; note: number };

/** A day: a sample that is longer is a watch that was forgotten. */
export const LONGEST_SAMPLE_MINUTES = 1440;
const LONGEST_NAME = 200;
const LONGEST_NOTE = 300;

const NAMES: Record<keyof SampleColumns, readonly string[]> = {
  workflow: ["workflow", "process"],
  activity: ["activity", "task", "step"],
  minutes: ["minutes", "min", "duration minutes"],
  takenAt: ["taken at", "time", "date", "timestamp"],
  note: ["note", "notes", "comment"],
};

/**
 * Where the columns of a file with timed items stand, by their heading; -1: not there.
 *
 * @returns null when workflow, activity or minutes are missing
 */
export function sampleColumns(header: readonly string[]): SampleColumns | null {
  const known = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[_\s]+/g, " "),
  );
  const at = (key: keyof SampleColumns) => known.findIndex((name) => NAMES[key].includes(name));
  const columns = { workflow: at("workflow"), activity: at("activity"), minutes: at("minutes"), takenAt: at("takenAt"), note: at("note") };
  return columns.workflow < 0 || columns.activity < 0 || columns.minutes < 0 ? null : columns;
}

/** A row as a sample, or the reason why it is none, in words for the person who wrote the file. */
export function sampleRow(
  cells: readonly string[],
  columns: SampleColumns,
  zone: string,
): { ok: true; sample: SampleRow } | { ok: false; reason: string } {
  const cell = (at: number) => (at < 0 ? "" : (cells[at] ?? "").trim());
  const workflow = cell(columns.workflow);
  const activity = cell(columns.activity);
  if (workflow === "") return { ok: false, reason: "the workflow is empty" };
  if (activity === "") return { ok: false, reason: "the activity is empty" };
  if (workflow.length > LONGEST_NAME || activity.length > LONGEST_NAME)
    return { ok: false, reason: `a name is longer than ${LONGEST_NAME} characters` };
  const text = cell(columns.minutes);
  const minutes = /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
  if (!(minutes > 0 && minutes <= LONGEST_SAMPLE_MINUTES))
    return { ok: false, reason: `"${text.slice(0, 40)}" is no number of minutes between 0 and ${LONGEST_SAMPLE_MINUTES}` };
  if (cells.some((text) => text.includes("\0"))) return { ok: false, reason: "it contains a NUL character" };
  const when = timeOf(cell(columns.takenAt), zone);
  if (!when.ok) return { ok: false, reason: when.reason };
  const note = cell(columns.note).slice(0, LONGEST_NOTE);
  return { ok: true, sample: { workflow, activity, minutes, takenAtMs: when.ms, note: note === "" ? null : note } };
}

/** A day without a time of day is its noon: when an item was timed only puts samples in order. */
function timeOf(text: string, zone: string): { ok: true; ms: number | null } | { ok: false; reason: string } {
  if (text === "") return { ok: true, ms: null };
  const parsed = parseTime(text, { zone, dateOrder: null });
  return !parsed.ok && parsed.code === "no-time-of-day" ? parseTime(`${text} 12:00`, { zone, dateOrder: null }) : parsed;
}
