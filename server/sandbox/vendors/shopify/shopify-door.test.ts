import { expect, test } from "vitest";
import * as z from "zod";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { orderId, fulfillmentOrderId } from "./ids.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";
import type { Order } from "../../shop/order.ts";

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const OrderPage = z.object({
  orders: z.object({ pageInfo: PageInfo, nodes: z.array(z.object({ id: z.string(), updatedAt: z.string() })) }),
});
const ORDERS = `query($after: String, $query: String) { orders(first: 50, after: $after, sortKey: UPDATED_AT, query: $query) { pageInfo { hasNextPage endCursor } nodes { id updatedAt } } }`;
const HOLD = `mutation($id: ID!, $hold: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { fulfillmentHold { id reason heldByRequestingApp } fulfillmentOrder { status } userErrors { code field message } } }`;
const RELEASE = `mutation($id: ID!, $holdIds: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) { fulfillmentOrder { status fulfillmentHolds { id } } userErrors { code field message } } }`;
const CANCEL = `mutation($id: ID!) { orderCancel(orderId: $id, reason: FRAUD, restock: true, staffNote: "risk too high") { job { id done } orderCancelUserErrors { code field message } } }`;

function anOrder(shop: TestShop, wanted: (order: Order) => boolean): Order {
  const order = shop.sandbox.shop.state.orders.find(wanted);
  if (!order) throw new Error("the small shop holds no such order");
  return order;
}

async function allOrders(shop: TestShop, query: string | null): Promise<{ id: string; updatedAt: string }[]> {
  const found: { id: string; updatedAt: string }[] = [];
  for (let after: string | null = null; ;) {
    const { orders }: z.infer<typeof OrderPage> = await shop.read(OrderPage, ORDERS, { after, query });
    found.push(...orders.nodes);
    if (!orders.pageInfo.hasNextPage) return found;
    after = orders.pageInfo.endCursor;
  }
}

test("paging through the orders by their time of change gives each exactly once, in order", async () => {
  const shop = openTestShop();
  const found = await allOrders(shop, null);
  expect(new Set(found.map(({ id }) => id)).size).toBe(shop.sandbox.shop.state.orders.length);
  expect(found.map(({ updatedAt }) => updatedAt)).toEqual(found.map(({ updatedAt }) => updatedAt).sort());
});

test("a cursor goes on at its place although an order behind it moved to the end", async () => {
  const shop = openTestShop();
  const first = await shop.read(OrderPage, ORDERS, { after: null, query: null });
  const moved = first.orders.nodes[0]?.id ?? "";
  await shop.ask(`mutation($id: ID!) { tagsAdd(id: $id, tags: ["seen"]) { userErrors { message } } }`, { id: moved });
  const second = await shop.read(OrderPage, ORDERS, { after: first.orders.pageInfo.endCursor, query: null });
  const all = [...shop.sandbox.shop.state.orders].sort((a, b) => a.updatedMs - b.updatedMs || a.number - b.number);
  expect(second.orders.nodes[0]?.id).toBe(orderId(all[49]?.number ?? 0));
});

test("a search by time of change finds what changed since, and only that", async () => {
  const shop = openTestShop();
  const sinceMs = shop.sandbox.shop.state.nowMs - 86_400_000;
  const found = await allOrders(shop, `updated_at:>='${new Date(sinceMs).toISOString()}'`);
  const expected = shop.sandbox.shop.state.orders.filter(({ updatedMs }) => updatedMs >= sinceMs);
  expect(expected.length).toBeGreaterThan(20);
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map(({ number }) => orderId(number))));
});

