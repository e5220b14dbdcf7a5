/** A second of a minute in an hour of the day (UTC) at which an activity is done in a source: what a clock that starts a program shows. */
export type ClockSlot = { source: string; activity: string; hour: number; second: number };

const BETWEEN = "\u001F"; // As in activityKey: no cell that was typed contains it.

/** A slot as one text, for sets of them. */
export const slotKey = ({ source, activity, hour, second }: ClockSlot): string => [source, activity, hour, second].join(BETWEEN);

export function slotOfKey(key: string): ClockSlot {
  const [source = "", activity = "", hour, second] = key.split(BETWEEN);
  return { source, activity, hour: Number(hour), second: Number(second) };
}

const hourOf = (endedAtMs: number): number => Math.floor(endedAtMs / 3_600_000) % 24;
const secondOf = (endedAtMs: number): number => Math.floor(endedAtMs / 1000) % 60;

/** The slot that an event falls into; one without a source is of source "". */
export const slotOf = ({ source = "", activity, endedAtMs }: { source?: string; activity: string; endedAtMs: number }): ClockSlot => ({
  source,
  activity,
  hour: hourOf(endedAtMs),
  second: secondOf(endedAtMs),
});
