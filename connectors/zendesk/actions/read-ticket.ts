import { createAction } from "nango";
import * as z from "zod";
import { Ticket } from "../../records/ticket.js";
import { readTicket } from "../read-ticket.js";

export default createAction({
  description: "A ticket as it is now",
  version: "1.0.0",
  scopes: ["read"],
  input: z.object({ ticketId: z.string() }),
  output: Ticket,

  exec: async (nango, input) => (await readTicket(nango, input.ticketId)).ticket,
});
