import { createServer, type ServerResponse } from "node:http";
import * as z from "zod";
import { NotAfter } from "#connectors/kit/in-time.ts";

type Hold = { id: string; reason: string; notes: string; handle: string | null };
/** A change that the vendor took from us, as its own ledger has it. */
type Accepted = { what: "add tag" | "remove tag" | "release" | "hold"; atMs: number };
type Order = {
  id: string;
  connectionId: string;
  tags: Set<string>;
  holds: Hold[];
  updatedMs: number;
  accepted: Accepted[];
};

/** What goes wrong with a call; those of the second row only with one that writes. */
export const READ_FAULTS = [
  "429 with seconds",
  "429 without Retry-After",
  "5xx before",
  "cut before",
  "slow before",
  "token expired",
  "scope removed",
  "another tenant's record",
] as const;
export const WRITE_FAULTS = [
  "500 after success",
  "502 after success",
  "time-out after success",
  "cut after success",
  "slow after success",
] as const;
export type VendorFault = (typeof READ_FAULTS)[number] | (typeof WRITE_FAULTS)[number];

export type SmallVendor = {
  url: string;
  orders: Map<string, Order>;
  /** The order of another tenant that wrong answers show: nothing may ever be written to it. */
  foreign: Order;
  /** Connections whose access was revoked. */
  revoked: Set<string>;
  /** Every call of an action, by its moment. */
  calls: { atMs: number; connectionId: string }[];
  /** Asked at each call: what goes wrong with it. */
  fault: (writes: boolean) => VendorFault | null;
  /** Waited for while the answer to a call is slow. */
  stall: (writes: boolean) => Promise<void>;
  /** Told when a change was accepted, before the answer leaves. */
  accepted: (order: Order, what: Accepted["what"]) => void;
  place: (connectionId: string, orderId: string) => void;
  /** Somebody else holds an order. */
  hold: (orderId: string, reason: string) => void;
  /** Somebody else puts a tag on. */
  edit: (orderId: string, tag: string) => void;
  close: () => Promise<void>;
};

const Input = z.object({
  orderId: z.string().optional(),
  ticketId: z.string().optional(),
  fulfilmentOrderId: z.string().optional(),
  add: z.array(z.string()).default([]),
  remove: z.array(z.string()).default([]),
  holdIds: z.array(z.string()).default([]),
  reason: z.string().default(""),
  notes: z.string().default(""),
  handle: z.string().nullable().default(null),
  expectedUpdatedAt: z.string().nullable().default(null),
  notAfter: NotAfter,
});
const Call = z.object({
  action_name: z.enum(["read-order", "tag-order", "release-hold", "hold-fulfilment-order", "read-ticket", "tag-ticket"]),
  input: Input,
});
const MODELS = ["Order", "FulfilmentOrder", "OpsEvent"] as const;
const PART = "/part"; // The one fulfilment order of an order has its id with this behind it.

/**
 * A Nango with a vendor behind it that knows tags and holds of orders and nothing else: it lists their records and answers actions as the
 * compiled connectors do. Small, so that thousands of runs with faults take minutes; the whole way is gone in effect-faults.db.test.ts.
 */
