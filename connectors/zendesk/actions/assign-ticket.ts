import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { changeTicket, ticketToChange } from "../read-ticket.js";
import { oneTicket } from "../operations.js";

/** To a group, and to one of its members where one is named. Zendesk compares the stamp, so nobody's change in between is overwritten. */
export default createAction({
  description: "Assign a ticket to a group or an agent",
  version: "1.0.0",
  scopes: ["write"],
  input: z.object({
    ticketId: z.string(),
    groupId: z.string(),
    assigneeId: z.string().nullable().describe("null leaves the choice to the group"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to assign regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({
    groupBefore: z.string().nullable().describe("what undoing has to assign"),
    assigneeBefore: z.string().nullable(),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    const { ticket, stamp } = await ticketToChange(nango, input);
    const before = { groupBefore: ticket.groupId, assigneeBefore: ticket.assigneeId };
    const isThere = ticket.groupId === input.groupId && (input.assigneeId === null || ticket.assigneeId === input.assigneeId);
    if (isThere) return { ...before, alreadyDone: true };
    const assignee = input.assigneeId === null ? {} : { assignee_id: Number(input.assigneeId) };
    const changes = { group_id: Number(input.groupId), ...assignee, safe_update: true, updated_stamp: stamp };
    await changeTicket(nango, input, { method: "put", operation: oneTicket(input.ticketId), body: { ticket: changes } });
    return { ...before, alreadyDone: false };
  },
});
