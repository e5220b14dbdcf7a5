import { describe, expect, test } from "vitest";
import { openTestWarehouse } from "#tests/sandbox/ask-shipbob.ts";
import { openTestTables } from "#tests/sandbox/ask-shipstation.ts";
import { openTestShop, smallShop } from "#tests/sandbox/ask-shopify.ts";
import { openTestDesk } from "#tests/sandbox/ask-zendesk.ts";
import { followFulfilment } from "../../../connectors/shipbob-pat/follow-fulfilment.ts";
import { followNotes } from "../../../connectors/netsuite/follow-notes.ts";
import { followPurchaseOrders } from "../../../connectors/netsuite/follow-purchase-orders.ts";
import { followStock } from "../../../connectors/netsuite/follow-stock.ts";
import { followServices } from "../../../connectors/shipstation/follow-services.ts";
import { followShipments } from "../../../connectors/shipstation/follow-shipments.ts";
import fulfilmentOrders from "../../../connectors/shopify/syncs/fulfilment-orders.ts";
import orderEvents from "../../../connectors/shopify/syncs/order-events.ts";
import orders from "../../../connectors/shopify/syncs/orders.ts";
import returns from "../../../connectors/shopify/syncs/returns.ts";
import stock from "../../../connectors/shopify/syncs/stock.ts";
import ticketEvents from "../../../connectors/zendesk/syncs/ticket-events.ts";
import tickets from "../../../connectors/zendesk/syncs/tickets.ts";
import { openSandbox } from "../open-sandbox.ts";
import { ACCOUNT, NETSUITE_CLIENT } from "./netsuite/account.ts";
import { createNetsuiteDoor } from "./netsuite/netsuite-door.ts";

type Call = {
  endpoint: string;
  baseUrlOverride?: string;
  params?: Record<string, string>;
  data?: unknown;
  headers?: Record<string, string>;
};
type Reply = { status: number; headers: Readonly<Record<string, string>>; body: unknown };
type Ask = (method: string, call: Call) => Promise<Reply>;
type Row = Record<string, unknown>;
/** Changes an answer before the connector sees it. */
type Meddle = (body: unknown, call: Call) => void;

const settings = smallShop({ days: 8, ordersPerDay: 60 });
const BACKFILL_FROM = "2026-09-01T00:00:00.000Z";

const shopify = (): Ask => {
  const shop = openTestShop({ settings, plan: "unlimited" });
  return async (_method, { data }) => {
    const { query, variables } = Object(data);
    return { status: 200, headers: {}, body: await shop.ask(query, variables) };
  };
};
const zendesk = (): Ask => {
  const desk = openTestDesk({ settings });
  return (method, { endpoint, params, data }) => desk.ask(method, endpoint, { ...(params ? { query: params } : {}), body: data });
};
const shipstation = (): Ask => {
  const tables = openTestTables({ settings });
  return (method, { endpoint, params }) => tables.ask(method, endpoint, params ? { query: params } : {});
};
const shipbob = (): Ask => {
  const warehouse = openTestWarehouse({ settings });
  return (method, { endpoint, params, data }) =>
    warehouse.ask(method, endpoint.replace("/2026-01", ""), { ...(params ? { query: params } : {}), body: data });
};
const netsuite = (): Ask => {
  const door = createNetsuiteDoor(openSandbox(smallShop({ days: 21, ordersPerDay: 60 })), {});
  const { access_token: token } = door.tokens.issue({ clientId: NETSUITE_CLIENT.clientId, scopes: ["rest_webservices"], expiring: true });
  return async (method, { endpoint, data, headers }) => {
    const { pathname, searchParams } = new URL(`http://erp${endpoint}`);
    const sent = { ...headers, authorization: `Bearer ${token}` };
    const reply = await door.answer({ method, path: pathname, query: searchParams, headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value])), body: JSON.stringify(data) }); // prettier-ignore
    if (!reply) throw new Error(`Nobody answers ${endpoint}`);
    return { status: reply.status, headers: reply.headers, body: JSON.parse(reply.body) };
  };
};

