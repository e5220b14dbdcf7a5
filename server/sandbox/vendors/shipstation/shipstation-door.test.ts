import { getProvider } from "@nangohq/providers";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestTables, type TestTables } from "#tests/sandbox/ask-shipstation.ts";
import { SHIPSTATION_ANSWERS, SHIPSTATION_ORDER, SHIPSTATION_WRITES } from "#tests/sandbox/shipstation-shapes.ts";
import { SHIPSTATION_KEY } from "./account.ts";
import { printTime, readTime } from "./local-time.ts";

const Orders = z.object({
  orders: z.array(z.looseObject({ orderId: z.int(), modifyDate: z.string() })),
  total: z.int(),
  pages: z.int(),
});
const Labels = z.object({ shipments: z.array(z.looseObject({ shipmentId: z.int() })), total: z.int(), pages: z.int() });
const ordersOf = async (tables: TestTables, query: Record<string, string>) =>
  Orders.parse((await tables.ask("GET", "/orders", { query })).body);
const labelsOf = async (tables: TestTables, query: Record<string, string>) =>
  Labels.parse((await tables.ask("GET", "/shipments", { query })).body);

test.each(Object.entries(SHIPSTATION_ANSWERS))("%s answers as the vendor's reference describes it", async (path, schema) => {
  const query: Record<string, string> = path === "/carriers/listservices" ? { carrierCode: "ups_walleted" } : { pageSize: "500" };
  const { status, body } = await openTestTables().ask("GET", path, { query });
  expect(status).toBe(200);
  expect(schema.safeParse(body).error?.issues.slice(0, 3) ?? []).toEqual([]);
});

test("the key is the example that Nango's form shows; any other one opens nothing", { timeout: 30_000 }, async () => {
  const { credentials } = getProvider("shipstation") ?? {};
  expect(credentials).toMatchObject({ username: { example: SHIPSTATION_KEY.key }, password: { example: SHIPSTATION_KEY.secret } });
  const tables = openTestTables();
  const wrong = `Basic ${Buffer.from(`${SHIPSTATION_KEY.key}:wrong`).toString("base64")}`;
  expect(await tables.ask("GET", "/users", { headers: { authorization: wrong } })).toMatchObject({ status: 401 });
  expect(await tables.ask("GET", "/orders", { headers: {} })).toMatchObject({ status: 401 });
  expect(await tables.ask("GET", "/orders/none")).toMatchObject({ status: 404 });
});

test("times are printed as the clock in California shows them, over a change of the clock too", () => {
  expect(printTime(Date.parse("2026-07-01T15:46:27.123Z"))).toBe("2026-07-01T08:46:27.1230000");
  expect(printTime(Date.parse("2026-11-01T08:30:00Z"))).toBe("2026-11-01T01:30:00.0000000");
  expect(printTime(Date.parse("2026-11-01T09:30:00Z"))).toBe("2026-11-01T01:30:00.0000000");
  expect(readTime("2026-07-01 08:46:27")).toBe(Date.parse("2026-07-01T15:46:27Z"));
  expect(readTime("2026-12-01")).toBe(Date.parse("2026-12-01T08:00:00Z"));
  expect(readTime("soon")).toBeNull();
});

test("orders by their last change and labels by the time of voiding, a page after another", async () => {
  const tables = openTestTables();
  const { parcels, labels } = tables.sandbox.departments.shipping.state;
  const pages: number[][] = [];
  for (let page = 1; ; page += 1) {
    const answer = await ordersOf(tables, { sortBy: "ModifyDate", page: String(page), pageSize: "200" });
    pages.push(answer.orders.map(({ orderId }) => orderId));
    expect(answer.total).toBe(parcels.length);
    if (page >= answer.pages) break;
  }
  expect(pages.length).toBe(Math.ceil(parcels.length / 200));
  expect(pages.flat()).toEqual(parcels.toSorted((a, b) => a.modifiedMs - b.modifiedMs || a.id - b.id).map(({ id }) => id));
  const middle = parcels.toSorted((a, b) => a.modifiedMs - b.modifiedMs)[Math.floor(parcels.length / 2)]?.modifiedMs ?? 0;
  const since = await ordersOf(tables, { modifyDateStart: printTime(middle).slice(0, 19).replace("T", " "), pageSize: "1" });
  expect(since.total).toBe(parcels.filter(({ modifiedMs }) => modifiedMs >= Math.floor(middle / 1000) * 1000).length);
  const voided = labels.filter(({ voidedMs }) => voidedMs !== null).map(({ id }) => id);
  expect(voided.length).toBeGreaterThan(3);
  expect((await labelsOf(tables, { voidDateStart: "2000-01-01", pageSize: "500" })).shipments.map(({ shipmentId }) => shipmentId)).toEqual(
    voided,
  );
  expect((await labelsOf(tables, { sortDir: "DESC", pageSize: "1" })).shipments[0]?.shipmentId).toBe(labels.at(-1)?.id);
});

test("forty calls a minute, and the headers say how many are left and when they begin anew", async () => {
  const tables = openTestTables({ callsAMinute: 40 });
  expect((await tables.ask("GET", "/users")).headers).toMatchObject({ "x-rate-limit-limit": "40", "x-rate-limit-remaining": "39" });
  for (let call = 1; call < 40; call += 1) expect((await tables.ask("GET", "/users")).status).toBe(200);
  tables.wall.nowMs += 20_000;
  expect(await tables.ask("GET", "/users")).toMatchObject({ status: 429, headers: { "x-rate-limit-reset": "40" } });
  tables.wall.nowMs += 40_000;
  expect((await tables.ask("GET", "/users")).status).toBe(200);
});

