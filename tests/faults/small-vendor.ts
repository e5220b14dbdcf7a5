import { createServer, type ServerResponse } from "node:http";
import * as z from "zod";

type Order = { tags: Set<string>; updatedMs: number; accepted: { add: boolean; tag: string }[] };
export type VendorFault = "429" | "5xx before" | "cut before" | "5xx after success" | "cut after success";

export type SmallVendor = {
  url: string;
  orders: Map<string, Order>;
  /** Asked at each call: what goes wrong with it. */
  fault: (writes: boolean) => VendorFault | null;
  /** Told when a change was accepted, before the answer leaves. */
  accepted: () => void;
  /** Somebody else puts a tag on or off. */
  edit: (orderId: string, change: { add?: string; remove?: string }) => void;
  close: () => Promise<void>;
};

const Input = z.object({
  orderId: z.string(),
  add: z.array(z.string()).default([]),
  remove: z.array(z.string()).default([]),
  expectedUpdatedAt: z.string().nullable().default(null),
});
const Call = z.object({ action_name: z.enum(["read-order", "tag-order"]), input: Input });

/**
 * A Nango with a vendor behind it that knows tags of orders and nothing else, and answers as the actions read-order and tag-order do.
 * Small, so that thousands of runs with faults take minutes; the whole way is gone in effect-faults.db.test.ts.
 */
export async function startSmallVendor(now: () => Date): Promise<SmallVendor> {
  const orders = new Map<string, Order>();
  const vendor: SmallVendor = {
    url: "",
    orders,
    fault: () => null,
    accepted: () => {},
    edit(orderId, { add, remove }) {
      const order = found(orderId);
      if (add !== undefined) order.tags.add(add);
      if (remove !== undefined) order.tags.delete(remove);
      touch(order);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const found = (orderId: string): Order => {
    const order = orders.get(orderId);
    if (!order) throw new Error(`no order ${orderId}`);
    return order;
  };
  const touch = (order: Order): void => {
    order.updatedMs = Math.max(order.updatedMs + 1_000, now().getTime());
  };
  const stamp = (order: Order): string => new Date(order.updatedMs).toISOString();

  function answer(body: string, response: ServerResponse): void {
    const { action_name: action, input } = Call.parse(JSON.parse(body));
    const writes = action === "tag-order";
    const fault = vendor.fault(writes);
    if (fault === "cut before") return void response.destroy();
    if (fault === "5xx before")
      return reply(response, 424, { error: { code: "script_http_error", upstream: { status: 502 }, payload: {} } });
    if (fault === "429") return refuse(response, { type: "throttled", message: "Too many calls.", retryAfterSeconds: 7 });
    const order = found(input.orderId);
    if (!writes) return reply(response, 200, read(input.orderId, order));
    if (input.expectedUpdatedAt !== null && input.expectedUpdatedAt !== stamp(order))
      return refuse(response, { type: "conflict", message: "The record was changed." });
    for (const tag of input.add) {
      order.tags.add(tag);
      order.accepted.push({ add: true, tag });
    }
    for (const tag of input.remove) {
      order.tags.delete(tag);
      order.accepted.push({ add: false, tag });
    }
    touch(order);
    vendor.accepted();
    if (fault === "cut after success") return void response.destroy();
    if (fault === "5xx after success")
      return reply(response, 424, { error: { code: "script_http_error", upstream: { status: 503 }, payload: {} } });
    reply(response, 200, { added: input.add, removed: input.remove, alreadyDone: false });
  }

  const read = (id: string, order: Order) => ({
    order: {
      id,
      number: id,
      placedAt: "2026-01-01T00:00:00.000Z",
      updatedAt: stamp(order),
      cancelledAt: null,
      closedAt: null,
      channel: null,
      totalAtPlacing: null,
      customerId: null,
      shipTo: null,
      risk: null,
      tags: [...order.tags].sort(),
      lines: [],
    },
    fulfilmentOrders: [],
  });

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(Buffer.concat(chunks).toString("utf8"), response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  vendor.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return vendor;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, payload: object): void =>
  reply(response, 500, { error: { code: "action_script_runtime_error", payload } });
