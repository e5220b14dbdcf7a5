import * as z from "zod";

/** A service of a carrier account by which parcels can travel. Codes are kept as the shipping system writes them. */
export const CarrierService = z.object({
  id: z.string().describe("carrier and service: stable, unique within the connection"),
  carrier: z.string(),
  carrierName: z.string(),
  service: z.string(),
  name: z.string().describe("as people read it: UPS Ground"),
});
export type CarrierService = z.infer<typeof CarrierService>;
