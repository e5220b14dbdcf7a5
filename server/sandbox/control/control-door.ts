import * as z from "zod";
import { jsonReply } from "../door.ts";
import { Fault } from "../faults.ts";
import { fulfillmentOrderId, orderId } from "../vendors/shopify/ids.ts";
import { ledgerIds } from "../vendors/shopify/write-resolvers.ts";
import type { Door, Reply, Request } from "../door.ts";
import type { Sandbox } from "../open-sandbox.ts";
import type { ShopifyDoor } from "../vendors/shopify/shopify-door.ts";

const Advance = z.strictObject({ toMs: z.int().positive(), webhooks: z.enum(["send", "drop"]).default("send") });
const FARTHEST_MS = 400 * 86_400_000;

/**
 * The control desk of the sandbox, under /_sandbox: clock, faults and the ledger of accepted effects. For
 * tests and the person at this machine; it answers only requests that name this machine as their host.
 */
export function createControlDoor(sandbox: Sandbox, shopify: ShopifyDoor): Door {
  function clock(): Record<string, unknown> {
    const { nowMs, orders } = sandbox.shop.state;
    return { nowMs, now: new Date(nowMs).toISOString(), orders: orders.length, webhooksWaiting: shopify.webhooks.waiting() };
  }

  async function advance(body: unknown): Promise<Reply> {
    const input = Advance.safeParse(body);
    if (!input.success) return jsonReply(400, { error: 'Send {"toMs": <virtual time in ms since 1970>}.' });
    const { nowMs } = sandbox.shop.state;
    if (input.data.toMs < nowMs || input.data.toMs > nowMs + FARTHEST_MS)
      return jsonReply(400, { error: `toMs must lie between ${nowMs} and ${nowMs + FARTHEST_MS}.` });
    sandbox.advance(input.data.toMs);
    if (input.data.webhooks === "drop") shopify.webhooks.drop();
    const delivered = await shopify.webhooks.flush();
    return jsonReply(200, { ...clock(), webhooksDelivered: delivered });
  }

  function setFault(body: unknown): Reply {
    const fault = Fault.safeParse(body);
    if (!fault.success) return jsonReply(400, { error: z.prettifyError(fault.error) });
    const { data } = fault;
    if ("times" in data) {
      sandbox.faults.set(data);
    } else {
      if (data.kind === "tokens expire") shopify.tokens.expireAll();
      else if (data.kind === "tokens revoked") shopify.tokens.revokeAll();
      else shopify.tokens.removeScope(data.scope);
      sandbox.faults.note(data.kind);
    }
    return jsonReply(200, sandbox.faults.report());
  }

  function ledger(): Reply {
    return jsonReply(200, {
      nowMs: sandbox.shop.state.nowMs,
      entries: sandbox.ledger().map((entry) => ({ ...entry, at: new Date(entry.atMs).toISOString(), ids: ledgerIds(entry.action) })),
    });
  }

  /** The present state of every order, past throttling, paging and faults: what a copy of it has to equal. */
  function orders(): Reply {
    const rows = sandbox.shop.state.orders.map((order) => ({
      id: orderId(order.number),
      fulfillmentOrderId: fulfillmentOrderId(order.number),
      name: `#${order.number}`,
      updatedAt: new Date(order.updatedMs).toISOString(),
      cancelled: order.cancelled !== null,
      fulfillmentOrderStatus: order.fulfilment,
      holdReasons: order.holds.map(({ reason }) => reason),
      tags: order.tags,
      note: order.note,
      events: order.events.length,
    }));
    return jsonReply(200, { nowMs: sandbox.shop.state.nowMs, orders: rows });
  }

  return {
    async answer(request) {
      if (!request.path.startsWith("/_sandbox/")) return null;
      if (!isThisMachine(request)) return jsonReply(403, { error: "The control desk answers requests to this machine only." });
      const body = readJson(request.body);
      switch (`${request.method} ${request.path}`) {
        case "GET /_sandbox/clock":
          return jsonReply(200, clock());
        case "POST /_sandbox/advance":
          return advance(body);
        case "GET /_sandbox/faults":
          return jsonReply(200, sandbox.faults.report());
        case "POST /_sandbox/faults":
          return setFault(body);
        case "DELETE /_sandbox/faults":
          sandbox.faults.clear();
          return jsonReply(200, sandbox.faults.report());
        case "GET /_sandbox/ledger":
          return ledger();
        case "GET /_sandbox/orders":
          return orders();
        default:
          return jsonReply(404, { error: "Known: GET clock, faults, ledger, orders; POST advance, faults; DELETE faults." });
      }
    },
  };
}

/** A page of another site cannot name this host, nor send JSON without being asked first. */
function isThisMachine(request: Request): boolean {
  const host = (request.headers["host"] ?? "").replace(/:\d+$/, "");
  const isLoopback = host === "localhost" || host === "127.0.0.1" || host === "[::1]";
  return (
    isLoopback &&
    (request.method === "GET" || (request.headers["origin"] === undefined && request.headers["sec-fetch-site"] !== "cross-site"))
  );
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
