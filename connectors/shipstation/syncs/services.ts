import { createSync } from "nango";
import { CarrierService } from "../../records/carrier-service.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Warehouse } from "../../records/warehouse.js";
import { followServices } from "../follow-services.js";

/** What a choice of carrier may name. Changes a few times a year, so it is read once a day and whole. */
export default createSync({
  description: "The services of every carrier account, and the warehouses that parcels leave from",
  version: "1.0.0",
  frequency: "every day",
  autoStart: true,
  models: { CarrierService, Warehouse, RejectedCarrierService: RejectedRecord, RejectedWarehouse: RejectedRecord },

  exec: async (nango) => {
    await followServices(nango);
  },
});
