import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, graphql, type IntrospectionQuery } from "graphql";
import * as z from "zod";

type Gid = string;
type Row = { id: Gid; updatedAt: string; [field: string]: unknown };
/** A key and a secret that the vendor behind "shipstation" takes: a name and a password to Nango. */
export const NAMED = { username: "ab".repeat(16), password: "cd".repeat(16) } as const;

export type ShopEvent = { __typename: "BasicEvent" | "CommentEvent"; id: Gid; createdAt: string; action: string; [field: string]: unknown };
export type Held = {
  id: Gid;
  reason: string;
  reasonNotes: string | null;
  handle: string | null;
  heldByRequestingApp: boolean;
  heldByApp: null;
  displayReason: string;
};
export type Fault = { status: number; body: unknown; headers?: Record<string, string>; after?: boolean };

/** A shop of a few rows that speaks Shopify's GraphQL on the published schema, and its OAuth. What tests may set is public. */
export type TestShop = {
  url: string;
  orders: Row[];
  events: ShopEvent[];
  fulfillmentOrders: (Row & { fulfillmentHolds: Held[]; status: string })[];
  scopes: string[];
  /** Answers for the next calls of the API instead of the real ones; `after` does the work first. */
  faults: Fault[];
  /** The same for the n-th call of one operation. */
  faultFor: (operation: string, time: number) => Fault | undefined;
  /** Awaited before the n-th call of an operation is answered. */
  beforeCall: (operation: string, time: number) => Promise<void>;
  /** Operation name and variables of each call that was carried out. */
  calls: { operation: string; variables: Record<string, unknown>; host: string }[];
  /** What the person at the consent page does. */
  consent: "grants" | "denies";
  tokenLifetimeSeconds: number;
  tokenCalls: Record<string, string>[];
  /** No token is good any more, and none can be renewed. */
  revoke: () => void;
  now: string;
  stop: () => Promise<void>;
};

export const CLIENT = { id: "test-client", secret: "test-client-secret" };

const file = new URL("../../node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz", import.meta.url);

/** An order with one line, as Shopify answers it. */
export function anOrder(number: number, updatedAt: string, more: Record<string, unknown> = {}): Row {
  const money = (amount: string) => ({ shopMoney: { amount, currencyCode: "USD" } });
  return {
    id: `gid://shopify/Order/${number}`,
    name: `#${1000 + number}`,
    createdAt: "2026-11-01T08:00:00Z",
    updatedAt,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    sourceName: "web",
    tags: [],
    note: null,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    currentTotalPriceSet: money("19.90"),
    totalPriceSet: money("19.90"),
    customer: { id: "gid://shopify/Customer/1", numberOfOrders: "3" },
    shippingAddress: {
      address1: "1 Main St",
      address2: null,
      city: "Springfield",
      provinceCode: "IL",
      zip: "62701",
      countryCodeV2: "US",
      validationResultSummary: "NO_ISSUES",
    },
    customAttributes: [],
    risk: { recommendation: "ACCEPT", assessments: [{ riskLevel: "LOW" }] },
    lines: [
      {
        id: `gid://shopify/LineItem/${number}`,
        sku: `SKU-${number}`,
        quantity: 2,
        currentQuantity: 2,
        unfulfilledQuantity: 2,
        variant: { id: "gid://shopify/ProductVariant/1" },
        originalUnitPriceSet: money("9.95"),
      },
    ],
    ...more,
  };
}

const Lines = z.array(z.object({ quantity: z.int() }));
const piecesOf = (lines: unknown): number => Lines.parse(lines).reduce((sum, { quantity }) => sum + quantity, 0);

/** A fulfilment order of one order, open unless said otherwise. */
export function aFulfillmentOrder(number: number, updatedAt: string, holds: Held[] = []): TestShop["fulfillmentOrders"][number] {
  return {
    id: `gid://shopify/FulfillmentOrder/${number}`,
    orderId: `gid://shopify/Order/${number}`,
    status: holds.length > 0 ? "ON_HOLD" : "OPEN",
    requestStatus: "UNSUBMITTED",
    createdAt: "2026-11-01T08:00:00Z",
    updatedAt,
    assignedLocation: { name: "Main", location: { id: "gid://shopify/Location/1" } },
    fulfillmentHolds: holds,
  };
}