test("the timeline tells a person by both flags, an app by one, the shop itself by none", async () => {
  const shop = openTestShop();
  const Event = z.object({
    __typename: z.string(),
    id: z.string(),
    action: z.string(),
    attributeToUser: z.boolean(),
    attributeToApp: z.boolean(),
    appTitle: z.string().nullable(),
    actor: z.string().nullish(),
    staff: z.object({ name: z.string() }).nullish(),
  });
  const { events } = await shop.read(
    z.object({ events: z.object({ nodes: z.array(Event) }) }),
    `{ events(first: 250, sortKey: ID, query: "subject_type:ORDER") { nodes { __typename id action attributeToUser attributeToApp appTitle ... on BasicEvent { actor: author } ... on CommentEvent { staff: author { name } } } } }`,
  );
  expect(events.nodes.length).toBe(250);
  const person = events.nodes.find(({ attributeToUser, __typename }) => attributeToUser && __typename === "BasicEvent");
  expect(person).toMatchObject({ attributeToApp: true, appTitle: "Shopify Web" });
  expect(person?.actor).toMatch(/^[A-Z]\w+ [A-Z]\w+$/);
  const commented = anOrder(shop, (order) => order.events.some(({ isComment }) => isComment));
  const one = await shop.ask(
    `query($id: ID!) { order(id: $id) { events(first: 50) { nodes { __typename attributeToUser ... on CommentEvent { rawMessage staff: author { name } } } } } }`,
    { id: orderId(commented.number) },
  );
  expect(one.data?.["order"]).toMatchObject({
    events: {
      nodes: expect.arrayContaining([
        { __typename: "CommentEvent", attributeToUser: true, rawMessage: expect.any(String), staff: { name: expect.any(String) } },
      ]),
    },
  });
  expect(events.nodes.find(({ action }) => action === "confirmed")).toMatchObject({
    attributeToUser: false,
    attributeToApp: false,
    appTitle: null,
  });
  expect(events.nodes.find(({ action }) => action === "fulfillment_success")).toMatchObject({
    attributeToUser: false,
    attributeToApp: true,
    appTitle: "ShipDock",
  });
});

test("timeline entries after a number come in the order of their numbers, and none is left out", async () => {
  const shop = openTestShop();
  const { events, firstEventId } = shop.sandbox.shop.state;
  const after = firstEventId + 99;
  const page = await shop.read(
    z.object({ events: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
    `query($q: String) { events(first: 100, sortKey: ID, query: $q) { nodes { id } } }`,
    { q: `subject_type:ORDER AND id:>${after}` },
  );
  expect(page.events.nodes.map(({ id }) => Number(id.split("/").at(-1)))).toEqual(events.slice(100, 200).map(({ id }) => id));
});

test("an account that is a machine looks like any other in the list of staff", async () => {
  const shop = openTestShop();
  const { staffMembers } = await shop.read(
    z.object({ staffMembers: z.object({ nodes: z.array(z.object({ name: z.string(), accountType: z.string(), active: z.boolean() })) }) }),
    `{ staffMembers(first: 50) { nodes { name accountType active } } }`,
  );
  expect(staffMembers.nodes.find(({ name }) => name === "Robin Hale")).toEqual({
    name: "Robin Hale",
    accountType: "REGULAR",
    active: true,
  });
  expect(new Set(staffMembers.nodes.map(({ accountType }) => accountType))).toEqual(new Set(["REGULAR"]));
});

test("hold, refuse the same handle, release by id: the vendor's states and codes", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ fulfilment }) => fulfilment === "OPEN");
  const id = fulfillmentOrderId(order.number);
  const hold = { reason: "OTHER", reasonNotes: "look again", handle: "slipstream-1" };
  expect((await shop.ask(HOLD, { id, hold })).data?.["fulfillmentOrderHold"]).toMatchObject({
    fulfillmentHold: { reason: "OTHER", heldByRequestingApp: true },
    fulfillmentOrder: { status: "ON_HOLD" },
    userErrors: [],
  });
  expect((await shop.ask(HOLD, { id, hold })).data?.["fulfillmentOrderHold"]).toMatchObject({
    fulfillmentHold: null,
    userErrors: [{ code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE" }],
  });
  const holdIds = [`gid://shopify/FulfillmentHold/${order.holds[0]?.id}`];
  expect((await shop.ask(RELEASE, { id, holdIds })).data?.["fulfillmentOrderReleaseHold"]).toEqual({
    fulfillmentOrder: { status: "OPEN", fulfillmentHolds: [] },
    userErrors: [],
  });
  expect((await shop.ask(RELEASE, { id: fulfillmentOrderId(999_999), holdIds })).data?.["fulfillmentOrderReleaseHold"]).toMatchObject({
    userErrors: [{ code: "FULFILLMENT_ORDER_NOT_FOUND" }],
  });
  expect(shop.sandbox.ledger().map(({ action, by, changed }) => [action.kind, by.title, changed])).toEqual([
    ["hold", "Slipstream", true],
    ["release", "Slipstream", true],
  ]);
});

test("releasing one of two holds leaves the order held", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ holds }) => holds.length === 1 && holds[0]?.by.kind === "app");
  const id = fulfillmentOrderId(order.number);
  await shop.ask(HOLD, { id, hold: { reason: "OTHER", handle: "second" } });
  const second = order.holds[1]?.id;
  const answer = await shop.ask(RELEASE, { id, holdIds: [`gid://shopify/FulfillmentHold/${second}`] });
  expect(answer.data?.["fulfillmentOrderReleaseHold"]).toMatchObject({ fulfillmentOrder: { status: "ON_HOLD", fulfillmentHolds: [{}] } });
  expect(order.events.at(-1)).toMatchObject({ action: "fulfillment_hold_released", actor: { kind: "app", title: "Slipstream" } });
});

