import * as z from "zod";

const Text = z.string().nullable();

/** What this playbook reads of a shipment: in our copy, and as the connector's action read-shipment answers it. */
export const ShipmentSeen = z.object({
  id: z.string(),
  updatedAt: Text,
  state: z.string(),
  requestedService: Text,
  shipBy: Text,
  carrier: Text,
  service: Text,
  weightGrams: z.number().nullable(),
  longestSideCm: z.number().nullable(),
  valueMinor: z.int().nullable(),
  region: Text,
  country: Text,
  warehouseId: Text,
  labels: z.array(z.object({ service: Text, voidedAt: Text, isReturn: z.boolean() })),
});
export type ShipmentSeen = z.infer<typeof ShipmentSeen>;

/** What this playbook reads of a warehouse. */
export const WarehouseSeen = z.object({ region: Text, country: Text });
export type WarehouseSeen = z.infer<typeof WarehouseSeen>;
