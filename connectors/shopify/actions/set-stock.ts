import { createAction } from "nango";
import * as z from "zod";
import { ChangedStock, ChangeOfStock, setStock } from "../change-stock.js";

/** Undone by setting what was there before. */
export default createAction({
  description: "Set what a stock level has on sale, once",
  version: "1.0.0",
  scopes: ["write_inventory", "read_locations"],
  input: ChangeOfStock.extend({ quantity: z.int().nonnegative() }),
  output: ChangedStock,
  exec: setStock,
});
