import * as z from "zod";
import { askShopify, type Caller } from "./graphql.js";
import { RETURNS_OF_ORDERS } from "./operations.js";
import { OrderReturns } from "./order-returns.js";
import { EventNode, toOpsEvent } from "./to-ops-event.js";
import { isOfReturns, toReturnEvent } from "./to-return-event.js";
import type { OpsEvent } from "../records/ops-event.js";

const ORDERS_AT_ONCE = 40; // As many as stay below the most that one query may cost.

const Answer = z.object({ nodes: z.array(z.unknown()) });

/** Reads entries of time lines as what people did: on the order, or on one of its returns. */
export type EntryReader = {
  /** Asks for what the entries of a page need; to be awaited before they are read. */
  learn: (rows: readonly unknown[]) => Promise<void>;
  /** @throws ZodError when the row is no entry */
  read: (row: unknown) => OpsEvent | null;
};

/** @param withReturns whether read_returns was granted; without it what is done about a return counts for its order */
export function entryReader(nango: Caller, { withReturns }: { withReturns: boolean }): EntryReader {
  const known = new Map<string, OrderReturns>();

  /** Whether what we know of the order is younger than the entry; an order without returns is asked about each time. */
  function isCovered({ subjectId, createdAt }: EventNode): boolean {
    const order = known.get(subjectId ?? "");
    if (!order) return false;
    const times = order.returns.nodes
      .flatMap(({ createdAt: asked, requestApprovedAt, closedAt }) => [asked, requestApprovedAt, closedAt])
      .concat(order.refunds.map((refund) => refund.createdAt));
    return times.some((time) => Date.parse(time ?? "") >= Date.parse(createdAt));
  }

  return {
    async learn(rows) {
      if (!withReturns) return;
      const nodes = rows.flatMap((row) => EventNode.safeParse(row).data ?? []);
      const wanted = nodes.filter((node) => node.subjectId?.includes("/Order/") && isOfReturns(node) && !isCovered(node));
      const ids = [...new Set(wanted.flatMap(({ subjectId }) => subjectId ?? []))];
      for (let start = 0; start < ids.length; start += ORDERS_AT_ONCE) {
        const variables = { ids: ids.slice(start, start + ORDERS_AT_ONCE) };
        const answer = await askShopify(nango, { query: RETURNS_OF_ORDERS, variables, schema: Answer });
        for (const node of answer.nodes) {
          const order = OrderReturns.safeParse(node).data;
          if (order) known.set(order.id, order);
        }
      }
    },
    read(row) {
      const node = EventNode.parse(row);
      const event = toOpsEvent(node);
      const order = event && known.get(event.caseId);
      return (order && isOfReturns(node) ? toReturnEvent(event, node, order) : null) ?? event;
    },
  };
}
