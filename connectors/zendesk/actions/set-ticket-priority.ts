import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { oneTicket } from "../operations.js";
import { changeTicket, ticketToChange } from "../read-ticket.js";

export default createAction({
  description: "Set the priority of a ticket",
  version: "1.0.0",
  scopes: ["write"],
  input: z.object({
    ticketId: z.string(),
    priority: z.enum(["low", "normal", "high", "urgent"]).nullable().describe("null takes it away, as before anybody set one"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to set it regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({ priorityBefore: z.string().nullable().describe("what undoing has to set"), alreadyDone: z.boolean() }),

  exec: async (nango, input) => {
    const { ticket, stamp } = await ticketToChange(nango, input);
    if (ticket.priority === input.priority) return { priorityBefore: ticket.priority, alreadyDone: true };
    const changes = { priority: input.priority, safe_update: true, updated_stamp: stamp };
    await changeTicket(nango, input, { method: "put", operation: oneTicket(input.ticketId), body: { ticket: changes } });
    return { priorityBefore: ticket.priority, alreadyDone: false };
  },
});
