import * as z from "zod";
import { toUtc } from "../kit/time.js";
import { toCode } from "../kit/words.js";
import type { Ticket } from "../records/ticket.js";

const Id = z.union([z.number(), z.string()]).transform(String);

/** A ticket as Zendesk gives it. Codes are open, since Zendesk adds some and an account may have statuses of its own. */
export const TicketRow = z.object({
  id: Id,
  subject: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  status: z.string(),
  priority: z.string().nullish(),
  via: z.object({ channel: z.union([z.string(), z.number()]).transform(String).nullish() }).nullish(),
  requester_id: Id.nullish(),
  assignee_id: Id.nullish(),
  group_id: Id.nullish(),
  tags: z.array(z.string()).nullish(),
});
export type TicketRow = z.infer<typeof TicketRow>;

/** Maps one ticket; null for one of the samples that Zendesk puts into a new account. Tags are sorted: a mere reordering is no change. */
export function toTicket(row: TicketRow, groups: ReadonlyMap<string, string>): Ticket | null {
  if (row.via?.channel === "sample_ticket") return null;
  const groupId = row.group_id ?? null;
  return {
    id: row.id,
    subject: row.subject ?? null,
    createdAt: toUtc(row.created_at),
    updatedAt: toUtc(row.updated_at),
    state: toCode(row.status),
    priority: row.priority ? toCode(row.priority) : null,
    channel: row.via?.channel ?? null,
    requesterId: row.requester_id ?? null,
    assigneeId: row.assignee_id ?? null,
    groupId,
    groupName: groupId === null ? null : (groups.get(groupId) ?? null),
    tags: [...(row.tags ?? [])].sort(),
    orderNumbers: [...new Set((row.subject ?? "").match(/#\d{3,}/g) ?? [])],
  };
}
