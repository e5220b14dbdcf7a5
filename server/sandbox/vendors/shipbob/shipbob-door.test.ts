import { getProvider } from "@nangohq/providers";
import { expect, test } from "vitest";
import * as z from "zod";
import { AUTHORIZED, openTestWarehouse } from "#tests/sandbox/ask-shipbob.ts";
import { SHIPBOB_ANSWERS, SHIPBOB_HISTORY, SHIPBOB_RECEIVING, SHIPBOB_RETURN, SHIPBOB_SHIPMENT } from "#tests/sandbox/shipbob-shapes.ts";
import { memoryJournal } from "../../journal.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { CENTRE, SHIPBOB_TOKEN, TOKEN_CHANNEL } from "./account.ts";
import { itemIdOf, shipmentIdOf } from "./ids.ts";
import { movements } from "./stock-shapes.ts";

const Numbered = z.array(z.looseObject({ id: z.int() }));
const History = z.object({ data: z.array(z.object({ inventory_audit_event_id: z.int() })), next: z.string().nullable() });
const CHANNEL = { ...AUTHORIZED, shipbob_channel_id: String(TOKEN_CHANNEL.id) };
const complaints = (schema: z.ZodType, body: unknown) => schema.safeParse(body).error?.issues.slice(0, 3) ?? [];

test.each(Object.entries(SHIPBOB_ANSWERS))("%s answers as the vendor's reference describes it", async (path, schema) => {
  const { status, body } = await openTestWarehouse().ask("GET", path, { query: path === "/order" ? { Limit: "250" } : {} });
  expect(status).toBe(200);
  expect(complaints(schema, body)).toEqual([]);
});

test("the token has the form that Nango's entry asks for; any other one opens nothing", async () => {
  const { credentials, proxy } = getProvider("shipbob-pat") ?? {};
  const pattern = z.object({ apiKey: z.object({ pattern: z.string() }) }).parse(credentials).apiKey.pattern;
  expect(SHIPBOB_TOKEN).toMatch(new RegExp(pattern));
  const warehouse = openTestWarehouse();
  const verification = z.object({ endpoints: z.array(z.string()) }).parse(proxy?.verification).endpoints[0] ?? "";
  expect(await warehouse.ask("GET", verification.replace("/2026-01", ""))).toMatchObject({ status: 200 });
  expect(await warehouse.ask("GET", "/order", { headers: { authorization: "Bearer nothing" } })).toMatchObject({ status: 401 });
  expect(await warehouse.ask("GET", "/shipment/1")).toMatchObject({ status: 404 });
  expect(await warehouse.ask("GET", "/nowhere")).toMatchObject({ status: 404 });
});

test("orders by their last change, a page after another, and headers say where one is", async () => {
  const warehouse = openTestWarehouse();
  const { orders } = warehouse.sandbox.shop.state;
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const { body, headers } = await warehouse.ask("GET", "/order", { query: { SortOrder: "Oldest", Page: String(page), Limit: "200" } });
    ids.push(...Numbered.parse(body).map(({ id }) => id));
    expect(headers["total-pages"]).toBe(String(Math.ceil(Number(headers["total-count"]) / 200)));
    if (!headers["next-page"]) break;
  }
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(ids.length).toBeGreaterThan(orders.length - 5);
  const nowMs = warehouse.sandbox.shop.state.nowMs;
  const { headers } = await warehouse.ask("GET", "/order", { query: { LastUpdateStartDate: new Date(nowMs - 86_400_000).toISOString() } });
  expect(Number(headers["total-count"])).toBeLessThan(orders.length / 2);
});

test("the history of stock goes on behind a number, and no further back than ninety days", async () => {
  const warehouse = openTestWarehouse();
  const ask = async (body: object) => warehouse.ask("POST", "/inventory/history:query", { body: { facility_id: CENTRE.id, ...body } });
  const first = await ask({});
  expect(complaints(SHIPBOB_HISTORY, first.body)).toEqual([]);
  const ids = History.parse(first.body).data.map((row) => row.inventory_audit_event_id);
  const rest = History.parse((await ask({ cursor: ids[9] })).body).data.map((row) => row.inventory_audit_event_id);
  expect(rest.slice(0, 5)).toEqual(ids.slice(10, 15));
  expect(ids).toEqual(movements(warehouse.sandbox).map(({ id }) => id).slice(0, ids.length)); // prettier-ignore
  expect(await ask({ start_date: "2020-01-01" })).toMatchObject({ status: 400 });
  expect(await warehouse.ask("POST", "/inventory/history:query", { body: {} })).toMatchObject({ status: 400 });
});

test("a hundred and fifty calls within any minute; the next is told when to come again", async () => {
  const warehouse = openTestWarehouse({ callsAMinute: 150 });
  for (let call = 1; call <= 150; call += 1) {
    warehouse.wall.nowMs += 100;
    const { status, headers } = await warehouse.ask("GET", "/channel");
    expect([status, headers["x-remaining-calls"]]).toEqual([200, String(150 - call)]);
  }
  expect(await warehouse.ask("GET", "/channel")).toMatchObject({ status: 429, headers: { "x-retry-after": "46" } });
  warehouse.wall.nowMs += 46_000;
  expect(await warehouse.ask("GET", "/channel")).toMatchObject({ status: 200 });
});

