import { createAction } from "nango";
import * as z from "zod";
import { ChangedStock, ChangeOfStock, moveStock, StockState } from "../change-stock.js";

/** Undone by moving the same units back. */
export default createAction({
  description: "Move units of a stock level from one state to another, once",
  version: "1.0.0",
  scopes: ["write_inventory", "read_locations"],
  input: ChangeOfStock.extend({
    from: StockState,
    to: StockState,
    quantity: z.int().positive().nullable().describe("null moves all that are there"),
    expectedToQuantity: z
      .int()
      .nullable()
      .describe(
        "of the state that they are moved to, when it was decided; refused when it is another by now. null to move them regardless",
      ),
  }),
  output: ChangedStock,
  exec: moveStock,
});
