import { createAction } from "nango";
import * as z from "zod";
import { InventoryLevel } from "../../records/inventory-level.js";
import { readStock } from "../change-stock.js";

/** For the look before an effect, and for finding out after a crash whether it was done. */
export default createAction({
  description: "Read one stock level as it is now",
  version: "1.0.0",
  scopes: ["read_inventory", "read_locations"],
  input: z.object({ itemId: z.string(), locationId: z.string() }),
  output: InventoryLevel,
  exec: readStock,
});
