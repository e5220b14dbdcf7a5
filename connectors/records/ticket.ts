import * as z from "zod";

/** A request of a customer in its present state. Codes that a vendor names are kept as it writes them, in lower case: new ones appear. */
export const Ticket = z.object({
  id: z.string().describe("the vendor's own id: stable, unique within the connection"),
  subject: z.string().nullable(),
  createdAt: z.string().describe("ISO 8601, UTC"),
  updatedAt: z.string().describe("ISO 8601, UTC: what a decision about the ticket was made on"),
  state: z.string().describe("new, open, pending, hold, solved, closed, or what the vendor adds"),
  priority: z.string().nullable().describe("low, normal, high, urgent"),
  channel: z.string().nullable().describe("how it came in: email, web, api"),
  requesterId: z.string().nullable(),
  assigneeId: z.string().nullable(),
  groupId: z.string().nullable(),
  groupName: z.string().nullable().describe("as the group was called when the ticket was read"),
  tags: z.array(z.string()),
  orderNumbers: z.array(z.string()).describe("numbers of orders that the subject names: #1001"),
});
export type Ticket = z.infer<typeof Ticket>;
