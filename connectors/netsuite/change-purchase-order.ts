import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import { PurchaseOrder } from "../records/purchase-order.js";
import { readPurchaseOrder, send, STRICT, type Actor } from "./record-api.js";

export const ExpectedDateInput = z.object({
  purchaseOrderId: z.string().regex(/^\d+$/),
  lines: z
    .array(z.object({ lineId: z.string().regex(/^\d+$/), expectedOn: z.iso.date() }))
    .min(1)
    .max(200),
  expectedUpdatedAt: z.string().nullable().describe("refuse when the record was changed since; null to write regardless"),
  notAfter: NotAfter,
});
export const ExpectedDateOutput = z.object({
  before: z.array(z.object({ lineId: z.string(), expectedOn: z.string().nullable() })).describe("what undoing has to write"),
  alreadyDone: z.boolean(),
  purchaseOrder: PurchaseOrder,
});

/** Writes expected dates of lines. A date is there or not, so repeating it changes nothing. */
export async function updateExpectedDate(
  nango: Actor,
  input: z.infer<typeof ExpectedDateInput>,
): Promise<z.infer<typeof ExpectedDateOutput>> {
  const order = await readPurchaseOrder(nango, input.purchaseOrderId);
  const found = new Map(order.lines.map((line) => [line.id, line]));
  const missing = input.lines.find(({ lineId }) => !found.has(lineId));
  // NetSuite adds a line that it does not know: an unknown number must never be sent.
  if (missing) refuse(nango, "conflict", `The purchase order has no line ${missing.lineId} any more.`);
  const wanted = input.lines.filter(({ lineId, expectedOn }) => found.get(lineId)?.expectedOn !== expectedOn);
  const before = wanted.map(({ lineId }) => ({ lineId, expectedOn: found.get(lineId)?.expectedOn ?? null }));
  if (wanted.length === 0) return { before, alreadyDone: true, purchaseOrder: order };
  requireUnchanged(nango, input.expectedUpdatedAt, order.updatedAt);
  if (order.state === "closed" || order.state === "fully_billed") refuse(nango, "not_allowed", "The purchase order is closed.");
  await send(nango, input, () =>
    nango.patch({
      // https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545141395.html
      endpoint: `/purchaseOrder/${input.purchaseOrderId}`,
      headers: STRICT,
      data: { item: { items: wanted.map(({ lineId, expectedOn }) => ({ line: Number(lineId), expectedReceiptDate: expectedOn })) } },
      retries: 0,
    }),
  );
  return { before, alreadyDone: false, purchaseOrder: await readPurchaseOrder(nango, input.purchaseOrderId) };
}

export const MemoInput = z.object({
  purchaseOrderId: z.string().regex(/^\d+$/),
  memo: z.string().max(999),
  expectedUpdatedAt: z.string().nullable(),
  notAfter: NotAfter,
});
export const MemoOutput = z.object({ before: z.string().nullable(), alreadyDone: z.boolean(), purchaseOrder: PurchaseOrder });

/** Writes the memo: what was accepted or agreed with the supplier. */
export async function updateMemo(nango: Actor, input: z.infer<typeof MemoInput>): Promise<z.infer<typeof MemoOutput>> {
  const order = await readPurchaseOrder(nango, input.purchaseOrderId);
  if ((order.memo ?? "") === input.memo) return { before: order.memo, alreadyDone: true, purchaseOrder: order };
  requireUnchanged(nango, input.expectedUpdatedAt, order.updatedAt);
  await send(nango, input, () =>
    // https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545141395.html
    nango.patch({ endpoint: `/purchaseOrder/${input.purchaseOrderId}`, headers: STRICT, data: { memo: input.memo }, retries: 0 }),
  );
  return { before: order.memo, alreadyDone: false, purchaseOrder: await readPurchaseOrder(nango, input.purchaseOrderId) };
}
