export type Shift = { startMinute: number; endMinute: number };

const DAY_MINUTES = 1440;

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** "09:00"; minutes past midnight of the next day read as its time. */
export function timeText(minute: number): string {
  const inDay = minute % DAY_MINUTES;
  return `${String(Math.floor(inDay / 60)).padStart(2, "0")}:${String(inDay % 60).padStart(2, "0")}`;
}

const minuteOf = (text: string) => {
  const [hour, minute] = text.split(":").map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
};

/** A shift from two fields; null where either is empty, which is a free day. One that ends before it begins ends on the next day. */
export function shiftOf(from: string, to: string): Shift | null {
  if (from === "" || to === "") return null;
  const startMinute = minuteOf(from);
  const end = minuteOf(to);
  return { startMinute, endMinute: end <= startMinute ? end + DAY_MINUTES : end };
}

/** "Monday to Friday 09:00 to 17:00; Saturday 10:00 to 14:00": days in a row with the same hours are told together. */
export function weekInWords(shifts: readonly (Shift | null)[]): string {
  const parts: string[] = [];
  for (let from = 0; from < shifts.length;) {
    const shift = shifts[from]!;
    let to = from;
    while (to + 1 < shifts.length && same(shifts[to + 1]!, shift)) to += 1;
    if (shift !== null) {
      const days = from === to ? WEEKDAYS[from] : `${WEEKDAYS[from]} to ${WEEKDAYS[to]}`;
      parts.push(`${days} ${timeText(shift.startMinute)} to ${timeText(shift.endMinute)}`);
    }
    from = to + 1;
  }
  return parts.length === 0 ? "never" : parts.join("; ");
}

const same = (a: Shift | null, b: Shift | null) => a?.startMinute === b?.startMinute && a?.endMinute === b?.endMinute;
