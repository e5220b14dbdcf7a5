import { createSync } from "nango";
import { InventoryLevel } from "../../records/inventory-level.js";
import { OpsEvent } from "../../records/ops-event.js";
import { PartnerReturn } from "../../records/partner-return.js";
import { PartnerShipment } from "../../records/partner-shipment.js";
import { ReceivingOrder } from "../../records/receiving-order.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Warehouse } from "../../records/warehouse.js";
import { ShipBobMetadata } from "../account.js";
import { Checkpoint, followFulfilment } from "../follow-fulfilment.js";

/** One sync for all of it: the calls share 150 a minute, and all events are one model. */
export default createSync({
  description: "Shipments and what holds them, returns, goods taken in, and stock with what moved it",
  version: "1.0.0",
  frequency: "every 10 minutes",
  autoStart: true,
  models: {
    PartnerShipment,
    PartnerReturn,
    ReceivingOrder,
    InventoryLevel,
    Warehouse,
    OpsEvent,
    RejectedPartnerShipment: RejectedRecord,
    RejectedPartnerReturn: RejectedRecord,
    RejectedReceivingOrder: RejectedRecord,
    RejectedInventoryLevel: RejectedRecord,
    RejectedStockEvent: RejectedRecord,
    RejectedWarehouse: RejectedRecord,
  },
  metadata: ShipBobMetadata,
  checkpoint: Checkpoint,

  exec: async (nango) => {
    await followFulfilment(nango);
  },
});
