import * as z from "zod";

/** A group of a help desk to which tickets can be passed. */
export const TicketGroup = z.object({
  id: z.string().describe("the vendor's own id: stable, unique within the connection"),
  name: z.string(),
});
export type TicketGroup = z.infer<typeof TicketGroup>;
