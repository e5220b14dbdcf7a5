import * as z from "zod";
import { later, minutesBefore } from "../kit/time.js";
import { askZendesk, ZendeskError, type Caller } from "./ask-zendesk.js";
import { exportTickets } from "./operations.js";

/** The rows of a page as they came, whom and which groups they name, and where a next run goes on. */
export type ExportPage = {
  rows: Record<string, unknown>[];
  users: unknown[];
  groups: Map<string, string>;
  cursor: string;
  changedUntil: string;
};

const Exported = z.object({
  tickets: z.array(z.looseObject({ id: z.number() })),
  users: z.array(z.unknown()).nullish(),
  groups: z.array(z.looseObject({ id: z.number(), name: z.string().nullish() })).nullish(),
  after_cursor: z.string().nullable(),
  end_of_stream: z.boolean(),
});
const Stamped = z.object({ generated_timestamp: z.number() });
const OVERLAP_MINUTES = 10; // when a cursor is refused, and the time has to do
const YOUNGEST_START_SECONDS = 61; // Zendesk refuses a start within the last minute

/**
 * Tickets changed since a place, oldest change first, page by page. Where Zendesk refuses an old cursor, it begins again at the time
 * up to which tickets had been read.
 */
export async function* exportedTickets(
  nango: Caller,
  from: { cursor: string; changedUntil: string },
): AsyncGenerator<ExportPage, void, void> {
  let { cursor, changedUntil } = from;
  for (;;) {
    let answer: z.infer<typeof Exported>;
    try {
      answer = await askZendesk(nango, exportTickets(cursor === "" ? { startTime: secondsOf(changedUntil) } : { cursor }), Exported);
    } catch (error) {
      if (!(error instanceof ZendeskError) || error.status !== 400 || cursor === "") throw error;
      cursor = "";
      changedUntil = minutesBefore(changedUntil, OVERLAP_MINUTES);
      continue;
    }
    if (answer.after_cursor === cursor && answer.tickets.length > 0)
      throw new Error("Zendesk answered the same cursor that it was asked with");
    cursor = answer.after_cursor ?? cursor;
    for (const row of answer.tickets) {
      // System updates change a ticket without moving its updated_at: the export goes by this stamp.
      const stamp = Stamped.safeParse(row).data?.generated_timestamp;
      if (stamp !== undefined) changedUntil = later(changedUntil, new Date(stamp * 1000).toISOString());
    }
    const groups = new Map((answer.groups ?? []).map(({ id, name }) => [String(id), name ?? ""]));
    yield { rows: answer.tickets, users: answer.users ?? [], groups, cursor, changedUntil };
    if (answer.end_of_stream) return;
  }
}

function secondsOf(iso: string): number {
  return Math.min(Math.floor(Date.parse(iso) / 1000), Math.floor(Date.now() / 1000) - YOUNGEST_START_SECONDS);
}
