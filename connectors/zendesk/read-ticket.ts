import type { NangoAction } from "nango";
import * as z from "zod";
import type { Deadline } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import type { Ticket } from "../records/ticket.js";
import { groupNames } from "./all-groups.js";
import { askZendesk, tellZendesk, ZendeskError, type Caller, type Change } from "./ask-zendesk.js";
import { oneTicket } from "./operations.js";
import { TicketRow, toTicket } from "./to-ticket.js";

/** What an action needs of Nango. */
export type ActionCaller = Caller & Pick<NangoAction, "ActionError">;

const One = z.object({ ticket: z.unknown() });

/** A ticket as it is now, with Zendesk's own stamp of its last change. @throws a refusal when there is none or it was deleted */
export async function readTicket(nango: ActionCaller, ticketId: string): Promise<{ ticket: Ticket; stamp: string }> {
  try {
    const { ticket: row } = await askZendesk(nango, oneTicket(ticketId), One);
    const read = TicketRow.parse(row);
    const ticket = toTicket(read, await groupNames(nango));
    if (!ticket || ticket.state === "deleted") return refuse(nango, "not_found", "There is no such ticket.");
    return { ticket, stamp: read.updated_at };
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

/**
 * A ticket that may be changed: it is open to changes, and is as it was when the change was decided.
 *
 * @param expectedUpdatedAt null to change it regardless of what others did meanwhile
 */
export async function ticketToChange(
  nango: ActionCaller,
  { ticketId, expectedUpdatedAt }: { ticketId: string; expectedUpdatedAt: string | null },
): Promise<{ ticket: Ticket; stamp: string }> {
  const found = await readTicket(nango, ticketId);
  requireUnchanged(nango, expectedUpdatedAt, found.ticket.updatedAt);
  if (found.ticket.state === "closed") refuse(nango, "not_allowed", "The ticket is closed: Zendesk lets nobody change it any more.");
  return found;
}

/** Sends a change, with a refusal that the caller can act on where Zendesk would not have it. */
export async function changeTicket(nango: ActionCaller, deadline: Deadline, change: Change): Promise<unknown> {
  try {
    return await tellZendesk(nango, deadline, change);
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

function refusalOf(nango: ActionCaller, error: unknown): unknown {
  if (!(error instanceof ZendeskError)) return error;
  if (error.status === 404) return refuse(nango, "not_found", "There is no such ticket.");
  if (error.status === 409)
    return refuse(nango, "conflict", "The ticket was changed after this was decided. Read it again and decide anew.");
  if (error.status === 403) return refuse(nango, "not_allowed", "Zendesk does not let this connection do that.");
  return refuse(nango, "invalid", error.message);
}
