import * as z from "zod";
import { toMoney } from "../kit/money.js";
import type { Money } from "../records/order.js";

/** An amount in two currencies, of which the shop's own counts. */
export const MoneyBag = z.object({
  shopMoney: z.object({ amount: z.union([z.string(), z.number().transform(String)]), currencyCode: z.string() }),
});
export type MoneyBag = z.infer<typeof MoneyBag>;

/** The amount in the shop's currency; null where there is none. */
export function moneyOf(bag: MoneyBag | null | undefined): Money | null {
  return bag ? toMoney(bag.shopMoney.amount, bag.shopMoney.currencyCode) : null;
}
