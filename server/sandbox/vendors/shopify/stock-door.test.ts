import { expect, test } from "vitest";
import * as z from "zod";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { CHANNELS, FIRST_ITEM_ID } from "../../departments/inventory/stock.ts";
import { gid } from "./ids.ts";
import { levelId } from "./stock-resolvers.ts";
import { subscribeAll } from "./webhooks.ts";
import type { TestShop } from "#tests/sandbox/ask-shopify.ts";

const settings = smallShop({ seed: "stock at the door", days: 8, ordersPerDay: 200 });
const ADJUST = `mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) { inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
  inventoryAdjustmentGroup { id reason referenceDocumentUri app { title } staffMember { name } changes { name delta quantityAfterChange item { sku } location { name } } }
  userErrors { code field message } } }`;
const MOVE = `mutation($input: InventoryMoveQuantitiesInput!, $key: String!) { inventoryMoveQuantities(input: $input) @idempotent(key: $key) {
  inventoryAdjustmentGroup { id } userErrors { code field } } }`;
const SET = `mutation($input: InventorySetQuantitiesInput!, $key: String!) { inventorySetQuantities(input: $input) @idempotent(key: $key) {
  inventoryAdjustmentGroup { id } userErrors { code field } } }`;
const HISTORY =
  "FROM inventory_adjustment_history SHOW inventory_adjustment_change SINCE 2026-10-01T00:00:00 UNTIL 2026-12-01T00:00:00 GROUP BY second, inventory_adjustment_group_id, inventory_state, staff_id, reference_document_type ORDER BY second ASC LIMIT 1000";
const REPORT = `query($query: String!) { shopifyqlQuery(query: $query) { tableData { columns { name dataType } rows } parseErrors } }`;

const place = { inventoryItemId: gid("InventoryItem", FIRST_ITEM_ID), locationId: gid("Location", CHANNELS[0].locationId) };
const document = "gid://stockline/Difference/1";
const Codes = z.record(
  z.string(),
  z.object({ userErrors: z.array(z.object({ code: z.string(), field: z.array(z.string()).nullable() })) }),
);
async function codes(shop: TestShop, query: string, input: object, key: string): Promise<string[]> {
  const { data } = await shop.ask(query, { input, key });
  return Object.values(Codes.parse(data)).flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
}

test("stock is adjusted under a key alone, once, from the quantity that was told, and the answer says what it came to", async () => {
  const shop = openTestShop({ settings });
  const [level] = shop.sandbox.departments.inventory.state.levels;
  const before = level?.quantities.available ?? 0;
  const input = { name: "available", reason: "correction", referenceDocumentUri: document, changes: [{ ...place, delta: -2, changeFromQuantity: before }] }; // prettier-ignore
  const bare = ADJUST.replace("@idempotent(key: $key)", "").replace(", $key: String!", "");
  expect((await shop.ask(bare, { input })).errors?.[0]?.message).toContain("@idempotent");
  const first = await shop.ask(ADJUST, { input, key: "k-1" });
  expect(first.data).toMatchObject({
    inventoryAdjustQuantities: {
      inventoryAdjustmentGroup: {
        reason: "correction",
        referenceDocumentUri: document,
        app: { title: "Slipstream" },
        staffMember: null,
        changes: [{ name: "available", delta: -2, quantityAfterChange: before - 2, item: { sku: "HP-MUG-01" }, location: { name: CHANNELS[0].name } }], // prettier-ignore
      },
      userErrors: [],
    },
  });
  expect((await shop.ask(ADJUST, { input, key: "k-1" })).data).toEqual(first.data);
  expect(level?.quantities.available).toBe(before - 2);
  expect(await codes(shop, ADJUST, input, "k-2")).toEqual(["CHANGE_FROM_QUANTITY_STALE"]);
  expect(await codes(shop, ADJUST, { ...input, reason: "restock" }, "k-1")).toEqual(["IDEMPOTENCY_KEY_PARAMETER_MISMATCH"]);
  const { inventoryAdjustmentGroup: group } = z
    .object({ inventoryAdjustQuantities: z.object({ inventoryAdjustmentGroup: z.object({ id: z.string() }) }) })
    .parse(first.data).inventoryAdjustQuantities;
  const read = await shop.ask(`query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on InventoryAdjustmentGroup { reason createdAt } ... on InventoryLevel { quantities(names: ["available", "on_hand", "no_such"]) { name quantity } } ... on InventoryItem { sku } } }`, { ids: [group.id, level ? levelId(level) : "", place.inventoryItemId] }); // prettier-ignore
  expect(read.data).toMatchObject({
    nodes: [
      { __typename: "InventoryAdjustmentGroup", reason: "correction" },
      {
        __typename: "InventoryLevel",
        quantities: [
          { name: "available", quantity: before - 2 },
          { name: "on_hand", quantity: expect.any(Number) },
        ],
      },
      { __typename: "InventoryItem", sku: "HP-MUG-01" },
    ],
  });
});

