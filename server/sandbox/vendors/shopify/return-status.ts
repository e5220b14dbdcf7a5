import { unreachable } from "../../unreachable.ts";
import { refundedMinor, returnsOf } from "../../departments/returns/state.ts";
import type { ReturnsState } from "../../departments/returns/state.ts";
import type { Order } from "../../shop/order.ts";
import type { Context } from "./context.ts";

export const returnsIn = ({ sandbox }: Pick<Context, "sandbox">): ReturnsState => sandbox.departments.returns.state;

/** Where the returns of an order stand, in the vendor's own words; of several the newest counts. */
export function returnStatusOf(context: Pick<Context, "sandbox">, { number }: Pick<Order, "number">): string {
  const newest = returnsOf(returnsIn(context), number).at(-1);
  switch (newest?.status) {
    case undefined:
      return "NO_RETURN";
    case "REQUESTED":
      return "RETURN_REQUESTED";
    case "OPEN":
      return newest.grade === null ? "IN_PROGRESS" : "INSPECTION_COMPLETE";
    case "DECLINED":
      return "RETURN_FAILED";
    case "CLOSED":
      return "RETURNED";
  }
  return unreachable();
}

export function financialStatusOf(context: Pick<Context, "sandbox">, { number, cancelled, totalMinor }: Order): string {
  const back = refundedMinor(returnsIn(context), number);
  if (cancelled || back >= totalMinor) return "refunded";
  return back > 0 ? "partially_refunded" : "paid";
}
