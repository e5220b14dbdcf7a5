import * as z from "zod";
import type { Deadline } from "../kit/in-time.js";
import { refuse, requireUnchanged } from "../kit/refuse.js";
import type { Return } from "../records/return.js";
import { changeShopify, type Caller } from "./graphql.js";
import { DISPOSE } from "./operations.js";
import { readReturn } from "./read-return.js";
import { reverseLinesOf } from "./to-return.js";
import { refuseUserErrors, UserErrors } from "./user-errors.js";
import type { ReturnWithGoods } from "./order-returns.js";

const Disposed = z.object({ reverseFulfillmentOrderDispose: z.object({ userErrors: UserErrors }) });

const TYPES = { restock: "RESTOCKED", "write off": "NOT_RESTOCKED" } as const;
export type GoodsDecision = keyof typeof TYPES;
export type RestockAsked = Deadline & { returnId: string; goods: GoodsDecision; expectedUpdatedAt: string | null };

type Disposal = { reverseFulfillmentOrderLineItemId: string; quantity: number; dispositionType: string; locationId: string };

/**
 * Puts all that came back of a return on the shelf of the place that received it, or writes it off, once. Shopify has no key for this: so it
 * looks first at what was decided on the goods before, and sends only what nothing was decided on; of more than is left Shopify takes none.
 */
export async function restockReturn(nango: Caller, asked: RestockAsked): Promise<{ return: Return; alreadyDone: boolean }> {
  const { returnId, goods, expectedUpdatedAt } = asked;
  const { record, node } = await readReturn(nango, returnId);
  const open = undecided(node);
  if (open.length === 0) {
    const done = (line: Return["lines"][number]) => (goods === "restock" ? line.restockedQuantity : line.writtenOffQuantity);
    if (record.lines.some((line) => done(line) > 0)) return { return: record, alreadyDone: true };
    const isDecided = record.lines.some(({ restockedQuantity, writtenOffQuantity }) => restockedQuantity + writtenOffQuantity > 0);
    if (isDecided) refuse(nango, "conflict", "Something else was decided on these goods already.");
    refuse(nango, "not_allowed", "Nobody has recorded that goods of this return were received.");
  }
  requireUnchanged(nango, expectedUpdatedAt, record.updatedAt);
  const inputs = open.map((one): Disposal => ({ ...one, dispositionType: TYPES[goods] }));
  const answer = await changeShopify(nango, asked, { query: DISPOSE, variables: { inputs }, schema: Disposed });
  refuseUserErrors(nango, answer.reverseFulfillmentOrderDispose.userErrors);
  return { return: (await readReturn(nango, returnId)).record, alreadyDone: false };
}

/** Pieces that were received and wait for a decision, with the place where they lie. */
function undecided(node: ReturnWithGoods): Omit<Disposal, "dispositionType">[] {
  return node.returnLineItems.nodes
    .flatMap((line) => reverseLinesOf(node, line))
    .flatMap(({ id, dispositions }) => {
      const received = dispositions.filter(({ type }) => type === "PROCESSING_REQUIRED");
      const decided = dispositions.filter(({ type }) => type !== "PROCESSING_REQUIRED");
      const sum = (rows: typeof dispositions) => rows.reduce((total, { quantity }) => total + quantity, 0);
      const quantity = sum(received) - sum(decided);
      const locationId = received.find(({ location }) => location)?.location?.id;
      return quantity > 0 && locationId !== undefined ? [{ reverseFulfillmentOrderLineItemId: id, quantity, locationId }] : [];
    });
}
