import * as z from "zod";
import type { CarrierService } from "../records/carrier-service.js";
import type { Warehouse } from "../records/warehouse.js";

const Text = z.string().nullish();

export const CarrierRow = z.object({ code: z.string(), name: Text });
export const ServiceRow = z.object({ carrierCode: z.string(), code: z.string(), name: Text });
export const WarehouseRow = z.object({
  warehouseId: z.union([z.number(), z.string()]).transform(String),
  warehouseName: Text,
  originAddress: z.object({ state: Text, country: Text, postalCode: Text }).nullish(),
});

/** A service that two accounts of one carrier offer is two: each account has prices of its own. */
export const toCarrierService = (carrier: z.infer<typeof CarrierRow>, row: z.infer<typeof ServiceRow>): CarrierService => ({
  id: `${carrier.code}:${row.code}`,
  carrier: carrier.code,
  carrierName: carrier.name || carrier.code,
  service: row.code,
  name: row.name || row.code,
});

export const toWarehouse = ({ warehouseId: id, warehouseName, originAddress: from }: z.infer<typeof WarehouseRow>): Warehouse => ({
  id,
  name: warehouseName || id,
  region: from?.state || null,
  country: from?.country || null,
  postcode: from?.postalCode || null,
});
