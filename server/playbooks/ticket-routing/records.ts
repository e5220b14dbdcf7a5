import * as z from "zod";

/** What this playbook reads of a ticket: in our copy, and as the connector's action read-ticket answers it. */
export const TicketSeen = z.object({
  id: z.string(),
  subject: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  state: z.string(),
  priority: z.string().nullable(),
  channel: z.string().nullable(),
  requesterId: z.string().nullable(),
  assigneeId: z.string().nullable(),
  groupId: z.string().nullable(),
  groupName: z.string().nullable(),
  tags: z.array(z.string()),
  orderNumbers: z.array(z.string()),
});
export type TicketSeen = z.infer<typeof TicketSeen>;

/** What this playbook reads of an order that a ticket names: only what never changes. */
export const OrderNamed = z.object({
  number: z.string(),
  placedAt: z.string(),
  totalAtPlacing: z.object({ amountMinor: z.int(), currency: z.string() }).nullable(),
});
export type OrderNamed = z.infer<typeof OrderNamed>;
