import { createAction } from "nango";
import * as z from "zod";
import { adjustStock, ChangedStock, ChangeOfStock, StockState } from "../change-stock.js";

/** Undone by the same change with the other sign. */
export default createAction({
  description: "Change one state of a stock level by so many units, once",
  version: "1.0.0",
  scopes: ["write_inventory", "read_locations"],
  input: ChangeOfStock.extend({
    state: StockState,
    changeBy: z.int().refine((units) => units !== 0, "A change of nothing is none."),
  }),
  output: ChangedStock,
  exec: adjustStock,
});
