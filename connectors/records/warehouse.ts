import * as z from "zod";

/** A place from which parcels leave. */
export const Warehouse = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string().nullable(),
  country: z.string().nullable().describe("ISO 3166-1 alpha-2"),
  postcode: z.string().nullable(),
});
export type Warehouse = z.infer<typeof Warehouse>;
