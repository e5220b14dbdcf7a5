import * as z from "zod";
import { jsonReply } from "../door.ts";
import { Fault } from "../faults.ts";
import { documentOf } from "../departments/inventory/record.ts";
import { refundsOf } from "../departments/returns/state.ts";
import { fulfillmentOrderId, orderId, returnId } from "../vendors/shopify/ids.ts";
import { levelId } from "../vendors/shopify/stock-resolvers.ts";
import { ledgerIds } from "../vendors/shopify/write-resolvers.ts";
import type { Door, Reply, Request } from "../door.ts";
import type { Sandbox } from "../open-sandbox.ts";
import type { Dispatcher } from "../vendors/kit/dispatcher.ts";
import type { Tokens } from "../vendors/kit/tokens.ts";

/** What the desk can do with any vendor. */
export interface ControlledVendor {
  readonly tokens: Pick<Tokens, "expireAll" | "revokeAll" | "removeScope">;
  readonly webhooks: Pick<Dispatcher, "flush" | "waiting" | "drop">;
}

const Advance = z.strictObject({ toMs: z.int().positive(), webhooks: z.enum(["send", "drop"]).default("send") });
const FARTHEST_MS = 400 * 86_400_000;

/**
 * The control desk of the sandbox, under /_sandbox: clock, faults and the ledger of accepted effects. For
 * tests and the person at this machine; it answers only requests that name this machine as their host.
 */
export function createControlDoor(sandbox: Sandbox, ...vendors: readonly ControlledVendor[]): Door {
  function clock(): Record<string, unknown> {
    const { nowMs, orders } = sandbox.shop.state;
    const tickets = sandbox.departments.helpdesk.state.tickets.length;
    const webhooksWaiting = vendors.reduce((sum, { webhooks }) => sum + webhooks.waiting(), 0);
    return { nowMs, now: new Date(nowMs).toISOString(), orders: orders.length, tickets, webhooksWaiting };
  }

  async function advance(body: unknown): Promise<Reply> {
    const input = Advance.safeParse(body);
    if (!input.success) return jsonReply(400, { error: 'Send {"toMs": <virtual time in ms since 1970>}.' });
    const { nowMs } = sandbox.shop.state;
    if (input.data.toMs < nowMs || input.data.toMs > nowMs + FARTHEST_MS)
      return jsonReply(400, { error: `toMs must lie between ${nowMs} and ${nowMs + FARTHEST_MS}.` });
    sandbox.advance(input.data.toMs);
    let webhooksDelivered = 0;
    for (const { webhooks } of vendors) {
      if (input.data.webhooks === "drop") webhooks.drop();
      webhooksDelivered += await webhooks.flush();
    }
    return jsonReply(200, { ...clock(), webhooksDelivered });
  }

  function setFault(body: unknown): Reply {
    const fault = Fault.safeParse(body);
    if (!fault.success) return jsonReply(400, { error: z.prettifyError(fault.error) });
    const { data } = fault;
    if ("times" in data) {
      sandbox.faults.set(data);
    } else {
      for (const { tokens } of vendors) {
        if (data.kind === "tokens expire") tokens.expireAll();
        else if (data.kind === "tokens revoked") tokens.revokeAll();
        else tokens.removeScope(data.scope);
      }
      sandbox.faults.note(data.kind);
    }
    return jsonReply(200, sandbox.faults.report());
  }

  function ledger(): Reply {
    return jsonReply(200, {
      nowMs: sandbox.shop.state.nowMs,
      entries: sandbox.ledger().map((entry) => ({ ...entry, at: new Date(entry.atMs).toISOString(), ids: ledgerIds(entry.action) })),
      departments: sandbox.departmentLedger().map((entry) => ({ ...entry, at: new Date(entry.atMs).toISOString() })),
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

  /** The present state of every return, what was paid back for its order, and what was done with its goods. */
  function returns(): Reply {
    const { state } = sandbox.departments.returns;
    const rows = state.returns.map(({ id, orderNumber, status, grade, dispositions }) => {
      const refundsMinor = refundsOf(state, orderNumber).map(({ amountMinor }) => amountMinor);
      const goods = dispositions.map(({ type, quantity }) => ({ type, quantity }));
      return { id: returnId(id), orderId: orderId(orderNumber), status, grade, dispositions: goods, refundsOfOrderMinor: refundsMinor };
    });
    return jsonReply(200, { nowMs: state.nowMs, returns: rows });
  }

  /** The present quantities of every level, and every difference that was found with how far it has come. */
  function stock(): Reply {
    const { nowMs, levels, differences } = sandbox.departments.inventory.state;
    const rows = levels.map((level) => ({ id: levelId(level), quantities: level.quantities, updatedAt: new Date(level.updatedMs).toISOString() })); // prettier-ignore
    const found = differences.map(({ level, foundMs, ...rest }) => ({
      ...rest,
      document: documentOf(rest),
      levelId: levelId(level),
      foundAt: new Date(foundMs).toISOString(),
    }));
    return jsonReply(200, { nowMs, levels: rows, differences: found });
  }

  /** The present state of every ticket, and how many saves it has. */
  function tickets(): Reply {
    const { nowMs, tickets: all } = sandbox.departments.helpdesk.state;
    const rows = all.map(({ id, status, priority, groupId, assigneeId, tags, updatedMs, saves }) => {
      return { id, status, priority, groupId, assigneeId, tags, updatedAt: new Date(updatedMs).toISOString(), saves: saves.length };
    });
    return jsonReply(200, { nowMs, tickets: rows });
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
        case "GET /_sandbox/returns":
          return returns();
        case "GET /_sandbox/stock":
          return stock();
        case "GET /_sandbox/tickets":
          return tickets();
        default:
          return jsonReply(404, {
            error: "Known: GET clock, faults, ledger, orders, returns, stock, tickets; POST advance, faults; DELETE faults.",
          });
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