/** A timeline entry of an order; by default a staff member's, as the admin writes it. */
export function anEvent(number: number, order: number, createdAt: string, more: Record<string, unknown> = {}): ShopEvent {
  return {
    __typename: "BasicEvent",
    id: `gid://shopify/BasicEvent/${number}`,
    action: "note_created",
    createdAt,
    appTitle: "Shopify Web",
    attributeToApp: true,
    attributeToUser: true,
    author: "Dana Fox",
    arguments: [],
    subjectId: `gid://shopify/Order/${order}`,
    subjectType: "ORDER",
    subject: { id: `gid://shopify/Order/${order}` },
    ...more,
  };
}

export async function startTestShop(): Promise<TestShop> {
  const introspection: { data: IntrospectionQuery } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
  const schema = buildClientSchema(introspection.data);
  const codes = new Map<string, { challenge: string; redirectUri: string }>();
  let accessToken = "";
  let accessUntil = 0;
  let refreshToken = "";
  let lastId = 900;

  const shop: TestShop = {
    url: "",
    orders: [],
    events: [],
    fulfillmentOrders: [],
    scopes: ["read_orders", "write_orders"],
    faults: [],
    faultFor: () => undefined,
    beforeCall: async () => {},
    calls: [],
    consent: "grants",
    tokenLifetimeSeconds: 3600,
    tokenCalls: [],
    revoke: () => {
      accessToken = "";
      refreshToken = "";
    },
    now: "2026-11-20T12:00:00Z",
    stop: async () => {},
  };

  const paged = (rows: readonly object[], { first, after }: { first?: number; after?: string | null }) => {
    const start = after ? Number(after) : 0;
    const nodes = rows.slice(start, start + (first ?? 50));
    const end = start + nodes.length;
    return { nodes, pageInfo: { hasNextPage: end < rows.length, endCursor: nodes.length > 0 ? String(end) : null } };
  };
  const withFields = (order: Row) => ({
    ...order,
    subtotalLineItemsQuantity: piecesOf(order["lines"]),
    lineItems: (args: { first: number; after?: string }) => paged(Array.isArray(order["lines"]) ? order["lines"] : [], args),
    fulfillmentOrders: (args: { first: number }) =>
      paged(shop.fulfillmentOrders.filter(({ orderId }) => orderId === order.id).map(withActions), args),
  });
  const withActions = (row: TestShop["fulfillmentOrders"][number]) => {
    const actions = row.status === "CLOSED" ? [] : row.fulfillmentHolds.length > 0 ? ["HOLD", "RELEASE_HOLD"] : ["HOLD", "MOVE"];
    return { ...row, supportedActions: actions.map((action) => ({ action })) };
  };
  const changed = <T extends Row>(rows: readonly T[], query: string): T[] =>
    rows
      .filter((row) => Date.parse(row.updatedAt) >= Date.parse(/updated_at:>='([^']+)'/.exec(query)?.[1] ?? "1970-01-01"))
      .sort((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt));
  const numberOf = (id: Gid) => Number(id.split("/").at(-1));
  const touch = (row: Row) => {
    row.updatedAt = shop.now;
  };

  const root = {
    shop: () => ({ name: "Test Shop", myshopifyDomain: "test-shop.myshopify.com", ianaTimezone: "America/New_York", currencyCode: "USD" }),
    currentAppInstallation: () => ({
      accessScopes: shop.scopes.map((handle) => ({ handle })),
      app: { id: "gid://shopify/App/7", title: "Slipstream" },
    }),
    orders: (args: { first: number; after?: string; query: string }) => paged(changed(shop.orders, args.query).map(withFields), args),
    order: ({ id }: { id: Gid }) => {
      const order = shop.orders.find((row) => row.id === id);
      return order ? withFields(order) : null;
    },
    fulfillmentOrders: (args: { first: number; after?: string; query: string }) =>
      paged(changed(shop.fulfillmentOrders, args.query).map(withActions), args),
    fulfillmentOrder: ({ id }: { id: Gid }) => {
      const row = shop.fulfillmentOrders.find((other) => other.id === id);
      return row ? withActions(row) : null;
    },
    events: (args: { first: number; query?: string }) => {
      const query = args.query ?? "";
      const since = Date.parse(/created_at:>='([^']+)'/.exec(query)?.[1] ?? "1970-01-01");
      const above = Number(/ id:>(\d+)/.exec(query)?.[1] ?? 0);
      const action = /action:(\w+)/.exec(query)?.[1];
      const rows = shop.events
        .filter(
          (event) =>
            Date.parse(event.createdAt) >= since && numberOf(event.id) > above && (action === undefined || event.action === action),
        )
        .sort((a, b) => numberOf(a.id) - numberOf(b.id));
      return paged(rows, args);
    },
    job: ({ id }: { id: Gid }) => ({ id, done: true }),
    fulfillmentOrderHold: ({
      id,
      fulfillmentHold: asked,
    }: {
      id: Gid;
      fulfillmentHold: { reason: string; reasonNotes?: string; handle: string };
    }) => {
      const row = shop.fulfillmentOrders.find((other) => other.id === id);
      if (!row)
        return { userErrors: [{ code: "FULFILLMENT_ORDER_NOT_FOUND", field: ["id"], message: "Fulfillment order does not exist." }] };
      if (row.fulfillmentHolds.some(({ handle }) => handle === asked.handle)) {
        return {
          userErrors: [
            { code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE", field: ["fulfillmentHold", "handle"], message: "The handle is taken." },
          ],
        };
      }
      lastId += 1;
      const held = {
        id: `gid://shopify/FulfillmentHold/${lastId}`,
        reason: asked.reason,
        reasonNotes: asked.reasonNotes ?? null,
        handle: asked.handle,
        heldByRequestingApp: true,
        heldByApp: null,
        displayReason: asked.reason,
      };
      row.fulfillmentHolds.push(held);
      row.status = "ON_HOLD";
      touch(row);
      return { fulfillmentHold: held, fulfillmentOrder: withActions(row), userErrors: [] };
    },
    fulfillmentOrderReleaseHold: ({ id, holdIds }: { id: Gid; holdIds?: Gid[] }) => {
      const row = shop.fulfillmentOrders.find((other) => other.id === id);
      if (!row)
        return { userErrors: [{ code: "FULFILLMENT_ORDER_NOT_FOUND", field: ["id"], message: "Fulfillment order does not exist." }] };
      row.fulfillmentHolds = holdIds ? row.fulfillmentHolds.filter((held) => !holdIds.includes(held.id)) : [];
      if (row.fulfillmentHolds.length === 0) row.status = "OPEN";
      touch(row);
      return { fulfillmentOrder: withActions(row), userErrors: [] };
    },
    tagsAdd: ({ id, tags }: { id: Gid; tags: string[] }) => changeTags(id, (old) => [...old, ...tags]),
    tagsRemove: ({ id, tags }: { id: Gid; tags: string[] }) => changeTags(id, (old) => old.filter((tag) => !tags.includes(tag))),
    // As Shopify says of it: the whole address is overwritten.
    orderUpdate: ({ input }: { input: { id: Gid; shippingAddress: Record<string, unknown> } }) => {
      const order = shop.orders.find((row) => row.id === input.id);
      if (!order) return { userErrors: [{ field: ["id"], message: "Order does not exist" }] };
      const { countryCode, ...address } = input.shippingAddress;
      order["shippingAddress"] = { ...address, countryCodeV2: countryCode, validationResultSummary: "NO_ISSUES" };
      touch(order);
      return { userErrors: [] };
    },
    orderCancel: ({ orderId, reason }: { orderId: Gid; reason: string }) => {
      const order = shop.orders.find((row) => row.id === orderId);
      if (!order)
        return { orderCancelUserErrors: [{ code: "NOT_FOUND", field: ["orderId"], message: "Order does not exist" }], userErrors: [] };
      Object.assign(order, { cancelledAt: shop.now, cancelReason: reason });
      touch(order);
      return { job: { id: "gid://shopify/Job/1", done: false }, orderCancelUserErrors: [], userErrors: [] };
    },
  };

  function changeTags(id: Gid, change: (tags: string[]) => string[]): object {
    const order = shop.orders.find((row) => row.id === id);
    if (!order) return { userErrors: [{ field: ["id"], message: "Order does not exist" }] };
    order["tags"] = [...new Set(change(Array.isArray(order["tags"]) ? order["tags"].map(String) : []))];
    touch(order);
    return { userErrors: [] };
  }

  function authorize(url: URL): { status: number; headers: Record<string, string>; body: unknown } {
    const callback = new URL(url.searchParams.get("redirect_uri") ?? "");
    callback.searchParams.set("state", url.searchParams.get("state") ?? "");
    if (shop.consent === "denies") {
      callback.searchParams.set("error", "access_denied");
      callback.searchParams.set("error_description", "no");
    } else {
      const code = randomBytes(8).toString("hex");
      codes.set(code, { challenge: url.searchParams.get("code_challenge") ?? "", redirectUri: url.searchParams.get("redirect_uri") ?? "" });
      callback.searchParams.set("code", code);
    }
    return { status: 302, headers: { location: callback.href }, body: "" };
  }

  function giveToken(form: Record<string, string>): { status: number; body: unknown } {
    shop.tokenCalls.push(form);
    if (form["client_id"] !== CLIENT.id || form["client_secret"] !== CLIENT.secret)
      return { status: 401, body: { error: "invalid_client" } };
    if (form["grant_type"] === "refresh_token") {
      if (!refreshToken || form["refresh_token"] !== refreshToken) return { status: 400, body: { error: "invalid_grant" } };
    } else {
      const asked = codes.get(form["code"] ?? "");
      codes.delete(form["code"] ?? "");
      const challenge = createHash("sha256")
        .update(form["code_verifier"] ?? "")
        .digest("base64url");
      if (!asked || asked.challenge !== challenge || asked.redirectUri !== form["redirect_uri"])
        return { status: 400, body: { error: "invalid_grant" } };
    }
    accessToken = `shpat_${randomBytes(16).toString("hex")}`;
    refreshToken = `shprt_${randomBytes(16).toString("hex")}`;
    accessUntil = Date.now() + shop.tokenLifetimeSeconds * 1000;
    return {
      status: 200,
      body: { access_token: accessToken, scope: shop.scopes.join(","), expires_in: shop.tokenLifetimeSeconds, refresh_token: refreshToken },
    };
  }

  async function ask(body: string, host: string): Promise<unknown> {
    const { query, variables }: { query: string; variables: Record<string, unknown> } = JSON.parse(body);
    shop.calls.push({ operation: /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? "", variables, host });
    const result = await graphql({ schema, source: query, rootValue: root, variableValues: variables });
    const throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 1990, restoreRate: 100 };
    return { ...result, extensions: { cost: { requestedQueryCost: 10, actualQueryCost: 10, throttleStatus } } };
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      const body = await textOf(request);
      const operation = /(?:query|mutation) (\w+)/.exec(body)?.[1] ?? "";
      const time = shop.calls.filter((call) => call.operation === operation).length + 1;
      if (url.pathname.endsWith("/graphql.json")) await shop.beforeCall(operation, time);
      const fault = url.pathname.endsWith("/graphql.json") ? (shop.faults.shift() ?? shop.faultFor(operation, time)) : undefined;
      let answer: { status: number; body: unknown; headers?: Record<string, string> };
      if (url.pathname === "/admin/oauth/authorize") answer = authorize(url);
      else if (url.pathname === "/admin/oauth/access_token") answer = giveToken(Object.fromEntries(new URLSearchParams(body)));
      else if (url.pathname === "/keyed/me")
        answer =
          request.headers["authorization"] === "Bearer right-key"
            ? { status: 200, body: { ok: true } }
            : { status: 401, body: { error: "no" } };
      else if (url.pathname === "/named/users")
        answer =
          request.headers["authorization"] === `Basic ${Buffer.from(`${NAMED.username}:${NAMED.password}`).toString("base64")}`
            ? { status: 200, body: [{ userId: "1" }] }
            : { status: 401, body: { Message: "Authorization has been denied for this request." } };
      else if (url.pathname === "/partner/2026-01/channel") answer = { status: 200, body: [] };
      else if (url.pathname === "/echo")
        answer = {
          status: 200,
          body: { method: request.method, query: Object.fromEntries(url.searchParams), headers: request.headers, body },
        };
      else if (url.pathname === "/missing") answer = { status: 404, body: { error: "nothing here" } };
      else if (fault && !fault.after) answer = fault;
      else if (!accessToken || request.headers["x-shopify-access-token"] !== accessToken || Date.now() > accessUntil)
        answer = { status: 401, body: { errors: "[API] Invalid API key or access token" } };
      else answer = { status: 200, body: await ask(body, request.headers["x-forwarded-host"]?.toString() ?? "") };
      if (fault?.after) answer = fault;
      response.writeHead(answer.status, { "content-type": "application/json", "x-request-id": "r-1", ...answer.headers });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  shop.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  shop.stop = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return shop;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