test.each([
  ["INVALID_QUANTITY_NAME", { name: "on_shelf" }],
  ["INVALID_REASON", { reason: "because" }],
  ["INVALID_REFERENCE_DOCUMENT", { referenceDocumentUri: "gid://stockline/Difference" }],
  ["INVALID_AVAILABLE_DOCUMENT", { changes: [{ ...place, delta: 1, ledgerDocumentUri: document }] }],
  ["INVALID_QUANTITY_DOCUMENT", { name: "safety_stock" }],
  ["INVALID_LEDGER_DOCUMENT", { name: "damaged", changes: [{ ...place, delta: 1, ledgerDocumentUri: "none" }] }],
  ["INVALID_INVENTORY_ITEM", { changes: [{ ...place, inventoryItemId: gid("InventoryItem", 1), delta: 1 }] }],
  ["INVALID_LOCATION", { changes: [{ ...place, locationId: gid("Location", 1), delta: 1 }] }],
  ["INVALID_QUANTITY_TOO_LOW", { changes: [{ ...place, delta: -1_000_000 }] }],
])("an adjustment is refused with %s, and nothing is changed", async (code, change) => {
  const shop = openTestShop({ settings });
  const input = { name: "available", reason: "correction", changes: [{ ...place, delta: 1 }], ...change };
  expect(await codes(shop, ADJUST, input, code)).toEqual([code]);
  expect(shop.sandbox.departmentLedger()).toEqual([]);
});

test("units are moved within a place from state to state, and set on sale, with the vendor's own refusals", async () => {
  const shop = openTestShop({ settings });
  const [level] = shop.sandbox.departments.inventory.state.levels;
  const at = (name: string, more: object = {}) => ({ locationId: place.locationId, name, ...(name === "available" ? {} : { ledgerDocumentUri: document }), ...more }); // prettier-ignore
  const move = (change: object) => ({ reason: "safety_stock", referenceDocumentUri: document, changes: [{ inventoryItemId: place.inventoryItemId, quantity: 3, from: at("available"), to: at("damaged"), ...change }] }); // prettier-ignore
  expect(await codes(shop, MOVE, move({ to: at("available") }), "a")).toEqual(["SAME_QUANTITY_NAME"]);
  expect(await codes(shop, MOVE, move({ to: { ...at("damaged"), locationId: gid("Location", 2) } }), "b")).toEqual(["DIFFERENT_LOCATIONS"]); // prettier-ignore
  expect(await codes(shop, MOVE, move({ quantity: -3 }), "c")).toEqual(["INVALID_QUANTITY_NEGATIVE"]);
  expect(await codes(shop, MOVE, move({ quantity: 1_000_000 }), "d")).toEqual(["MOVE_QUANTITIES_FAILED"]);
  expect(await codes(shop, MOVE, move({ from: at("available", { changeFromQuantity: -5 }) }), "e")).toEqual(["CHANGE_FROM_QUANTITY_STALE"]);
  expect(await codes(shop, MOVE, move({}), "f")).toEqual([]);
  expect(level?.quantities.damaged).toBe(3);
  const set = (change: object) => ({ name: "available", reason: "correction", quantities: [{ ...place, quantity: 40, ...change }] });
  expect(await codes(shop, SET, { ...set({}), name: "damaged" }, "g")).toEqual(["INVALID_NAME"]);
  expect(await codes(shop, SET, set({ quantity: -1 }), "h")).toEqual(["INVALID_QUANTITY_NEGATIVE"]);
  expect(await codes(shop, SET, set({ changeFromQuantity: -1 }), "i")).toEqual(["CHANGE_FROM_QUANTITY_STALE"]);
  expect(await codes(shop, SET, set({}), "j")).toEqual([]);
  expect(level?.quantities.available).toBe(40);
});

test("the history tells each change by the second with who and why, in one form only, and to nobody without the right to reports", async () => {
  const shop = openTestShop({ settings });
  const Report = z.object({ shopifyqlQuery: z.object({ tableData: z.object({ rows: z.array(z.record(z.string(), z.string().nullable())) }) }) }); // prettier-ignore
  const { rows } = (await shop.read(Report, REPORT, { query: HISTORY })).shopifyqlQuery.tableData;
  expect(rows).toHaveLength(1000);
  expect(rows.map(({ second }) => second)).toEqual(rows.map(({ second }) => second).toSorted((a, b) => ((a ?? "") < (b ?? "") ? -1 : 1)));
  expect(new Set(rows.map(({ reference_document_type: type }) => type))).toEqual(new Set(["Difference", "Publication", "Order"]));
  const refused = await shop.ask(REPORT, { query: HISTORY.replace("staff_id", "staff_shoe_size") });
  expect(refused.data).toMatchObject({ shopifyqlQuery: { tableData: null, parseErrors: [expect.stringContaining("staff_shoe_size")] } });
  const other = await shop.ask(REPORT, { query: "FROM sales SHOW total_sales" });
  expect(other.data).toMatchObject({ shopifyqlQuery: { tableData: null, parseErrors: [expect.any(String)] } });
  const least = openTestShop({ settings, profile: "minimal" });
  expect((await least.ask(REPORT, { query: HISTORY })).errors?.[0]?.extensions?.code).toBe("ACCESS_DENIED");
});

test("what changes a level is told by a webhook that says which and how much is on sale, and not who", async () => {
  const shop = openTestShop({ settings });
  subscribeAll(shop.door.subscriptions, "http://127.0.0.1:9/hook");
  const input = { name: "available", reason: "correction", changes: [{ ...place, delta: -1 }] };
  await shop.ask(ADJUST, { input, key: "hook" });
  await shop.door.webhooks.flush();
  const told = shop.delivered.filter(({ headers }) => headers["x-shopify-topic"] === "inventory_levels/update");
  expect(told).toHaveLength(1);
  const [level] = shop.sandbox.departments.inventory.state.levels;
  expect(JSON.parse(told[0]?.body ?? "null")).toEqual({
    inventory_item_id: FIRST_ITEM_ID,
    location_id: CHANNELS[0].locationId,
    available: level?.quantities.available,
    updated_at: new Date(shop.sandbox.shop.state.nowMs).toISOString(),
    admin_graphql_api_id: level && levelId(level),
  });
});
