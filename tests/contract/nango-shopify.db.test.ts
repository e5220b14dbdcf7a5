import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FulfilmentOrder } from "#connectors/records/fulfilment-order.ts";
import { OpsEvent } from "#connectors/records/ops-event.ts";
import { Order } from "#connectors/records/order.ts";
import { compiledPack } from "./nango-compiled-pack.ts";
import { addShopify, type Harness, startHarness } from "./nango-harness.ts";
import { aFulfillmentOrder, anEvent, anOrder } from "./nango-test-shop.ts";

let harness: Harness;
let connectionId: string;

beforeAll(async () => {
  harness = await startHarness(await compiledPack(), { runsSchedule: false });
  await addShopify(harness);
});
afterAll(() => harness.stop());

const order = (number: number) => `gid://shopify/Order/${number}`;
const fulfilmentOrder = (number: number) => `gid://shopify/FulfillmentOrder/${number}`;
const records = async (model: string) =>
  (await harness.nango.listRecords({ providerConfigKey: "shopify", connectionId, model, limit: 1000 })).records;
const live = async (model: string) => (await records(model)).filter((record) => record._nango_metadata.last_action !== "DELETED");
const metadata = () => harness.nango.getMetadata<Record<string, unknown>>("shopify", connectionId);
const run = (name: string) => harness.runSync("shopify", name, connectionId);
const act = (name: string, input: unknown) =>
  harness.call("POST", "/action/trigger", {
    body: { action_name: name, input },
    headers: { "provider-config-key": "shopify", "connection-id": connectionId },
  });
const carriedOut = (operation: string) => harness.shop.calls.filter((call) => call.operation === operation);
const calledOperations = () => harness.shop.calls.map(({ operation }) => operation);

beforeEach(async () => {
  Object.assign(harness.shop, {
    orders: [anOrder(1, "2026-11-02T10:00:00Z"), anOrder(2, "2026-11-02T11:00:00Z", { tags: ["vip", "b2b"] })],
    fulfillmentOrders: [aFulfillmentOrder(1, "2026-11-02T10:00:00Z"), aFulfillmentOrder(2, "2026-11-02T11:00:00Z")],
    events: [
      anEvent(11, 1, "2026-11-02T10:00:00Z"),
      anEvent(12, 2, "2026-11-02T11:00:00Z", { attributeToUser: false, appTitle: "Shopify Flow" }),
    ],
    scopes: ["read_orders", "write_orders", "read_customers"],
    faults: [],
    faultFor: () => undefined,
  });
  connectionId = await harness.connectShop();
  // The event script of a new connection makes calls of its own: they are over before a test counts any.
  await harness.until(async () => (await metadata())["accountName"] !== undefined);
  await harness.nango.updateMetadata("shopify", connectionId, { backfillFrom: "2026-11-01T00:00:00Z" });
  harness.shop.calls = [];
});

