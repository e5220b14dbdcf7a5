import type { NangoAction } from "nango";
import * as z from "zod";
import { sendInTime, type Deadline } from "../kit/in-time.js";
import { refuse, type Refusal } from "../kit/refuse.js";
import { linesOf, purchaseOrder, supplierEmail } from "./queries.js";
import { allRows } from "./suiteql.js";
import { LineRow, OrderRow, toPurchaseOrder } from "./to-purchase-order.js";
import { zoneOf } from "./clock.js";
import type { PurchaseOrder } from "../records/purchase-order.js";

export type Actor = Pick<NangoAction, "get" | "post" | "patch" | "put" | "log" | "getMetadata" | "ActionError">;

// A misspelt field is refused instead of passed over in silence. https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_156257770590.html
export const STRICT = { "X-NetSuite-PropertyNameValidation": "Error" };

const Details = z.object({
  "o:errorDetails": z.array(z.object({ detail: z.string().nullish(), "o:errorCode": z.string().nullish() })).nullish(),
});
const Failure = z.object({ response: z.object({ status: z.number(), data: z.unknown() }) });

/** The purchase order as it is now; refuses with not_found. */
export async function readPurchaseOrder(nango: Actor, id: string): Promise<PurchaseOrder> {
  const zone = await zoneOf(nango, await nango.getMetadata());
  const [row] = await allRows(nango, purchaseOrder(id), OrderRow);
  if (!row) return refuse(nango, "not_found", `NetSuite has no purchase order ${id}.`);
  return toPurchaseOrder(row, await allRows(nango, linesOf([id]), LineRow), zone);
}

/** Where the supplier of an order gets mail; null where NetSuite does not say, or the role may not see it. */
export async function readSupplierEmail(nango: Actor, { supplierId }: PurchaseOrder): Promise<string | null> {
  if (supplierId === null) return null;
  const [row] = await allRows(nango, supplierEmail(supplierId), z.object({ email: z.string().nullish() }));
  return row?.email ?? null;
}

/** Sends a change in time, and ends the action with NetSuite's own reason where it is refused. A 429 or a fault of theirs is thrown as it is. */
export async function send(nango: Actor, deadline: Deadline, change: () => Promise<unknown>): Promise<void> {
  try {
    await sendInTime(nango, deadline, change);
  } catch (error) {
    const failure = Failure.safeParse(error).data?.response;
    if (!failure || failure.status === 429 || failure.status >= 500) throw error;
    const [detail] = Details.safeParse(failure.data).data?.["o:errorDetails"] ?? [];
    const type: Refusal =
      failure.status === 404 ? "not_found" : failure.status === 401 || failure.status === 403 ? "not_allowed" : "invalid";
    refuse(nango, type, detail?.detail ?? `NetSuite answered ${failure.status}.`, { code: detail?.["o:errorCode"] ?? null });
  }
}
