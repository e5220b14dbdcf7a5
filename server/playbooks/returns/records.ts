import * as z from "zod";

const Money = z.object({ amountMinor: z.int(), currency: z.string() });

/** What this playbook reads of a return: in our copy, and as the connector's action read-return answers it. */
export const ReturnSeen = z.object({
  id: z.string(),
  number: z.string(),
  requestedAt: z.string(),
  updatedAt: z.string(),
  state: z.string(),
  value: Money.nullable(),
  refunded: Money.nullable(),
  lines: z.array(
    z.object({
      sku: z.string().nullable(),
      quantity: z.int(),
      refundedQuantity: z.int(),
      receivedQuantity: z.int(),
      restockedQuantity: z.int(),
      writtenOffQuantity: z.int(),
    }),
  ),
});
export type ReturnSeen = z.infer<typeof ReturnSeen>;

/** Whether every piece was paid back. */
export const isPaidBack = ({ lines }: ReturnSeen): boolean =>
  lines.length > 0 && lines.every(({ quantity, refundedQuantity }) => refundedQuantity >= quantity);

/** Whether pieces that came back still wait for a decision. */
export const hasGoodsLeft = ({ lines }: ReturnSeen): boolean =>
  lines.some(({ receivedQuantity, restockedQuantity, writtenOffQuantity }) => receivedQuantity > restockedQuantity + writtenOffQuantity);
