import { createSync } from "nango";
import { OpsEvent } from "../../records/ops-event.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { Shipment } from "../../records/shipment.js";
import { ShipStationMetadata } from "../accounts.js";
import { Checkpoint, followShipments } from "../follow-shipments.js";

/** One sync for all of it: a label is judged by its order, and the calls of all syncs share forty a minute. */
export default createSync({
  description: "Shipments with their labels, and who chose the service as far as it can be told",
  version: "1.0.0",
  frequency: "every 5 minutes",
  autoStart: true,
  models: { Shipment, RejectedShipment: RejectedRecord, OpsEvent, RejectedLabel: RejectedRecord },
  metadata: ShipStationMetadata,
  checkpoint: Checkpoint,

  exec: async (nango) => {
    await followShipments(nango);
  },
});
