import * as z from "zod";

/** A row of the vendor that could not be read. It is set aside and shown, so that the rest of the page arrives and nobody thinks it complete. */
export const RejectedRecord = z.object({
  id: z.string().describe("the vendor's id of the row"),
  reason: z.string().describe("field and what was wrong with it; no contents, which may be personal"),
});
export type RejectedRecord = z.infer<typeof RejectedRecord>;