/** What a sync has of Nango: a vendor who can be meddled with, records by model and id, deleted ones too, and a checkpoint. */
function nangoOver(ask: Ask) {
  type Kept = { id: string; _nango_metadata: { deleted_at: string | null } };
  const shelves = new Map<string, Map<string, Kept>>();
  const everSaved = new Map<string, Set<string>>();
  let checkpoint: unknown = null;
  let meddle: Meddle | null = null;
  const shelf = (model: string) => {
    const found = shelves.get(model) ?? new Map<string, Kept>();
    shelves.set(model, found);
    return found;
  };
  const send = (method: string) => async (call: Call) => {
    const { status, headers, body } = await ask(method, call);
    const data: unknown = structuredClone(body);
    if (status >= 400) throw Object.assign(new Error(`${call.endpoint} answered ${status}`), { response: { status, data } });
    meddle?.(data, call);
    return { status, headers, data };
  };
  const live = (model: string) => [...shelf(model).values()].filter((record) => record._nango_metadata.deleted_at === null);
  const nango = {
    log: async () => {},
    getMetadata: async () => ({ backfillFrom: BACKFILL_FROM, timeZone: ACCOUNT.zone }),
    updateMetadata: async () => {},
    getCheckpoint: async () => structuredClone(checkpoint),
    saveCheckpoint: async (saved: unknown) => {
      checkpoint = structuredClone(saved);
    },
    get: send("GET"),
    post: send("POST"),
    batchSave: async (records: { id: string }[], model: string) => {
      for (const record of records) shelf(model).set(record.id, { ...structuredClone(record), _nango_metadata: { deleted_at: null } });
      everSaved.set(model, new Set([...(everSaved.get(model) ?? []), ...records.map(({ id }) => id)]));
      return true;
    },
    batchDelete: async (records: { id: string }[], model: string) => {
      for (const { id } of records) if (shelf(model).has(id)) shelf(model).set(id, { id, _nango_metadata: { deleted_at: BACKFILL_FROM } });
      return true;
    },
    getRecordsByIds: async (ids: string[], model: string) =>
      new Map(ids.flatMap((id) => (shelf(model).has(id) ? [[id, shelf(model).get(id)] as const] : []))),
    async *listRecords(model: string) {
      yield* shelf(model).values();
    },
  };
  return {
    nango,
    meddle: (by: Meddle | null) => {
      meddle = by;
    },
    ids: (model: string) => live(model).map(({ id }) => id).toSorted(), // prettier-ignore
    everSaved: (model: string) => [...(everSaved.get(model) ?? [])],
    put: (model: string, record: { id: string }) => nango.batchSave([record], model),
  };
}
type Kept = ReturnType<typeof nangoOver>;
type Run = (nango: Kept["nango"]) => Promise<unknown>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that a sync asks of Nango is there
const run = (sync: { exec: (nango: never) => unknown } | ((nango: never) => unknown)): Run => async (nango) => (typeof sync === "function" ? sync : sync.exec)(nango as never); // prettier-ignore
const at = (body: unknown, ...path: string[]): unknown => path.reduce<unknown>((value, key) => Object(value)[key], body);
const listAt = (...path: string[]) => (body: unknown): Row[] => { const found = at(body, ...path); return Array.isArray(found) ? found : []; }; // prettier-ignore
const asks = (text: string, rows: (body: unknown) => Row[]) => (body: unknown, call: Call): Row[] =>
  call.endpoint.includes(text) || JSON.stringify(call.data ?? "").includes(text) ? rows(body) : []; // prettier-ignore

