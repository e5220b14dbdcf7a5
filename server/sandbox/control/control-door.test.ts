import { expect, test } from "vitest";
import { openTestShop } from "#tests/sandbox/ask-shopify.ts";
import { fulfillmentOrderId, orderId } from "../vendors/shopify/ids.ts";
import { createControlDoor } from "./control-door.ts";
import type { Request } from "../door.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";

function desk(
  shop: TestShop,
): (method: string, path: string, body?: unknown, headers?: Request["headers"]) => Promise<{ status: number; body: unknown }> {
  const door = createControlDoor(shop.sandbox, shop.door);
  return async (method, path, body, headers = { host: "127.0.0.1:4601" }) => {
    const reply = await door.answer({
      method,
      path,
      query: new URLSearchParams(),
      headers,
      body: body === undefined ? "" : JSON.stringify(body),
    });
    return { status: reply?.status ?? 0, body: JSON.parse(reply?.body ?? "null") };
  };
}

test("the clock goes forward as told and never back", async () => {
  const shop = openTestShop();
  const ask = desk(shop);
  const { nowMs } = shop.sandbox.shop.state;
  expect(await ask("POST", "/_sandbox/advance", { toMs: nowMs + 3_600_000 })).toMatchObject({
    status: 200,
    body: { nowMs: nowMs + 3_600_000 },
  });
  expect(await ask("POST", "/_sandbox/advance", { toMs: nowMs })).toMatchObject({ status: 400 });
  expect(await ask("POST", "/_sandbox/advance", { minutes: 5 })).toMatchObject({ status: 400 });
  expect(await ask("GET", "/_sandbox/clock")).toMatchObject({ body: { nowMs: nowMs + 3_600_000, webhooksWaiting: 0 } });
});

test("the ledger shows accepted effects with the vendor's ids", async () => {
  const shop = openTestShop();
  await shop.ask(`mutation($id: ID!) { tagsAdd(id: $id, tags: ["x"]) { userErrors { message } } }`, { id: orderId(1001) });
  expect(await desk(shop)("GET", "/_sandbox/ledger")).toMatchObject({
    status: 200,
    body: {
      entries: [
        {
          seq: 1,
          changed: true,
          by: { title: "Slipstream" },
          action: { kind: "add tags", orderNumber: 1001, tags: ["x"] },
          ids: { orderId: orderId(1001), fulfillmentOrderId: fulfillmentOrderId(1001) },
        },
      ],
    },
  });
});

test("the state of every order is there, past faults and limits", async () => {
  const shop = openTestShop();
  shop.sandbox.faults.set({ kind: "http 5xx", times: 1, status: 500 });
  const { body } = await desk(shop)("GET", "/_sandbox/orders");
  const { orders } = shop.sandbox.shop.state;
  expect(body).toMatchObject({
    orders: {
      length: orders.length,
      0: { id: orderId(1001), name: "#1001", events: orders[0]?.events.length, fulfillmentOrderStatus: orders[0]?.fulfilment },
    },
  });
});

test("the state of the stock is there, and of every difference that was found", async () => {
  const shop = openTestShop();
  const { levels, differences } = shop.sandbox.departments.inventory.state;
  expect(differences.length).toBeGreaterThan(3);
  const { body } = await desk(shop)("GET", "/_sandbox/stock");
  expect(body).toMatchObject({
    levels: { length: levels.length, 0: { quantities: levels[0]?.quantities } },
    differences: { length: differences.length, 0: { document: "gid://stockline/Difference/30001", state: differences[0]?.state } },
  });
});

test("faults are set, reported and cleared; an unknown one is refused with the reason", async () => {
  const shop = openTestShop();
  const ask = desk(shop);
  expect(await ask("POST", "/_sandbox/faults", { kind: "throttled", times: 3 })).toMatchObject({
    body: { pending: [{ kind: "throttled", times: 3 }], injected: {} },
  });
  expect(await ask("DELETE", "/_sandbox/faults")).toMatchObject({ body: { pending: [] } });
  expect(await ask("POST", "/_sandbox/faults", { kind: "meteor", times: 1 })).toMatchObject({ status: 400 });
});

test("tokens can be made to expire and scopes to vanish", async () => {
  const shop = openTestShop();
  const ask = desk(shop);
  await ask("POST", "/_sandbox/faults", { kind: "scope removed", scope: "read_users" });
  expect((await shop.ask("{ staffMembers(first: 1) { nodes { name } } }")).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
  expect(shop.door.tokens.check(shop.token)).not.toBeNull();
  await ask("POST", "/_sandbox/faults", { kind: "tokens expire" });
  expect(shop.door.tokens.check(shop.token)).toBeNull();
});

test("a page of another site cannot use the desk", async () => {
  const ask = desk(openTestShop());
  expect(await ask("GET", "/_sandbox/ledger", undefined, { host: "shop.attacker.example" })).toMatchObject({ status: 403 });
  expect(
    await ask("POST", "/_sandbox/faults", { kind: "throttled", times: 1 }, { host: "127.0.0.1:4601", origin: "https://attacker.example" }),
  ).toMatchObject({ status: 403 });
});

test("paths of others are left to them", async () => {
  expect(await desk(openTestShop())("GET", "/admin/oauth/authorize")).toEqual({ status: 0, body: null });
});
