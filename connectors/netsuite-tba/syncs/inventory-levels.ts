import { createSync } from "nango";
import { InventoryLevel } from "../../records/inventory-level.js";
import { RejectedRecord } from "../../records/rejected-record.js";
import { followStock } from "../../netsuite/follow-stock.js";

export default createSync({
  description: "Stock by item and location",
  version: "1.0.0",
  frequency: "every hour",
  autoStart: true,
  models: { InventoryLevel, RejectedInventoryLevel: RejectedRecord },
  exec: async (nango) => followStock(nango),
});