describe("orders", () => {
  test("arrive in our shape, money in minor units and tags in order", async () => {
    await run("orders");
    const found = (await records("Order")).find(({ id }) => id === order(2));
    const { _nango_metadata: _metadata, ...record } = found ?? { _nango_metadata: null };
    expect(Order.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      number: "#1002",
      total: { amountMinor: 1990, currency: "USD" },
      tags: ["b2b", "vip"],
      customerOrderCount: 3,
      risk: { recommendation: "accept", level: "low" },
    });
  });

  test("a second run over the same orders delivers nothing new", async () => {
    await run("orders");
    const before = await records("Order");
    await run("orders");
    expect(await records("Order")).toEqual(before);
  });

  test("a run begins five minutes before where the last one ended", async () => {
    await run("orders");
    harness.shop.calls = [];
    await run("orders");
    expect(carriedOut("Orders")[0]?.variables["query"]).toBe("updated_at:>='2026-11-02T10:55:00.000Z'");
  });

  test("the first run begins where the connection's metadata says", async () => {
    await harness.nango.updateMetadata("shopify", connectionId, { backfillFrom: "2026-11-02T10:30:00Z" });
    await run("orders");
    expect((await records("Order")).map(({ id }) => id)).toEqual([order(2)]);
  });

  test("more lines than one page holds are all fetched", async () => {
    const money = { shopMoney: { amount: "1", currencyCode: "JPY" } };
    const lines = Array.from({ length: 125 }, (_, index) => ({
      id: `gid://shopify/LineItem/${index}`,
      sku: `S${index}`,
      quantity: 1,
      currentQuantity: 1,
      unfulfilledQuantity: 1,
      variant: null,
      originalUnitPriceSet: money,
    }));
    harness.shop.orders = [anOrder(3, "2026-11-02T10:00:00Z", { lines })];
    await run("orders");
    const [record] = await records("Order");
    const parsed = Order.parse(record);
    expect(parsed.lines).toHaveLength(125);
    expect(parsed.lines[124]).toMatchObject({ sku: "S124", unitPrice: { amountMinor: 1, currency: "JPY" } });
  });

  test("120 orders come over three pages, each once", async () => {
    harness.shop.orders = Array.from({ length: 120 }, (_, index) =>
      anOrder(index + 1, new Date(Date.UTC(2026, 10, 2, 10, index)).toISOString()),
    );
    await run("orders");
    expect(carriedOut("Orders")).toHaveLength(3);
    expect(new Set((await records("Order")).map(({ id }) => id)).size).toBe(120);
  });

  test("an order deleted at the shop is a tombstone", async () => {
    await run("orders");
    harness.shop.events.push(anEvent(13, 1, "2026-11-03T00:00:00Z", { action: "destroy" }));
    harness.shop.orders = harness.shop.orders.slice(1);
    await run("orders");
    expect((await live("Order")).map(({ id }) => id)).toEqual([order(2)]);
  });

  test("an order that cannot be read is set aside with the reason, and the rest arrives", async () => {
    harness.shop.orders.push(
      anOrder(3, "2026-11-02T12:00:00Z", { currentTotalPriceSet: { shopMoney: { amount: "a lot", currencyCode: "USD" } } }),
    );
    await run("orders");
    expect(await live("Order")).toHaveLength(2);
    expect(await records("RejectedOrder")).toMatchObject([{ id: order(3), reason: '"a lot" is not an amount of money' }]);
  });

  test("an unknown status and an address that we may not see are no obstacle", async () => {
    harness.shop.orders = [anOrder(4, "2026-11-02T12:00:00Z", { shippingAddress: null, customer: null, sourceName: "a-new-channel" })];
    await run("orders");
    expect(await records("Order")).toMatchObject([{ shipTo: null, customerId: null, channel: "a-new-channel" }]);
  });

  test("the customer is asked for only where the shop grants it", async () => {
    harness.shop.scopes = ["read_orders"];
    await run("orders");
    expect(carriedOut("Orders")[0]?.variables["withCustomer"]).toBe(false);
    expect(await records("Order")).toMatchObject([{ customerId: null }, { customerId: null }]);
  });

  test("a run that broke off goes on where it stopped", async () => {
    harness.shop.orders = Array.from({ length: 120 }, (_, index) =>
      anOrder(index + 1, new Date(Date.UTC(2026, 10, 2, 10, index)).toISOString()),
    );
    const broken = { status: 200, body: { data: null, errors: [{ message: "broken", extensions: { code: "INTERNAL_SERVER_ERROR" } }] } };
    harness.shop.faultFor = (operation, time) => (operation === "Orders" && time === 2 ? broken : undefined);
    await run("orders");
    harness.shop.faultFor = () => undefined;
    const status = (await harness.nango.syncStatus("shopify", ["orders"], connectionId)).syncs[0];
    expect(status).toMatchObject({ status: "ERROR", checkpoint: { updatedUntil: harness.shop.orders[49]?.updatedAt } });
    expect(await records("Order")).toHaveLength(50);
    await run("orders");
    expect(await live("Order")).toHaveLength(120);
  });

  test("a throttled answer and a 503 are waited out", async () => {
    const throttled = {
      errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
      extensions: {
        cost: {
          requestedQueryCost: 12,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 10, restoreRate: 100 },
        },
      },
    };
    harness.shop.faults = [{ status: 200, body: throttled }, { status: 503, body: {} }]; // prettier-ignore
    await run("orders");
    expect(await live("Order")).toHaveLength(2);
    expect(harness.shop.faults).toEqual([]);
  });

  test("a page that costs too much is asked for at half the size", async () => {
    const dear = { status: 200, body: { errors: [{ message: "Query cost is 1200", extensions: { code: "MAX_COST_EXCEEDED" } }] } };
    let refused = 0;
    harness.shop.faultFor = (operation) => {
      if (operation !== "Orders" || refused === 1) return undefined;
      refused += 1;
      return dear;
    };
    await run("orders");
    expect(carriedOut("Orders").map((call) => call.variables["first"])).toEqual([25]);
    expect(await live("Order")).toHaveLength(2);
  });
});