test("a cancelled order says so, its job is done when asked, and a second cancel is refused", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ holds }) => holds.length > 0);
  const Cancelled = z.object({
    orderCancel: z.object({ job: z.object({ id: z.string(), done: z.boolean() }), orderCancelUserErrors: z.array(z.unknown()) }),
  });
  const { orderCancel } = await shop.read(Cancelled, CANCEL, { id: orderId(order.number) });
  expect(orderCancel).toMatchObject({ job: { done: false }, orderCancelUserErrors: [] });
  expect((await shop.ask(`query($id: ID!) { job(id: $id) { done } }`, { id: orderCancel.job.id })).data).toEqual({ job: { done: true } });
  expect(
    (
      await shop.ask(`query($id: ID!) { order(id: $id) { cancelReason cancellation { staffNote } displayFinancialStatus } }`, {
        id: orderId(order.number),
      })
    ).data,
  ).toEqual({
    order: { cancelReason: "FRAUD", cancellation: { staffNote: "risk too high" }, displayFinancialStatus: "REFUNDED" },
  });
  expect((await shop.ask(CANCEL, { id: orderId(order.number) })).data?.["orderCancel"]).toMatchObject({
    job: null,
    orderCancelUserErrors: [{ code: "INVALID" }],
  });
});

test("the ledger keeps what a cancel was to do with stock, money and mail", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ holds }) => holds.length > 0);
  const cancel = `mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { orderCancelUserErrors { message } } }`;
  await shop.ask(cancel, { id: orderId(order.number) });
  expect(shop.sandbox.ledger()[0]?.action).toEqual({
    kind: "cancel",
    orderNumber: order.number,
    reason: "CUSTOMER",
    staffNote: null,
    restock: true,
    refund: true,
    notifyCustomer: false,
  });
});

test("a hold of single lines is refused, since this shop does not split", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ fulfilment }) => fulfilment === "OPEN");
  const hold = { reason: "OTHER", fulfillmentOrderLineItems: [{ id: "gid://shopify/FulfillmentOrderLineItem/1", quantity: 1 }] };
  expect((await shop.ask(HOLD, { id: fulfillmentOrderId(order.number), hold })).data?.["fulfillmentOrderHold"]).toMatchObject({
    fulfillmentOrder: null,
    userErrors: [{ code: "FULFILLMENT_ORDER_NOT_SPLITTABLE" }],
  });
  expect(order.holds).toEqual([]);
});

test("tags are added once, whatever their case, and an update sets address, note and tags", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ fulfilment, exception }) => fulfilment === "ON_HOLD" && exception?.kind === "address");
  const add = `mutation($id: ID!) { tagsAdd(id: $id, tags: ["Slipstream, VIP"]) { node { id } userErrors { message } } }`;
  await shop.ask(add, { id: orderId(order.number) });
  await shop.ask(add.replace("VIP", "vip"), { id: orderId(order.number) });
  expect(order.tags.filter((tag) => /vip|slipstream/i.test(tag))).toEqual(["Slipstream", "VIP"]);
  expect(shop.sandbox.ledger().map(({ changed }) => changed)).toEqual([true, false]);
  const update = `mutation($input: OrderInput!) { orderUpdate(input: $input) { order { note tags shippingAddress { address1 zip validationResultSummary } } userErrors { field message } } }`;
  const answer = await shop.ask(update, {
    input: { id: orderId(order.number), note: "fixed", tags: ["a"], shippingAddress: { address1: "12 Elm Avenue", zip: "04101" } },
  });
  expect(answer.data?.["orderUpdate"]).toEqual({
    order: {
      note: "fixed",
      tags: ["a"],
      shippingAddress: { address1: "12 Elm Avenue", zip: "04101", validationResultSummary: "NO_ISSUES" },
    },
    userErrors: [],
  });
});

test("when the bucket is empty the answer is HTTP 200 with THROTTLED and no data, and time fills it again", async () => {
  const shop = openTestShop({ plan: "standard" });
  const dear = `{ orders(first: 250) { nodes { id customer { id } risk { assessments { riskLevel } } } } }`;
  let answer = await shop.ask(dear);
  expect(answer.extensions?.cost.throttleStatus).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 });
  let asked = 1;
  for (; !answer.errors && asked < 100; asked++) answer = await shop.ask(dear);
  expect(answer).toMatchObject({
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: { cost: { actualQueryCost: null } },
  });
  expect(answer.data).toBeUndefined();
  const { requestedQueryCost, throttleStatus } = answer.extensions?.cost ?? {
    requestedQueryCost: 0,
    throttleStatus: { currentlyAvailable: 0, restoreRate: 1 },
  };
  shop.wall.nowMs += Math.ceil(((requestedQueryCost - throttleStatus.currentlyAvailable) / throttleStatus.restoreRate) * 1000) + 10;
  expect((await shop.ask(dear)).errors).toBeUndefined();
});