test("a token may do what its scopes say", async () => {
  const warehouse = openTestWarehouse({ profile: "minimal" });
  expect(await warehouse.ask("GET", "/order")).toMatchObject({ status: 200 });
  expect(await warehouse.ask("GET", "/return")).toMatchObject({ status: 403 });
  expect(await warehouse.ask("POST", "/receiving", { body: {}, headers: CHANNEL })).toMatchObject({ status: 403 });
});

const RETURN = {
  fulfillment_center: { id: CENTRE.id },
  reference_id: "R-1",
  inventory: [{ id: itemIdOf(0), quantity: 1, requested_action: "Default" }],
};
const GOODS = {
  fulfillment_center: { id: CENTRE.id },
  package_type: "Package",
  box_packaging_type: "EverythingInOneBox",
  expected_arrival_date: "2030-01-01T12:00:00Z",
  purchase_order_number: "PO-X",
  boxes: [{ tracking_number: null, box_items: [{ inventory_id: itemIdOf(1), quantity: 12 }] }],
};

test("a return's reference is taken once, goods are taken every time; both need a channel that may write", async () => {
  const warehouse = openTestWarehouse();
  expect(await warehouse.ask("POST", "/return", { body: RETURN })).toMatchObject({ status: 403 });
  const made = await warehouse.ask("POST", "/return", { body: RETURN, headers: CHANNEL });
  expect(made.status).toBe(201);
  expect(complaints(SHIPBOB_RETURN, made.body)).toEqual([]);
  expect(await warehouse.ask("POST", "/return", { body: RETURN, headers: CHANNEL })).toMatchObject({ status: 422 });
  expect(await warehouse.ask("POST", "/return", { body: { ...RETURN, inventory: [] }, headers: CHANNEL })).toMatchObject({ status: 400 });
  const { id } = z.looseObject({ id: z.int() }).parse(made.body);
  expect(await warehouse.ask("POST", `/return/${id}:cancel`)).toMatchObject({ status: 200 });
  expect(await warehouse.ask("POST", `/return/${id}:cancel`)).toMatchObject({ status: 422 });
  const goods = await warehouse.ask("POST", "/receiving", { body: GOODS, headers: CHANNEL });
  expect(complaints(SHIPBOB_RECEIVING, goods.body)).toEqual([]);
  expect(await warehouse.ask("POST", "/receiving", { body: GOODS, headers: CHANNEL })).toMatchObject({ status: 201 });
  const listed = await warehouse.ask("GET", "/receiving?PurchaseOrderNumbers=PO-X");
  expect(Numbered.parse(listed.body)).toHaveLength(2);
});

test("a shipment's address and its end, until it has left; nothing places or releases a hold", async () => {
  const warehouse = openTestWarehouse();
  const { orders } = warehouse.sandbox.shop.state;
  const open = shipmentIdOf(orders.findLast(({ fulfilledMs, cancelled, placedMs }) => fulfilledMs === null && !cancelled && placedMs < warehouse.sandbox.shop.state.nowMs - 3_600_000)?.number ?? 0); // prettier-ignore
  const gone = shipmentIdOf(orders.find(({ fulfilledMs }) => fulfilledMs !== null)?.number ?? 0);
  const address = { street_address1: "9 Pier Road", city: "Bath", state: "ME", zip_code: "04530", country_code: "US" };
  expect(await warehouse.ask("PUT", `/shipment/${open}:updateAddress`, { body: address })).toMatchObject({ status: 200 });
  expect(await warehouse.ask("PUT", `/shipment/${open}:updateAddress`, { body: { city: "Bath" } })).toMatchObject({ status: 400 });
  expect(await warehouse.ask("PUT", `/shipment/${gone}:updateAddress`, { body: address })).toMatchObject({ status: 409 });
  const changed = await warehouse.ask("GET", `/shipment/${open}`);
  expect(changed.body).toMatchObject({ recipient: { address: { address1: "9 Pier Road", zip_code: "04530" } } });
  const cancelled = await warehouse.ask("POST", `/shipment/${open}:cancel`, { body: {} });
  expect(complaints(SHIPBOB_SHIPMENT, cancelled.body)).toEqual([]);
  expect(cancelled.body).toMatchObject({ status: "Cancelled" });
  expect(await warehouse.ask("POST", `/shipment/${gone}:cancel`, { body: {} })).toMatchObject({ status: 422 });
  for (const verb of ["hold", "release"])
    expect(await warehouse.ask("POST", `/shipment/${open}:${verb}`, { body: {} })).toMatchObject({ status: 404 });
});

test("what was accepted is repeated after a crash", async () => {
  const warehouse = openTestWarehouse();
  await warehouse.ask("POST", "/return", { body: RETURN, headers: CHANNEL });
  await warehouse.ask("POST", "/receiving", { body: GOODS, headers: CHANNEL });
  const { settings } = warehouse.sandbox.shop.state;
  const again = openSandbox(settings, { ...memoryJournal(), entries: warehouse.sandbox.departmentLedger() });
  const { returns, goods } = warehouse.sandbox.departments.warehouse.state;
  expect(again.departments.warehouse.state).toMatchObject({ returns, goods });
});
