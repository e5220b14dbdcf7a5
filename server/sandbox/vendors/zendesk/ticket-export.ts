import { secondsOf } from "./account.ts";
import type { HelpdeskState } from "../../departments/helpdesk/state.ts";
import type { Ticket } from "../../departments/helpdesk/ticket.ts";

/** A place in the export: after this second and, within it, after this ticket. */
interface Place {
  seconds: number;
  ticketId: number;
}

export interface ExportPage {
  tickets: readonly Ticket[];
  afterCursor: string | null;
  isEnd: boolean;
}

const NEWEST_HIDDEN_SECONDS = 60; // the vendor never gives the last minute
const START_MUST_BE_OLDER_SECONDS = 60;

/** Tickets in the order in which they changed last; made anew only after a change. */
export interface TicketExport {
  /** @param place a time in seconds, or a cursor. "invalid" for a cursor that is none, "too recent" for a start in the last minute */
  page(place: { startTime: number } | { cursor: string }, size: number, isCut: boolean): ExportPage | "invalid" | "too recent";
}

export function createTicketExport(state: HelpdeskState): TicketExport {
  let made: { revision: number; tickets: readonly Ticket[] } | null = null;
  function sorted(): readonly Ticket[] {
    if (made?.revision !== state.revision) {
      const tickets = state.tickets.toSorted((a, b) => secondsOf(a.updatedMs) - secondsOf(b.updatedMs) || a.id - b.id);
      made = { revision: state.revision, tickets };
    }
    return made.tickets;
  }

  return {
    page(place, size, isCut) {
      const nowSeconds = secondsOf(state.nowMs);
      const from = "cursor" in place ? readCursor(place.cursor) : { seconds: place.startTime, ticketId: 0 };
      if (!from) return "invalid";
      if ("startTime" in place && place.startTime > nowSeconds - START_MUST_BE_OLDER_SECONDS) return "too recent";
      const shown = sorted().filter((ticket) => {
        const seconds = secondsOf(ticket.updatedMs);
        if (seconds > nowSeconds - NEWEST_HIDDEN_SECONDS) return false;
        return seconds > from.seconds || (seconds === from.seconds && ticket.id > from.ticketId);
      });
      const full = shown.slice(0, size);
      const tickets = isCut ? full.slice(0, Math.ceil(full.length / 2)) : full;
      const last = tickets.at(-1);
      const afterCursor = last ? cursorOf({ seconds: secondsOf(last.updatedMs), ticketId: last.id }) : cursorOf(from);
      return { tickets, afterCursor, isEnd: shown.length <= size };
    },
  };
}

const cursorOf = ({ seconds, ticketId }: Place): string => Buffer.from(`${seconds}.0||${ticketId}`).toString("base64");

function readCursor(text: string): Place | null {
  const match = /^(\d+)\.0\|\|(\d+)$/.exec(Buffer.from(text, "base64").toString("utf8"));
  return match ? { seconds: Number(match[1]), ticketId: Number(match[2]) } : null;
}
