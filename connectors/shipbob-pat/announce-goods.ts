import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { ReceivingOrder } from "../records/receiving-order.js";
import { askShipBob } from "./ask-shipbob.js";
import { lookFor, NumberId, refusalOf, sendOnce, writableChannel, type ActionCaller, type Changer } from "./change-shipbob.js";
import { receivingOfPurchaseOrder } from "./operations.js";
import { rememberOwnAct } from "./own-acts.js";
import { toReceivingOrder } from "./to-receiving-order.js";

export const AnnounceGoodsInput = z.object({
  purchaseOrderNumber: z.string().min(1).max(100),
  centreId: NumberId,
  expectedOn: z.iso.date(),
  trackingNumber: z.string().nullable(),
  lines: z.array(z.object({ itemId: NumberId, quantity: z.int().positive() })).min(1).max(1000), // prettier-ignore
  notAfter: NotAfter,
});
export const AnnounceGoodsOutput = z.object({ receivingOrderId: z.string(), alreadyDone: z.boolean() });

export const FindGoodsInput = z.object({ purchaseOrderNumber: z.string().min(1) });
export const FindGoodsOutput = z.object({ orders: z.array(ReceivingOrder) });

const Rows = z.array(z.unknown());

/** Goods announced for a purchase order, the newest last. */
export async function goodsOf(nango: ActionCaller, purchaseOrderNumber: string): Promise<ReceivingOrder[]> {
  try {
    const rows = await askShipBob(nango, receivingOfPurchaseOrder(purchaseOrderNumber), Rows);
    return rows.map(toReceivingOrder).filter((order) => order.purchaseOrderNumber === purchaseOrderNumber);
  } catch (error) {
    throw refusalOf(nango, error);
  }
}

/**
 * Tells the 3PL that goods will come. ShipBob knows no key by which the same announcement twice would be one: it is looked for before, sent
 * once, and looked for after an answer that was lost.
 */
export async function announceGoods(
  nango: Changer,
  input: z.infer<typeof AnnounceGoodsInput>,
): Promise<z.infer<typeof AnnounceGoodsOutput>> {
  const known = await standing(nango, input.purchaseOrderNumber);
  if (known) {
    if (said(known.lines.map(({ itemId, expected: quantity }) => ({ itemId, quantity }))) !== said(input.lines))
      refuse(nango, "conflict", "Other goods are announced for this purchase order.", { found: known.id });
    return { receivingOrderId: known.id, alreadyDone: true };
  }
  const channelId = await writableChannel(nango, "receiving_write");
  try {
    const what = `receiving-of:${input.purchaseOrderNumber}`;
    await sendOnce(nango, input, { what, method: "POST", path: "/receiving", body: bodyOf(input), channelId });
  } catch (error) {
    if (error instanceof nango.ActionError) throw error;
    // No answer: it may have been made. Its purchase order tells.
  }
  const made = await lookFor(() => standing(nango, input.purchaseOrderNumber));
  if (!made) throw new Error("ShipBob gave no answer and shows nothing announced: look there before it is announced again");
  await rememberOwnAct(nango, `receiving:${made.id}`, made.createdAt);
  return { receivingOrderId: made.id, alreadyDone: false };
}

const standing = async (nango: ActionCaller, number: string): Promise<ReceivingOrder | undefined> =>
  (await goodsOf(nango, number)).findLast(({ state }) => state !== "cancelled");

function said(lines: readonly { itemId: string; quantity: number }[]): string {
  const units = new Map<string, number>();
  for (const { itemId, quantity } of lines) units.set(itemId, (units.get(itemId) ?? 0) + quantity);
  return [...units].map(([itemId, quantity]) => `${itemId}x${quantity}`).sort().join(","); // prettier-ignore
}

const bodyOf = ({ purchaseOrderNumber, centreId, expectedOn, trackingNumber, lines }: z.infer<typeof AnnounceGoodsInput>): object => ({
  purchase_order_number: purchaseOrderNumber,
  fulfillment_center: { id: Number(centreId) },
  package_type: "Package",
  box_packaging_type: "EverythingInOneBox",
  expected_arrival_date: `${expectedOn}T12:00:00Z`,
  boxes: [
    {
      tracking_number: trackingNumber,
      box_items: lines.map(({ itemId, quantity }) => ({ inventory_id: Number(itemId), quantity })),
    },
  ],
});