describe("order events", () => {
  test("are evidence in our shape, with who acted", async () => {
    await run("order-events");
    const found = await records("OpsEvent");
    const events = found
      .map(({ _nango_metadata: _metadata, ...record }) => OpsEvent.parse(record))
      .toSorted((a, b) => a.id.localeCompare(b.id));
    expect(events).toMatchObject([
      {
        id: "gid://shopify/BasicEvent/11",
        caseId: order(1),
        activity: "note created",
        actorKind: "person",
        actorName: "Dana Fox",
        tool: "Shopify Web",
        grade: "A",
      },
      { id: "gid://shopify/BasicEvent/12", caseId: order(2), actorKind: "rule", actorName: "Shopify Flow" },
    ]);
  });

  test("an entry that appears late, below the last number, is not lost", async () => {
    await run("order-events");
    harness.shop.events.push(anEvent(10, 1, "2026-11-02T10:58:00Z"));
    await run("order-events");
    expect(await records("OpsEvent")).toHaveLength(3);
  });

  test("600 entries come by their numbers, page by page", async () => {
    harness.shop.events = Array.from({ length: 600 }, (_, index) =>
      anEvent(100 + index, 1, new Date(Date.UTC(2026, 10, 2, 10, 0, index)).toISOString()),
    );
    await run("order-events");
    expect(await records("OpsEvent")).toHaveLength(600);
    expect(carriedOut("Events").map((call) => /id:>(\d+)/.exec(String(call.variables["query"]))?.[1])).toEqual(["0", "349", "599"]);
  });

  test("a staff member's number is asked for only where the shop grants read_users", async () => {
    const comment = anEvent(14, 1, "2026-11-02T12:00:00Z", {
      __typename: "CommentEvent",
      author: { id: "gid://shopify/StaffMember/5", name: "Dana Fox" },
      subject: { __typename: "Order", id: order(1) },
    });
    harness.shop.events = [comment];
    await run("order-events");
    expect(await records("OpsEvent")).toMatchObject([{ activity: "comment", actorKind: "person", actorId: null, caseId: order(1) }]);
    harness.shop.scopes.push("read_users");
    await run("order-events");
    expect(await records("OpsEvent")).toMatchObject([{ actorId: "gid://shopify/StaffMember/5", actorName: "Dana Fox" }]);
  });
});

describe("fulfilment orders", () => {
  test("carry their holds, and a hold that is gone is gone", async () => {
    const hold = {
      id: "gid://shopify/FulfillmentHold/1",
      reason: "INCORRECT_ADDRESS",
      reasonNotes: "no house number",
      handle: null,
      heldByRequestingApp: false,
      heldByApp: null,
      displayReason: "Incorrect address",
    };
    harness.shop.fulfillmentOrders = [aFulfillmentOrder(1, "2026-11-02T10:00:00Z", [hold])];
    await run("fulfilment-orders");
    const [found] = await records("FulfilmentOrder");
    expect(FulfilmentOrder.parse(found)).toMatchObject({
      state: "on_hold",
      possibleActions: ["hold", "release_hold"],
      holds: [{ reason: "incorrect_address", handle: null, isOurs: false }],
    });
    harness.shop.fulfillmentOrders = [aFulfillmentOrder(1, "2026-11-02T10:30:00Z")];
    await run("fulfilment-orders");
    expect(await records("FulfilmentOrder")).toMatchObject([{ state: "open", holds: [] }]);
  });
});