test("an order is saved whole: what is left out is blank, and one without what the vendor needs is refused", async () => {
  const tables = openTestTables();
  const parcel = tables.sandbox.departments.shipping.state.parcels.findLast(({ status }) => status === "awaiting_shipment");
  const { body } = await tables.ask("GET", `/orders/${parcel?.id}`);
  const row = SHIPSTATION_ORDER.parse(body);
  const before = { ...parcel };
  const whole = await tables.ask("POST", "/orders/createorder", {
    body: { ...row, serviceCode: "fedex_2day", carrierCode: "fedex_walleted" },
  });
  expect(whole).toMatchObject({ status: 200, body: { orderId: parcel?.id, serviceCode: "fedex_2day", orderTotal: row.orderTotal } });
  expect(parcel).toMatchObject({ weightOunces: before.weightOunces, valueMinor: before.valueMinor, isExpressPaid: before.isExpressPaid });
  expect(await tables.ask("POST", "/orders/createorder", { body: { orderKey: row.orderKey } })).toMatchObject({ status: 400 });
  expect(parcel?.weightOunces).toBe(before.weightOunces);
  const { weight: _weight, orderTotal: _total, ...partial } = row;
  expect(await tables.ask("POST", "/orders/createorder", { body: partial })).toMatchObject({ status: 200 });
  expect(parcel).toMatchObject({ weightOunces: 0, valueMinor: 0 });
});

test("writes answer as the vendor's reference describes them; a label is bought once for what waits and voided once", async () => {
  const tables = openTestTables();
  const parcel = tables.sandbox.departments.shipping.state.parcels.findLast(({ status }) => status === "awaiting_shipment");
  const orderId = parcel?.id ?? 0;
  const weight = { value: 20, units: "ounces" };
  const post = async (path: keyof typeof SHIPSTATION_WRITES, body: object) => {
    const answer = await tables.ask("POST", path, { body });
    if (answer.status === 200) SHIPSTATION_WRITES[path].parse(answer.body);
    return answer;
  };
  const label = { orderId, carrierCode: "ups_walleted", serviceCode: "ups_ground", packageCode: "package", shipDate: "2026-11-03", weight };
  expect(await post("/orders/holduntil", { orderId, holdUntilDate: "2026-11-20" })).toMatchObject({ status: 200 });
  expect(await post("/orders/createlabelfororder", label)).toMatchObject({ status: 400, body: { Message: "The order is not open." } });
  expect(await post("/orders/restorefromhold", { orderId })).toMatchObject({ status: 200 });
  expect(await post("/orders/restorefromhold", { orderId })).toMatchObject({ status: 400 });
  expect(await post("/orders/addtag", { orderId, tagId: 1101 })).toMatchObject({ status: 200 });
  expect(await post("/orders/addtag", { orderId: 1, tagId: 1101 })).toMatchObject({ status: 404 });
  const { body: bought } = await post("/orders/createlabelfororder", label);
  const { shipmentId } = SHIPSTATION_WRITES["/orders/createlabelfororder"].parse(bought);
  expect(await post("/orders/createlabelfororder", label)).toMatchObject({ status: 400 });
  expect(await post("/shipments/voidlabel", { shipmentId })).toMatchObject({ body: { approved: true } });
  expect(await post("/shipments/voidlabel", { shipmentId })).toMatchObject({ status: 200, body: { approved: false } });
  const question = { carrierCode: "ups_walleted", fromPostalCode: "04101", toState: "WA", toCountry: "US", toPostalCode: "98109", weight };
  expect(await post("/shipments/getrates", question)).toMatchObject({
    body: [{ serviceCode: "ups_ground" }, { serviceCode: "ups_2nd_day_air" }],
  });
  tables.sandbox.faults.set({ kind: "cut after success", times: 1 });
  expect(await post("/orders/createlabelfororder", label)).toMatchObject({ wire: "cut" });
  expect(parcel?.status).toBe("shipped");
});

test("faults: a limit, a server error, half a page that says nothing of it, spoiled rows", async () => {
  const tables = openTestTables();
  const { faults } = tables.sandbox;
  const whole = (await ordersOf(tables, { pageSize: "500" })).orders.length;
  faults.set({ kind: "http 429", times: 1, retryAfter: "7" });
  expect(await tables.ask("GET", "/orders")).toMatchObject({ status: 429, headers: { "x-rate-limit-reset": "7" } });
  faults.set({ kind: "http 5xx", times: 1, status: 503 });
  expect(await tables.ask("GET", "/orders")).toMatchObject({ status: 503 });
  faults.set({ kind: "short page", times: 1 });
  expect((await ordersOf(tables, { pageSize: "500" })).orders.length).toBe(Math.ceil(whole / 2));
  for (const kind of ["unknown value", "poison record", "hostile text"] as const) faults.set({ kind, times: 1 });
  const [row] = (await ordersOf(tables, { pageSize: "500" })).orders;
  expect(row).toMatchObject({ createDate: null, orderStatus: "parked", requestedShippingService: expect.stringContaining("DROP TABLE") });
  expect(faults.report().pending).toEqual([]);
});
