import { findCustomer } from "./draw-order.ts";
import { isDeepStrictEqual } from "node:util";
import type { Address, Order } from "./order.ts";
import type { ShopState } from "./state.ts";

/** Where the parcel really has to go: what people find out, whatever the order says. */
export function rightAddress({ customers }: Pick<ShopState, "customers">, order: Order): Address {
  const known = findCustomer(customers, order.customerId)?.address ?? order.address;
  return order.exception?.kind === "address" && order.exception.issue === "missing_unit"
    ? { ...known, address2: known.address2 ?? "Apt 2" }
    : known;
}

export const isRightAddress = (state: Pick<ShopState, "customers">, order: Order): boolean =>
  isDeepStrictEqual(order.address, rightAddress(state, order));