type Case = {
  model: string;
  rejected: string;
  open: () => Ask;
  sync: Run;
  /** The rows of an answer that are such records. */
  rows: (body: unknown, call: Call) => Row[];
  /** Fields by which a row is found; all others are spoiled. */
  keys: string[];
};
const cases: Record<string, Case> = {
  "Shopify orders": { model: "Order", rejected: "RejectedOrder", open: shopify, sync: run(orders), rows: listAt("data", "orders", "nodes"), keys: ["id", "updatedAt"] },
  "Shopify fulfilment orders": { model: "FulfilmentOrder", rejected: "RejectedFulfilmentOrder", open: shopify, sync: run(fulfilmentOrders), rows: listAt("data", "fulfillmentOrders", "nodes"), keys: ["id", "updatedAt"] },
  "Shopify timeline entries": { model: "OpsEvent", rejected: "RejectedOpsEvent", open: shopify, sync: run(orderEvents), rows: listAt("data", "events", "nodes"), keys: ["id", "createdAt"] },
  "Shopify returns": { model: "Return", rejected: "RejectedReturn", open: shopify, sync: run(returns), rows: (body) => listAt("data", "orders", "nodes")(body).flatMap(listAt("returns", "nodes")), keys: ["id"] },
  "Shopify stock levels": { model: "InventoryLevel", rejected: "RejectedInventoryLevel", open: shopify, sync: run(stock), rows: (body) => listAt("data", "inventoryItems", "nodes")(body).flatMap(listAt("inventoryLevels", "nodes")), keys: ["id", "location"] },
  "Zendesk tickets": { model: "Ticket", rejected: "RejectedTicket", open: zendesk, sync: run(tickets), rows: listAt("tickets"), keys: ["id", "status", "generated_timestamp"] },
  "Zendesk saves": { model: "OpsEvent", rejected: "RejectedOpsEvent", open: zendesk, sync: run(ticketEvents), rows: listAt("audits"), keys: ["id", "ticket_id"] },
  "Zendesk groups": { model: "TicketGroup", rejected: "RejectedTicketGroup", open: zendesk, sync: run(tickets), rows: asks("/groups", listAt("groups")), keys: ["id"] },
  "ShipStation orders": { model: "Shipment", rejected: "RejectedShipment", open: shipstation, sync: run(followShipments), rows: listAt("orders"), keys: ["orderId", "modifyDate"] },
  "ShipStation labels": { model: "OpsEvent", rejected: "RejectedLabel", open: shipstation, sync: run(followShipments), rows: listAt("shipments"), keys: ["shipmentId", "orderId", "createDate"] },
  "ShipStation services": { model: "CarrierService", rejected: "RejectedCarrierService", open: shipstation, sync: run(followServices), rows: asks("/listservices", listAt()), keys: ["code"] },
  "ShipStation carriers": { model: "CarrierService", rejected: "RejectedCarrierService", open: shipstation, sync: run(followServices), rows: (body, { endpoint }) => (endpoint === "/carriers" ? listAt()(body) : []), keys: ["code"] },
  "NetSuite purchase orders": { model: "PurchaseOrder", rejected: "RejectedPurchaseOrder", open: netsuite, sync: run(followPurchaseOrders), rows: asks("'PurchOrd'", listAt("items")), keys: ["id"] },
  "NetSuite balances": { model: "InventoryLevel", rejected: "RejectedInventoryLevel", open: netsuite, sync: run(followStock), rows: asks("aggregateitemlocation", listAt("items")), keys: ["item", "location"] },
  "NetSuite notes": { model: "OpsEvent", rejected: "RejectedOpsEvent", open: netsuite, sync: run(followNotes), rows: asks("sn.oldvalue", listAt("items")), keys: ["recordid", "at", "name", "context", "lineid", "field"] },
  "ShipBob shipments": { model: "PartnerShipment", rejected: "RejectedPartnerShipment", open: shipbob, sync: run(followFulfilment), rows: asks("/order", (body) => listAt()(body).flatMap(listAt("shipments"))), keys: ["id", "order_id"] },
  "ShipBob returns": { model: "PartnerReturn", rejected: "RejectedPartnerReturn", open: shipbob, sync: run(followFulfilment), rows: asks("/return", listAt("items")), keys: ["id"] },
  "ShipBob goods": { model: "ReceivingOrder", rejected: "RejectedReceivingOrder", open: shipbob, sync: run(followFulfilment), rows: asks("/receiving", listAt()), keys: ["id"] },
  "ShipBob balances": { model: "InventoryLevel", rejected: "RejectedInventoryLevel", open: shipbob, sync: run(followFulfilment), rows: asks("/locations", (body) => listAt("items")(body).flatMap(listAt("locations"))), keys: ["location_id"] },
  "ShipBob movements": { model: "OpsEvent", rejected: "RejectedStockEvent", open: shipbob, sync: run(followFulfilment), rows: asks("/inventory/history", listAt("data")), keys: ["inventory_audit_event_id"] },
}; // prettier-ignore

/** The same row, found every time that it comes, with everything else in it of a shape that nobody promised. */
function poisoning({ rows, keys }: Case): { meddle: Meddle; hits: () => number } {
  let chosen: string | null = null;
  let hits = 0;
  const nameOf = (row: Row) => JSON.stringify(keys.map((key) => row[key]));
  return {
    hits: () => hits,
    meddle: (body, call) => {
      const found = rows(body, call);
      chosen ??= found[1] ? nameOf(found[1]) : null;
      for (const row of found.filter((one) => nameOf(one) === chosen).slice(0, 1)) {
        for (const key of Object.keys(row)) if (!keys.includes(key)) row[key] = { poison: [0] };
        hits += 1;
      }
    },
  };
}