test("a single query above 1,000 points, a page above 250 and a page without a size are refused", async () => {
  const shop = openTestShop();
  expect(
    (await shop.ask(`{ orders(first: 250) { nodes { lineItems(first: 100) { nodes { id variant { id } } } } } }`)).errors?.[0]?.extensions,
  ).toMatchObject({ code: "MAX_COST_EXCEEDED", maxCost: 1000 });
  expect((await shop.ask(`{ orders(first: 251) { nodes { id } } }`)).errors?.[0]?.message).toBe("first cannot exceed 250");
  expect((await shop.ask(`{ orders { nodes { id } } }`)).errors?.[0]?.message).toBe("you must provide one of first or last");
});

test("a mutation costs ten points and more", async () => {
  const shop = openTestShop();
  const answer = await shop.ask(`mutation { tagsAdd(id: "gid://shopify/Order/1", tags: ["x"]) { userErrors { message } } }`);
  expect(answer.extensions?.cost.requestedQueryCost).toBeGreaterThanOrEqual(10);
});

test("without read_users no staff name is shown anywhere, and asking for one is denied", async () => {
  const shop = openTestShop({ profile: "minimal" });
  const list = `{ events(first: 250, query: "comments:false") { nodes { attributeToUser message ... on BasicEvent { author } } } }`;
  const { events } = await shop.read(
    z.object({
      events: z.object({ nodes: z.array(z.object({ attributeToUser: z.boolean(), message: z.string(), author: z.string().nullish() })) }),
    }),
    list,
  );
  const byPeople = events.nodes.filter(({ attributeToUser }) => attributeToUser);
  expect(byPeople.length).toBeGreaterThan(0);
  for (const { author, message } of byPeople) expect([author, message.startsWith("A staff member")]).toEqual([null, true]);
  expect((await shop.ask(`{ staffMembers(first: 5) { nodes { name } } }`)).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
  expect((await shop.ask(`{ currentAppInstallation { accessScopes { handle } } }`)).data?.["currentAppInstallation"]).not.toMatchObject({
    accessScopes: expect.arrayContaining([{ handle: "read_users" }]),
  });
});

test("orders older than 60 days need read_all_orders", async () => {
  const settings = smallShop({ days: 70, ordersPerDay: 5 });
  const count = `{ ordersCount(limit: 100000) { count } }`;
  const Count = z.object({ ordersCount: z.object({ count: z.number() }) });
  const all = await openTestShop({ settings }).read(Count, count);
  const recent = await openTestShop({ settings, profile: "minimal" }).read(Count, count);
  expect(recent.ordersCount.count).toBeGreaterThan(0);
  expect(recent.ordersCount.count).toBeLessThan(all.ordersCount.count);
});

test("a wrong token is refused with 401 and no GraphQL answer", async () => {
  const shop = openTestShop();
  const reply = await shop.request({
    method: "POST",
    path: "/admin/api/2026-10/graphql.json",
    headers: { "x-shopify-access-token": "shpat_guess" },
    body: JSON.stringify({ query: "{ shop { name } }" }),
  });
  expect(reply.status).toBe(401);
});

test("an unknown field is an error of the query and a broken body is HTTP 400", async () => {
  const shop = openTestShop();
  expect((await shop.ask(`{ orders(first: 1) { nodes { holdsSince } } }`)).errors?.[0]?.message).toContain("holdsSince");
  const reply = await shop.request({
    method: "POST",
    path: "/admin/api/2026-10/graphql.json",
    headers: { "x-shopify-access-token": shop.token },
    body: "{",
  });
  expect(reply.status).toBe(400);
});

test("the faults do what their names say, as often as they were set, and are counted", async () => {
  const shop = openTestShop();
  const { faults } = shop.sandbox;
  const post = {
    method: "POST",
    path: "/admin/api/2026-10/graphql.json",
    headers: { "x-shopify-access-token": shop.token },
    body: JSON.stringify({ query: "{ orders(first: 10) { nodes { id } pageInfo { hasNextPage } } }" }),
  };
  faults.set({ kind: "http 429", times: 1, retryAfter: "2" });
  faults.set({ kind: "http 5xx", times: 1, status: 502 });
  faults.set({ kind: "throttled", times: 1 });
  expect(await shop.request(post)).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
  expect(await shop.request(post)).toMatchObject({ status: 502 });
  expect((await shop.ask("{ shop { name } }")).errors?.[0]?.extensions?.code).toBe("THROTTLED");
  faults.set({ kind: "short page", times: 1 });
  faults.set({ kind: "slow loris", times: 1 });
  expect(JSON.parse((await shop.request(post)).body)).toMatchObject({
    data: { orders: { nodes: { length: 5 }, pageInfo: { hasNextPage: false } } },
  });
  expect(JSON.parse((await shop.request(post)).body)).toMatchObject({
    data: { orders: { nodes: { length: 10 }, pageInfo: { hasNextPage: true } } },
  });
  expect(faults.report()).toEqual({
    pending: [],
    injected: { "http 429": 1, "http 5xx": 1, throttled: 1, "short page": 1, "slow loris": 1 },
  });
});

test("cut after success: the effect is in the ledger although no answer came", async () => {
  const shop = openTestShop();
  const order = anOrder(shop, ({ holds }) => holds.length > 0);
  shop.sandbox.faults.set({ kind: "cut after success", times: 1 });
  const reply = await shop.request({
    method: "POST",
    path: "/admin/api/2026-10/graphql.json",
    headers: { "x-shopify-access-token": shop.token },
    body: JSON.stringify({ query: RELEASE, variables: { id: fulfillmentOrderId(order.number), holdIds: null } }),
  });
  expect(reply.wire).toBe("cut");
  expect(shop.sandbox.ledger()).toHaveLength(1);
  expect(order.fulfilment).toBe("OPEN");
});

test("an expired cursor, an unknown value, a poison record and hostile text come once each", async () => {
  const shop = openTestShop();
  const query = `query($after: String) { orders(first: 3, after: $after) { pageInfo { endCursor } nodes { displayFulfillmentStatus updatedAt note } } }`;
  const Nodes = z.object({
    orders: z.object({
      pageInfo: z.object({ endCursor: z.string() }),
      nodes: z.array(z.object({ displayFulfillmentStatus: z.string(), updatedAt: z.string().nullable(), note: z.string().nullable() })),
    }),
  });
  const clean = await shop.read(Nodes, query);
  for (const kind of ["cursor expired", "unknown value", "poison record", "hostile text"] as const)
    shop.sandbox.faults.set({ kind, times: 1 });
  expect((await shop.ask(query, { after: clean.orders.pageInfo.endCursor })).errors?.[0]?.message).toContain("Invalid cursor");
  const spoiled = await shop.read(Nodes, query);
  expect(spoiled.orders.nodes[0]).toMatchObject({
    displayFulfillmentStatus: "PARTLY_SENT",
    updatedAt: null,
    note: expect.stringContaining("\u0000 \ud800"),
  });
  expect(spoiled.orders.nodes.slice(1)).toEqual(clean.orders.nodes.slice(1));
  expect(await shop.read(Nodes, query)).toEqual(clean);
});

test("search understands OR in parentheses, NOT, quotes and several fields", async () => {
  const shop = openTestShop();
  const { orders } = shop.sandbox.shop.state;
  const Found = z.object({ orders: z.object({ nodes: z.array(z.object({ name: z.string() })) }) });
  const search = async (query: string): Promise<string[]> =>
    (
      await shop.read(Found, `query($query: String) { orders(first: 250, query: $query, sortKey: ID) { nodes { name } } }`, { query })
    ).orders.nodes.map(({ name }) => name);
  const names = (wanted: (order: Order) => boolean): string[] =>
    orders
      .filter(wanted)
      .slice(0, 250)
      .map(({ number }) => `#${number}`);
  expect(await search("fulfillment_status:on_hold")).toEqual(names(({ fulfilment }) => fulfilment === "ON_HOLD"));
  expect(await search(`(tag:"risk:high" OR tag:'risk:medium') AND NOT status:cancelled`)).toEqual(
    names(({ tags, cancelled }) => (tags.includes("risk:high") || tags.includes("risk:medium")) && !cancelled),
  );
  expect(await search(`risk_level:HIGH -status:cancelled created_at:>=2026-10-25`)).toEqual(
    names(({ riskLevel, cancelled, placedMs }) => riskLevel === "HIGH" && !cancelled && placedMs >= Date.UTC(2026, 9, 25)),
  );
  expect((await search("tag:nothing")).length).toBe(0);
});
