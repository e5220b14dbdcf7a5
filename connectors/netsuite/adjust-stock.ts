import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { quoted, idList } from "./queries.js";
import { send, STRICT, type Actor } from "./record-api.js";
import { allRows } from "./suiteql.js";

export const AdjustInput = z.object({
  key: z.string().min(8).max(60).describe("of this effect: the same key twice is one adjustment"),
  subsidiaryId: z.string().regex(/^\d+$/).nullable(),
  accountId: z.string().regex(/^\d+$/).describe("ledger account that takes up the difference"),
  itemId: z.string().regex(/^\d+$/),
  locationId: z.string().regex(/^\d+$/),
  changeBy: z.number().refine((value) => value !== 0, "A change of nothing is none."),
  memo: z.string().max(999),
  expectedOnHand: z.number().nullable().describe("refuse when the balance is another by now; null to adjust regardless"),
  notAfter: NotAfter,
});
export const AdjustOutput = z.object({ adjustmentId: z.string(), alreadyDone: z.boolean() });

const Found = z.object({ id: z.union([z.string(), z.number()]).transform(String) });
const Balance = z.object({ quantityonhand: z.union([z.string(), z.number()]).transform(Number).nullish() });

/** Writes one inventory adjustment under the effect's own external id, so that doubt is settled by looking it up. */
export async function adjustStock(nango: Actor, input: z.infer<typeof AdjustInput>): Promise<z.infer<typeof AdjustOutput>> {
  const known = () => allRows(nango, `SELECT t.id FROM transaction t WHERE t.type = 'InvAdjst' AND t.externalid = ${quoted(input.key)} ORDER BY t.id`, Found); // prettier-ignore
  const [earlier] = await known();
  if (earlier) return { adjustmentId: earlier.id, alreadyDone: true };
  if (input.expectedOnHand !== null) {
    const where = `a.item = ${idList([input.itemId])} AND a.location = ${idList([input.locationId])}`;
    const [balance] = await allRows(nango, `SELECT a.quantityonhand FROM aggregateitemlocation a WHERE ${where} ORDER BY a.item`, Balance);
    const onHand = balance?.quantityonhand ?? 0;
    if (onHand !== input.expectedOnHand)
      refuse(nango, "conflict", "The balance was changed after this was decided.", { expected: input.expectedOnHand, found: onHand });
  }
  await send(nango, input, () =>
    // Upsert by external id: https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1545141500.html
    nango.put({
      endpoint: `/inventoryAdjustment/eid:${encodeURIComponent(input.key)}`,
      headers: STRICT,
      data: {
        account: { id: input.accountId },
        ...(input.subsidiaryId === null ? {} : { subsidiary: { id: input.subsidiaryId } }),
        memo: input.memo,
        inventory: { items: [{ item: { id: input.itemId }, location: { id: input.locationId }, adjustQtyBy: input.changeBy }] },
      },
      retries: 0,
    }),
  );
  const [written] = await known();
  if (!written) throw new Error("NetSuite took the adjustment and does not show it");
  return { adjustmentId: written.id, alreadyDone: false };
}