describe("actions", () => {
  const hold = {
    fulfilmentOrderId: fulfilmentOrder(1),
    reason: "OTHER",
    notes: "checked by Slipstream",
    handle: "effect-1",
    expectedUpdatedAt: null,
  };

  test("a hold is placed once, however often it is asked for", async () => {
    const first = await act("hold-fulfilment-order", hold);
    const second = await act("hold-fulfilment-order", hold);
    expect(first).toMatchObject({ status: 200, body: { alreadyDone: false, fulfilmentOrder: { state: "on_hold" } } });
    expect(second).toMatchObject({ status: 200, body: { alreadyDone: true, holdId: first.body.holdId } });
    expect(harness.shop.fulfillmentOrders[0]?.fulfillmentHolds).toHaveLength(1);
  });

  test("a hold that was placed although the answer was lost is found again, not placed twice", async () => {
    const placed = {
      id: "gid://shopify/FulfillmentHold/7",
      reason: "OTHER",
      reasonNotes: null,
      handle: "effect-1",
      heldByRequestingApp: true,
      heldByApp: null,
      displayReason: "Other",
    };
    harness.shop.fulfillmentOrders[0]?.fulfillmentHolds.push(placed);
    expect((await act("hold-fulfilment-order", hold)).body).toMatchObject({ alreadyDone: true, holdId: placed.id });
    expect(carriedOut("Hold")).toEqual([]);
  });

  test("an order changed since the decision is not touched", async () => {
    const answer = await act("hold-fulfilment-order", { ...hold, expectedUpdatedAt: "2026-11-02T09:00:00Z" });
    expect(answer).toMatchObject({ status: 500, body: { error: { code: "action_script_runtime_error", payload: { type: "conflict" } } } });
    expect(calledOperations()).toEqual(["FulfillmentOrder"]);
  });

  test("a fulfilment order that is closed, or that is not there, is refused by name", async () => {
    if (harness.shop.fulfillmentOrders[1]) harness.shop.fulfillmentOrders[1].status = "CLOSED";
    expect((await act("hold-fulfilment-order", { ...hold, fulfilmentOrderId: fulfilmentOrder(2) })).body.error.payload).toMatchObject({
      type: "not_allowed",
      state: "closed",
    });
    expect((await act("hold-fulfilment-order", { ...hold, fulfilmentOrderId: fulfilmentOrder(99) })).body.error.payload).toMatchObject({
      type: "not_found",
    });
  });

  test("only the named holds are released, and again is already done", async () => {
    const others = {
      id: "gid://shopify/FulfillmentHold/5",
      reason: "OTHER",
      reasonNotes: null,
      handle: null,
      heldByRequestingApp: false,
      heldByApp: null,
      displayReason: "Other",
    };
    harness.shop.fulfillmentOrders[0]?.fulfillmentHolds.push(others);
    const { body } = await act("hold-fulfilment-order", hold);
    const input = { fulfilmentOrderId: fulfilmentOrder(1), holdIds: [body.holdId], expectedUpdatedAt: null };
    expect((await act("release-hold", input)).body).toMatchObject({
      releasedHoldIds: [body.holdId],
      alreadyDone: false,
      fulfilmentOrder: { state: "on_hold", holds: [{ id: others.id }] },
    });
    expect((await act("release-hold", input)).body).toMatchObject({ releasedHoldIds: [], alreadyDone: true });
    expect(harness.shop.fulfillmentOrders[0]?.fulfillmentHolds).toEqual([others]);
  });

  test("tags report what undoing has to do", async () => {
    const { body } = await act("tag-order", {
      orderId: order(2),
      add: ["checked", "VIP"],
      remove: ["b2b", "absent"],
      expectedUpdatedAt: null,
    });
    expect(body).toEqual({ added: ["checked"], removed: ["b2b"], alreadyDone: false });
    expect(harness.shop.orders[1]?.["tags"]).toEqual(["vip", "checked"]);
  });

  test("an address is corrected once, where it is still the one that was decided on, and the names stay", async () => {
    const was = { line1: "1 Main St", line2: null, city: "Springfield", region: "IL", postcode: "62701", country: "US" };
    const right = { ...was, line2: "Apt 4", postcode: "62704" };
    Object.assign(harness.shop.orders[0]?.["shippingAddress"] ?? {}, {
      firstName: "Ada",
      lastName: "Fox",
      company: "Fox & Co",
      phone: "+1 555",
    });
    const input = { orderId: order(1), address: right, expectedAddress: { ...was, line1: "2 Main St" }, expectedUpdatedAt: null };
    expect((await act("update-order-address", input)).body).toMatchObject({ error: { payload: { type: "conflict" } } });
    expect(carriedOut("UpdateAddress")).toHaveLength(0);
    const asDecided = { ...input, expectedAddress: was };
    const done = { ...right, validation: "ok" };
    expect((await act("update-order-address", asDecided)).body).toEqual({ address: done, alreadyDone: false });
    expect(harness.shop.orders[0]?.["shippingAddress"]).toMatchObject({
      firstName: "Ada",
      lastName: "Fox",
      company: "Fox & Co",
      phone: "+1 555",
    });
    expect((await act("update-order-address", asDecided)).body).toEqual({ address: done, alreadyDone: true });
    expect(carriedOut("UpdateAddress")).toHaveLength(1);
  });

  test("the address of an order that is over is left as it is", async () => {
    harness.shop.orders = [anOrder(1, "2026-11-02T10:00:00Z", { closedAt: "2026-11-02T10:00:00Z" })];
    const address = { line1: "2 Main St", line2: null, city: "Springfield", region: "IL", postcode: "62701", country: "US" };
    const { body } = await act("update-order-address", { orderId: order(1), address, expectedAddress: null, expectedUpdatedAt: null });
    expect(body).toMatchObject({ error: { payload: { type: "not_allowed" } } });
    expect(carriedOut("UpdateAddress")).toHaveLength(0);
  });

  test("an order is cancelled once", async () => {
    const input = {
      orderId: order(1),
      reason: "FRAUD",
      refund: "original_payment",
      restock: true,
      notifyCustomer: false,
      staffNote: "two cards, one address",
      expectedUpdatedAt: null,
    };
    expect((await act("cancel-order", input)).body).toEqual({ cancelledAt: "2026-11-20T12:00:00.000Z", alreadyDone: false });
    expect((await act("cancel-order", input)).body).toEqual({ cancelledAt: "2026-11-20T12:00:00.000Z", alreadyDone: true });
    expect(carriedOut("Cancel")).toHaveLength(1);
  });

  test("a cancellation whose answer was lost is not sent again by itself", async () => {
    const input = {
      orderId: order(1),
      reason: "OTHER",
      refund: "none",
      restock: false,
      notifyCustomer: false,
      staffNote: "",
      expectedUpdatedAt: null,
    };
    harness.shop.faultFor = (operation) => (operation === "Cancel" ? { status: 502, body: {}, after: true } : undefined);
    expect(await act("cancel-order", input)).toMatchObject({
      status: 424,
      body: { error: { code: "script_http_error", upstream: { status: 502 } } },
    });
    harness.shop.faultFor = () => undefined;
    expect((await act("cancel-order", input)).body).toMatchObject({ alreadyDone: true });
    expect(carriedOut("Cancel")).toHaveLength(1);
  });

  test("an order is read as it is now, with its fulfilment orders", async () => {
    expect((await act("read-order", { orderId: order(1) })).body).toMatchObject({
      order: { id: order(1), paymentState: "paid" },
      fulfilmentOrders: [{ id: fulfilmentOrder(1), state: "open" }],
    });
  });
});

test("connecting finds out what evidence the shop gives", async () => {
  const { backfillFrom: _ours, ...found } = await metadata();
  expect(found).toEqual({
    accountName: "Test Shop",
    accountDomain: "test-shop.myshopify.com",
    timeZone: "America/New_York",
    currency: "USD",
    grantedScopes: "read_customers,read_orders,write_orders",
    ourAppId: "gid://shopify/App/7",
    ourAppTitle: "Slipstream",
    oldestEventAt: "2026-11-02T10:00:00.000Z",
  });
});

test("the shop's own name goes along to the upstream", async () => {
  await run("orders");
  expect(carriedOut("Orders")[0]?.host).toBe("test-shop.myshopify.com");
});
