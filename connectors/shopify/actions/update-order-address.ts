import { createAction } from "nango";
import * as z from "zod";
import { NotAfter } from "../../kit/in-time.js";
import { refuse, requireUnchanged } from "../../kit/refuse.js";
import { ShipTo } from "../../records/order.js";
import { askShopify, changeShopify } from "../graphql.js";
import { ADDRESSEE, UPDATE_ADDRESS } from "../operations.js";
import { readOrder } from "../read-order.js";
import { refuseUserErrors, UserErrors } from "../user-errors.js";

const Place = ShipTo.omit({ validation: true });
type Place = z.infer<typeof Place>;

const Name = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  company: z.string().nullish(),
  phone: z.string().nullish(),
});
const Addressee = z.object({ order: z.object({ shippingAddress: Name.nullish() }).nullish() });
const Updated = z.object({ orderUpdate: z.object({ userErrors: UserErrors }) });

const FIELDS = ["line1", "line2", "city", "region", "postcode", "country"] as const;
const isSame = (one: Place, other: Place): boolean => FIELDS.every((field) => (one[field] ?? "") === (other[field] ?? ""));

/** Changes where an order goes and not whom it is for: names and phone are read and sent along, and stay inside this action. */
export default createAction({
  description: "Correct the shipping address of an order",
  version: "1.0.0",
  scopes: ["write_orders"],
  input: z.object({
    orderId: z.string(),
    address: Place,
    expectedAddress: Place.nullable().describe("refuse when the order goes elsewhere by now; null to correct regardless"),
    expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to correct regardless"),
    notAfter: NotAfter,
  }),
  output: z.object({
    address: ShipTo.describe("as the order has it afterwards"),
    alreadyDone: z.boolean(),
  }),

  exec: async (nango, input) => {
    const { orderId, address, expectedAddress, expectedUpdatedAt } = input;
    const { order } = await readOrder(nango, orderId, { waits: false });
    if (!order.shipTo) return refuse(nango, "not_allowed", "The order has no shipping address, or it may not be seen.");
    if (isSame(order.shipTo, address)) return { address: order.shipTo, alreadyDone: true };
    if (order.cancelledAt || order.closedAt) refuse(nango, "not_allowed", "The order is over.");
    if (expectedAddress && !isSame(order.shipTo, expectedAddress))
      refuse(nango, "conflict", "The address was changed after this was decided. Read the order again and decide anew.");
    requireUnchanged(nango, expectedUpdatedAt, order.updatedAt);

    const variables = { id: orderId };
    const { order: addressee } = await askShopify(nango, { query: ADDRESSEE, variables, schema: Addressee, waits: false });
    const { orderUpdate } = await changeShopify(nango, input, {
      query: UPDATE_ADDRESS,
      variables: { id: orderId, address: { ...addressee?.shippingAddress, ...toInput(address) } },
      schema: Updated,
    });
    refuseUserErrors(nango, orderUpdate.userErrors);
    const after = await readOrder(nango, orderId, { waits: true });
    if (!after.order.shipTo) throw new Error("Shopify took the address and shows none");
    return { address: after.order.shipTo, alreadyDone: false };
  },
});

const toInput = ({ line1, line2, city, region, postcode, country }: Place) => ({
  address1: line1,
  address2: line2,
  city,
  provinceCode: region,
  zip: postcode,
  countryCode: country,
});
