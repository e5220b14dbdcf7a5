import { createSync } from "nango";
import * as z from "zod";
import { CarrierService } from "../../records/carrier-service.js";
import { Warehouse } from "../../records/warehouse.js";
import { askShipStation } from "../ask-shipstation.js";
import { carrierList, serviceList, warehouseList } from "../operations.js";
import { CarrierRow, ServiceRow, toCarrierService, toWarehouse, WarehouseRow } from "../to-catalogue.js";

/** What a choice of carrier may name. Changes a few times a year, so it is read once a day and whole. */
export default createSync({
  description: "The services of every carrier account, and the warehouses that parcels leave from",
  version: "1.0.0",
  frequency: "every day",
  autoStart: true,
  models: { CarrierService, Warehouse },

  exec: async (nango) => {
    for (const carrier of await askShipStation(nango, carrierList(), z.array(CarrierRow))) {
      const rows = await askShipStation(nango, serviceList(carrier.code), z.array(ServiceRow));
      await nango.batchSave(rows.map((row) => toCarrierService(carrier, row)), "CarrierService"); // prettier-ignore
    }
    const warehouses = await askShipStation(nango, warehouseList(), z.array(WarehouseRow));
    await nango.batchSave(warehouses.map(toWarehouse), "Warehouse");
  },
});
