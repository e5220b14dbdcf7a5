import * as z from "zod";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { findOrder } from "../../shop/state.ts";
import { jsonReply } from "../../door.ts";
import { CENTRE, OUR_APP, TOKEN_CHANNEL } from "./account.ts";
import { parsed } from "./api.ts";
import { complaint, failure } from "./failure.ts";
import { goodsShape, heldGoods } from "./goods-shapes.ts";
import { itemIndexOf, orderOfShipment } from "./ids.ts";
import { importedMs, shipmentShape } from "./order-shapes.ts";
import { heldReturns, returnShape, statusOfReturn } from "./return-shapes.ts";
import type { Reply, Request } from "../../door.ts";
import type { Sandbox } from "../../open-sandbox.ts";

const Text = z.string().nullish();
const Centre = z.object({ id: z.literal(CENTRE.id) });
const Item = z.int().refine((id) => itemIndexOf(id) >= 0 && itemIndexOf(id) < CATALOGUE.length);
const NewReturn = z.strictObject({
  fulfillment_center: Centre,
  reference_id: z.string().min(1),
  tracking_number: Text,
  original_shipment_id: z.int().nullish(),
  inventory: z
    .array(
      z.strictObject({
        id: Item,
        quantity: z.int().positive(),
        requested_action: z.enum(["Default", "Restock", "Quarantine", "Dispose"]),
        lot_number: Text,
        lot_date: Text,
      }),
    )
    .min(1),
});
const NewGoods = z.strictObject({
  fulfillment_center: Centre,
  package_type: z.enum(["Package", "Pallet", "FloorLoadedContainer"]),
  box_packaging_type: z.enum(["EverythingInOneBox", "OneSkuPerBox", "MultipleSkuPerBox"]),
  expected_arrival_date: z.string(),
  purchase_order_number: Text,
  boxes: z
    .array(
      z.strictObject({
        tracking_number: z.string().nullable(),
        box_items: z.array(z.strictObject({ inventory_id: Item, quantity: z.int().positive(), lot_number: Text, lot_date: Text })).min(1),
      }),
    )
    .min(1),
});
const NewAddress = z.strictObject({
  street_address1: z.string().min(1),
  street_address2: Text,
  city: z.string().min(1),
  state: Text,
  zip_code: Text,
  country_code: Text,
  recipient_name: Text,
  company_name: Text,
  email: Text,
  phone_number: Text,
});

/** What the token may write, by path. */
export const WRITE_SCOPES: readonly (readonly [RegExp, string])[] = [
  [/^\/shipment\b/, "orders_write"],
  [/^\/return\b/, "returns_write"],
  [/^\/receiving\b/, "receiving_write"],
];