export async function startSmallVendor(now: () => Date): Promise<SmallVendor> {
  const orders = new Map<string, Order>();
  const logs = new Map<string, { model: string; content: { id: string } & Record<string, unknown>; at: string }[]>();
  let made = 0;
  const blank = (connectionId: string, id: string): Order => ({
    id,
    connectionId,
    tags: new Set(),
    holds: [],
    updatedMs: now().getTime(),
    accepted: [],
  });
  const found = (orderId: string): Order => {
    const order = orders.get(orderId);
    if (!order) throw new Error(`no order ${orderId}`);
    return order;
  };
  const stamp = ({ updatedMs }: Order): string => new Date(updatedMs).toISOString();
  const keep = (order: Order, model: (typeof MODELS)[number], content: { id: string } & Record<string, unknown>): void => {
    const log = logs.get(order.connectionId) ?? [];
    logs.set(order.connectionId, log);
    log.push({ model, content, at: stamp(order) });
  };
  /** Writes down what an order has become, and what was done to it. */
  const touch = (order: Order, event: { activity: string; details: Record<string, string>; ours: boolean } | null): void => {
    order.updatedMs = Math.max(order.updatedMs + 1_000, now().getTime());
    keep(order, "Order", orderShape(order));
    keep(order, "FulfilmentOrder", partShape(order));
    if (event)
      keep(order, "OpsEvent", {
        id: `event-${(made += 1)}`,
        caseType: "order",
        caseId: order.id,
        activity: event.activity,
        sourceAction: event.activity,
        sourceType: "BasicEvent",
        endedAt: stamp(order),
        startedAt: null,
        actorKind: "app",
        actorId: null,
        actorName: event.ours ? "Slipstream" : "Checker",
        tool: null,
        grade: "A",
        objects: [],
        details: Object.entries(event.details).map(([name, value]) => ({ name, value })),
      });
  };
  const orderShape = (order: Order) => ({
    id: order.id,
    number: order.id,
    placedAt: "2026-01-01T00:00:00.000Z",
    updatedAt: stamp(order),
    cancelledAt: null,
    closedAt: null,
    channel: null,
    totalAtPlacing: { amountMinor: 5_000, currency: "USD" },
    customerId: null,
    shipTo: null,
    risk: null,
    tags: [...order.tags].sort(),
    lines: [],
  });
  const partShape = (order: Order) => ({
    id: order.id + PART,
    orderId: order.id,
    state: order.holds.length > 0 ? "on_hold" : "open",
    updatedAt: stamp(order),
    holds: [...order.holds],
  });
  const ticketShape = (order: Order) => ({
    id: order.id,
    subject: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: stamp(order),
    state: "open",
    priority: null,
    channel: null,
    requesterId: null,
    assigneeId: null,
    groupId: null,
    groupName: null,
    tags: [...order.tags].sort(),
    orderNumbers: [],
  });
  const reasonsOf = (holds: readonly Hold[]) => ({ "hold reason": holds.map(({ reason }) => reason).join(", ") });

  const vendor: SmallVendor = {
    url: "",
    orders,
    foreign: blank("elsewhere", "foreign"),
    revoked: new Set(),
    calls: [],
    fault: () => null,
    stall: async () => {},
    accepted: () => {},
    place(connectionId, orderId) {
      orders.set(orderId, blank(connectionId, orderId));
      touch(found(orderId), null);
    },
    hold(orderId, reason) {
      const order = found(orderId);
      order.holds.push({ id: `hold-${(made += 1)}`, reason, notes: "checked", handle: null });
      touch(order, { activity: "hold", details: reasonsOf(order.holds.slice(-1)), ours: false });
    },
    edit(orderId, tag) {
      const order = found(orderId);
      order.tags.add(tag);
      touch(order, { activity: "tag", details: { tag }, ours: false });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  orders.set(vendor.foreign.id, vendor.foreign);

  /** Carries out what an action asks for; null where the record is not as expected. */
  function change(action: string, input: z.infer<typeof Input>): object | null {
    const order = found(idIn(input));
    const take = (what: Accepted["what"], event: Parameters<typeof touch>[1]) => {
      order.accepted.push({ what, atMs: now().getTime() });
      touch(order, event);
      vendor.accepted(order, what);
    };
    const isStale = input.expectedUpdatedAt !== null && input.expectedUpdatedAt !== stamp(order);
    if (action === "tag-order" || action === "tag-ticket") {
      const [added, removed] = [input.add.filter((tag) => !order.tags.has(tag)), input.remove.filter((tag) => order.tags.has(tag))];
      if (added.length + removed.length > 0 && isStale) return null;
      for (const tag of added) {
        order.tags.add(tag);
        take("add tag", { activity: "tag", details: { tag }, ours: true });
      }
      for (const tag of removed) {
        order.tags.delete(tag);
        take("remove tag", { activity: "remove tag", details: { tag }, ours: true });
      }
      return { added, removed, alreadyDone: added.length + removed.length === 0 };
    }
    if (action === "release-hold") {
      const released = order.holds.filter(({ id }) => input.holdIds.includes(id));
      if (released.length > 0 && isStale) return null;
      order.holds = order.holds.filter((hold) => !released.includes(hold));
      if (released.length > 0) take("release", { activity: "release hold", details: reasonsOf(released), ours: true });
      return { releasedHoldIds: released.map(({ id }) => id), alreadyDone: released.length === 0, fulfilmentOrder: partShape(order) };
    }
    const present = order.holds.find(({ handle }) => handle !== null && handle === input.handle);
    if (present) return { holdId: present.id, alreadyDone: true, fulfilmentOrder: partShape(order) };
    if (isStale) return null;
    const hold = { id: `hold-${(made += 1)}`, reason: input.reason.toLowerCase(), notes: input.notes, handle: input.handle };
    order.holds.push(hold);
    take("hold", { activity: "hold", details: reasonsOf([hold]), ours: true });
    return { holdId: hold.id, alreadyDone: false, fulfilmentOrder: partShape(order) };
  }

  async function act(connectionId: string, body: string, response: ServerResponse): Promise<void> {
    const { action_name: action, input } = Call.parse(JSON.parse(body));
    const writes = action !== "read-order" && action !== "read-ticket";
    vendor.calls.push({ atMs: now().getTime(), connectionId });
    if (vendor.revoked.has(connectionId)) return reply(response, 424, INVALID_CREDENTIALS);
    const fault = vendor.fault(writes);
    if (fault === "slow before") await vendor.stall(writes);
    if (fault === "cut before") return void response.destroy();
    if (fault === "5xx before") return reply(response, 424, upstream(502));
    if (fault === "token expired") return reply(response, 424, upstream(401));
    if (fault === "scope removed") return refuse(response, { type: "no_access", message: "Access denied." });
    if (fault === "429 with seconds") return refuse(response, { type: "throttled", message: "Too many calls.", retryAfterSeconds: 7 });
    if (fault === "429 without Retry-After")
      return refuse(response, { type: "throttled", message: "Too many calls.", retryAfterSeconds: null });
    if (!writes) {
      const order = fault === "another tenant's record" ? alike(found(idIn(input))) : found(idIn(input));
      if (action === "read-ticket") return reply(response, 200, ticketShape(order));
      return reply(response, 200, { order: orderShape(order), fulfilmentOrders: [partShape(order)] });
    }
    // The compiled connectors look at their clock right before the change leaves (connectors/kit/in-time.ts); this vendor's is the run's.
    if (input.notAfter != null && now().getTime() > Date.parse(input.notAfter))
      return refuse(response, { type: "too_late", message: "Reading took so long that it was not sent." });
    const answer = change(action, input);
    if (answer === null) return refuse(response, { type: "conflict", message: "The record was changed." });
    if (fault === "slow after success") await vendor.stall(writes);
    if (fault === "cut after success") return void response.destroy();
    if (fault === "500 after success") return reply(response, 424, upstream(500));
    if (fault === "502 after success") return reply(response, 424, upstream(502));
    if (fault === "time-out after success") return reply(response, 500, { error: { code: "script_timeout", payload: {} } });
    return reply(response, 200, answer);
  }

  /** The other tenant's order, as like this one as can be. */
  function alike(order: Order): Order {
    const { id, connectionId, accepted } = vendor.foreign;
    Object.assign(vendor.foreign, { ...order, id, connectionId, accepted, tags: new Set(order.tags), holds: [...order.holds] });
    return vendor.foreign;
  }

  function list(connectionId: string, url: URL): object {
    const log = logs.get(connectionId) ?? [];
    const from = Number(url.searchParams.get("cursor") ?? -1) + 1;
    const records = log.flatMap(({ model, content, at }, number) =>
      number >= from && model === url.searchParams.get("model")
        ? [{ ...content, _nango_metadata: { last_modified_at: at, deleted_at: null, pruned_at: null, cursor: String(number) } }]
        : [],
    );
    return { records, next_cursor: null };
  }

  async function answer(
    method: string,
    url: URL,
    headers: { connectionId: string },
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    if (method === "POST" && url.pathname === "/action/trigger") return act(headers.connectionId, body, response);
    if (url.pathname.startsWith("/records")) return reply(response, 200, list(headers.connectionId, url));
    if (url.pathname === "/sync/status") {
      const recordCount = Object.fromEntries(MODELS.map((model) => [model, 1]));
      return reply(response, 200, { syncs: [{ name: "orders", status: vendor.revoked.size > 0 ? "ERROR" : "SUCCESS", recordCount }] });
    }
    const connectionId = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
    if (vendor.revoked.has(connectionId)) return reply(response, 424, INVALID_CREDENTIALS);
    return reply(response, 200, { connection_id: connectionId, provider_config_key: "shopify", provider: "shopify", metadata: null });
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://nango");
      response.setHeader("date", now().toUTCString()); // By which the application learns what time it is here.
      const connectionId = String(request.headers["connection-id"] ?? "");
      void answer(request.method ?? "GET", url, { connectionId }, Buffer.concat(chunks).toString("utf8"), response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  vendor.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return vendor;
}

const idIn = ({ orderId, ticketId, fulfilmentOrderId = "" }: z.infer<typeof Input>): string =>
  orderId ?? ticketId ?? fulfilmentOrderId.replace(PART, "");

const INVALID_CREDENTIALS = { error: { code: "invalid_credentials", message: "The token was revoked." } };
const upstream = (status: number) => ({ error: { code: "script_http_error", upstream: { status }, payload: {} } });

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, payload: object): void =>
  reply(response, 500, { error: { code: "action_script_runtime_error", payload } });