describe("a row that cannot be read", () => {
  test.each(Object.entries(cases))("of %s is set aside, keeps no other from coming, and comes when it can be read", { timeout: 120_000 }, async (_name, one) => {
    const clean = nangoOver(one.open());
    await one.sync(clean.nango);
    const all = clean.ids(one.model);
    expect(all.length).toBeGreaterThan(1);
    expect(clean.everSaved(one.rejected)).toEqual([]);

    const kept = nangoOver(one.open());
    const poison = poisoning(one);
    kept.meddle(poison.meddle);
    await one.sync(kept.nango);
    expect(poison.hits()).toBeGreaterThan(0);
    expect(kept.everSaved(one.rejected)).toHaveLength(1);
    // What is missing is the row, or what is told by it alone.
    const arrived = kept.ids(one.model);
    expect(arrived.filter((id) => !all.includes(id))).toEqual([]);
    expect(arrived.length).toBeGreaterThanOrEqual(Math.min(all.length - 8, all.length * 0.9 - 1));

    kept.meddle(null);
    await one.sync(kept.nango);
    expect(kept.ids(one.rejected)).toEqual([]);
    expect(kept.ids(one.model)).toEqual(all);
  }); // prettier-ignore
});

type Stranger = { id: string; [field: string]: string };
const wholes: Record<string, Case & { strangers: Stranger[] }> = {
  "Shopify stock levels": { ...caseOf("Shopify stock levels"), strangers: [{ id: "999:1", itemId: "gid://shopify/InventoryItem/999", locationId: "gid://shopify/Location/1" }] },
  "Zendesk groups": { ...caseOf("Zendesk groups"), strangers: [{ id: "999", name: "Gone" }] },
  "ShipStation services": { ...caseOf("ShipStation services"), strangers: [{ id: "gone:ground", carrier: "gone", service: "ground" }, { id: "ups:ups_gone", carrier: "ups", service: "ups_gone" }] },
  "ShipStation warehouses": { ...caseOf("ShipStation services"), model: "Warehouse", rejected: "RejectedWarehouse", rows: () => [], strangers: [{ id: "999", name: "Gone" }] },
  "NetSuite balances": { ...caseOf("NetSuite balances"), strangers: [{ id: "999999:1", itemId: "999999", locationId: "1" }] },
  "ShipBob balances": { ...caseOf("ShipBob balances"), strangers: [{ id: "999999:22", itemId: "999999", locationId: "22" }] },
  "ShipBob centres": { ...caseOf("ShipBob balances"), model: "Warehouse", rejected: "RejectedWarehouse", rows: () => [], strangers: [{ id: "999", name: "Gone" }] },
}; // prettier-ignore
function caseOf(name: string): Case {
  const found = cases[name];
  if (!found) throw new Error(name);
  return found;
}

describe("a list that is read whole", () => {
  test.each(Object.entries(wholes))("of %s deletes what the vendor has no longer, and nothing that an answer only left out", { timeout: 120_000 }, async (_name, one) => {
    const kept = nangoOver(one.open());
    await one.sync(kept.nango);
    const all = kept.ids(one.model);
    expect(all.length).toBeGreaterThan(0);

    // The first answer of the second run comes short by a row; whoever asks by itself is answered.
    for (const stranger of one.strangers) await kept.put(one.model, stranger);
    let cut = false;
    kept.meddle((body, call) => {
      const found = one.rows(body, call);
      if (cut || found.length < 2) return;
      cut = true;
      drop(body, found[1]);
    });
    await one.sync(kept.nango);
    expect(kept.ids(one.model)).toEqual(all);
    expect(kept.everSaved(one.rejected)).toEqual([]);

    // One that breaks off in the middle, or fails from the start, deletes nothing.
    for (const stranger of one.strangers) await kept.put(one.model, stranger);
    kept.meddle(() => {
      throw new Error("the vendor is away");
    });
    await Promise.resolve(one.sync(kept.nango)).catch(() => null);
    expect(kept.ids(one.model)).toHaveLength(all.length + one.strangers.length);
  }); // prettier-ignore

  function drop(value: unknown, row: unknown): void {
    if (Array.isArray(value)) {
      const place = value.indexOf(row);
      if (place >= 0) value.splice(place, 1);
      else for (const inner of value) drop(inner, row);
    } else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) drop(inner, row);
  }
});
