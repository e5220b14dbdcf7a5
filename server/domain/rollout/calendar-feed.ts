/** One day-long entry of a calendar. Days as 2026-03-30; `lastDay` is included. */
export type CalendarEntry = { id: string; title: string; detail: string; firstDay: string; lastDay: string };

const DAY_MS = 86_400_000;
const MOST_BYTES = 75; // RFC 5545, 3.1: longer lines are folded.

/**
 * A calendar as iCalendar text (RFC 5545), for any calendar program to follow.
 *
 * @param stampedAt when the plan was last changed, in every entry's DTSTAMP
 */
export function calendarFeed({ name, entries, stampedAt }: { name: string; entries: readonly CalendarEntry[]; stampedAt: Date }): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Slipstream//Rollout//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `X-WR-CALNAME:${escape(name)}`,
    ...entries.flatMap(({ id, title, detail, firstDay, lastDay }) => [
      "BEGIN:VEVENT",
      `UID:${escape(id)}@slipstream`,
      `DTSTAMP:${stampedAt.toISOString().replaceAll(/[-:]|\.\d{3}/g, "")}`,
      `DTSTART;VALUE=DATE:${firstDay.replaceAll("-", "")}`,
      // The end of an all-day event is the first day after it.
      `DTEND;VALUE=DATE:${new Date(Date.parse(lastDay) + DAY_MS).toISOString().slice(0, 10).replaceAll("-", "")}`,
      `SUMMARY:${escape(title)}`,
      `DESCRIPTION:${escape(detail)}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

const escape = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll(/[;,]/g, (mark) => `\\${mark}`)
    .replaceAll(/\r\n|\r|\n/g, "\\n");

/** Lines of at most 75 bytes; what follows begins with a space. A character is never cut in two. */
function fold(line: string): string {
  const rows: string[] = [];
  let row = "";
  let bytes = 0;
  for (const character of line) {
    const size = byteLength(character);
    if (bytes + size > MOST_BYTES) {
      rows.push(row);
      row = " ";
      bytes = 1;
    }
    row += character;
    bytes += size;
  }
  return [...rows, row].join("\r\n");
}

function byteLength(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