/** Calls that change something, as far as they are served. There is none for holds. @returns null for a path that is not served */
export function answerWrite(sandbox: Sandbox, request: Request): Reply | null {
  const { method, path, headers } = request;
  const { warehouse } = sandbox.departments;
  const body = parsed(request.body);
  const [, noun = "", id = "", verb = ""] = /^\/([a-z]+)(?:\/(\d+))?(?::([A-Za-z]+))?$/.exec(path) ?? [];
  if (noun === "" || method === "GET") return null;
  // Creations name the channel in whose name they are made, which has to be the token's own.
  if (id === "" && headers["shipbob_channel_id"] !== String(TOKEN_CHANNEL.id))
    return failure(403, "The channel may not be written to with this token.");
  switch (`${method} ${noun}${id === "" ? "" : "/id"}${verb === "" ? "" : `:${verb}`}`) {
    case "POST return":
      return createReturn();
    case "POST return/id:cancel":
      return cancelReturn();
    case "POST receiving":
      return createGoods();
    case "PUT shipment/id:updateAddress":
      return updateAddress();
    case "POST shipment/id:cancel":
      return cancelShipment();
    default:
      return null;
  }

  function createReturn(): Reply {
    const { data, error } = NewReturn.safeParse(body);
    if (!data) return complaint(400, error.issues[0]?.path.join(".") || "body", "The value is not valid.");
    if (heldReturns(sandbox).some(({ reference }) => reference === data.reference_id)) return takenReference();
    const result = warehouse.act(
      {
        kind: "announce return",
        reference: data.reference_id,
        trackingNumber: data.tracking_number ?? null,
        shipmentId: data.original_shipment_id ?? null,
        lines: data.inventory.map((line) => ({ itemIndex: itemIndexOf(line.id), quantity: line.quantity, action: line.requested_action })),
      },
      OUR_APP,
    );
    if (!result.ok) return takenReference();
    const made = heldReturns(sandbox).find((held) => held.id === result.id);
    return made ? jsonReply(201, returnShape(made)) : failure(404, "Not Found");
  }

  function cancelReturn(): Reply {
    const held = heldReturns(sandbox).find((one) => String(one.id) === id);
    if (!held) return failure(404, "Not Found");
    if (statusOfReturn(held) !== "Awaiting Arrival") return complaint(422, "status", "Only a return that is awaited can be cancelled.");
    const { shopReturnId } = held;
    if (shopReturnId === null) warehouse.act({ kind: "cancel announced return", id: held.id }, OUR_APP);
    else warehouse.act({ kind: "cancel return of the shop", returnId: shopReturnId }, OUR_APP);
    return jsonReply(200, {});
  }

  function createGoods(): Reply {
    const { data, error } = NewGoods.safeParse(body);
    const expectedMs = Date.parse(data?.expected_arrival_date ?? "");
    if (!data) return complaint(400, error.issues[0]?.path.join(".") || "body", "The value is not valid.");
    if (Number.isNaN(expectedMs) || expectedMs <= warehouse.state.nowMs) return complaint(400, "expected_arrival_date", "The date has to lie ahead."); // prettier-ignore
    const units = new Map<number, number>();
    for (const { inventory_id: item, quantity } of data.boxes.flatMap(({ box_items: items }) => items))
      units.set(itemIndexOf(item), (units.get(itemIndexOf(item)) ?? 0) + quantity);
    const lines = [...units].map(([itemIndex, quantity]) => ({ itemIndex, quantity }));
    const action = { kind: "announce goods", purchaseOrderNumber: data.purchase_order_number ?? null, expectedMs, lines } as const;
    const result = warehouse.act(action, OUR_APP);
    const made = result.ok ? heldGoods(sandbox).find((goods) => goods.id === result.id) : undefined;
    return made ? jsonReply(201, goodsShape(made)) : failure(404, "Not Found");
  }

  function updateAddress(): Reply {
    const { data, error } = NewAddress.safeParse(body);
    if (!data) return complaint(400, error.issues[0]?.path.join(".") || "body", "The value is not valid.");
    const address = {
      name: data.recipient_name ?? null,
      street1: data.street_address1,
      street2: data.street_address2 ?? null,
      city: data.city,
      state: data.state ?? null,
      zip: data.zip_code ?? null,
      country: data.country_code ?? null,
    };
    const result = warehouse.act({ kind: "address", orderNumber: orderOfShipment(Number(id)), address }, OUR_APP);
    if (!result.ok && result.refusal === "not found") return failure(404, "Not Found");
    const error409 = { code: "CONFLICT", message: "The shipment can no longer be changed." };
    return result.ok
      ? jsonReply(200, { id: Number(id), is_success: true, error: null })
      : jsonReply(409, { id: Number(id), is_success: false, error: error409 });
  }

  function cancelShipment(): Reply {
    const order = findOrder(sandbox.shop.state, orderOfShipment(Number(id)));
    if (!order || importedMs(order) > sandbox.shop.state.nowMs) return failure(404, "Not Found");
    const result = warehouse.act({ kind: "cancel shipment", orderNumber: order.number }, OUR_APP);
    if (!result.ok) return complaint(422, "", "The shipment has been picked, packed or shipped.");
    return jsonReply(200, shipmentShape(sandbox, order));
  }
}

const takenReference = (): Reply => complaint(422, "reference_id", "A return with this reference_id exists already.");
