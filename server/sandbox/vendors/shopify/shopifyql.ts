import { CATALOGUE } from "../../shop/catalogue.ts";
import { CHANNELS, FIRST_ITEM_ID } from "../../departments/inventory/stock.ts";
import { nameOf } from "../../shop/staff.ts";
import { legacyOrderId, orderId } from "./ids.ts";
import { iso } from "./value-shapes.ts";
import type { AdjustmentGroup, Change } from "../../departments/inventory/stock.ts";
import type { Sandbox } from "../../open-sandbox.ts";
import type { Order } from "../../shop/order.ts";

/** What the vendor answers to a query in its reporting language: a table, or why there is none. */
export interface Report {
  tableData: { columns: readonly Column[]; rows: readonly Row[] } | null;
  parseErrors: readonly string[];
  parseWarnings: readonly string[];
}
interface Column {
  name: string;
  dataType: "INTEGER" | "SECOND_TIMESTAMP" | "STRING";
  displayName: string;
}
type Row = Readonly<Record<string, string | null>>;

const MOST_ROWS = 1000;
const HISTORY_DAYS = 180;
const FORM =
  /^\s*FROM\s+inventory_adjustment_history\s+SHOW\s+inventory_adjustment_change\s+SINCE\s+(\S+)\s+UNTIL\s+(\S+)\s+GROUP\s+BY\s+([\w\s,]+?)\s+ORDER\s+BY\s+second\s+ASC\s+LIMIT\s+(\d+)\s*$/i;
const COLUMNS = new Set([
  "second",
  "inventory_adjustment_group_id",
  "inventory_adjustment_id",
  "inventory_item_id",
  "inventory_location_id",
  "inventory_location_name",
  "inventory_state",
  "inventory_change_reason",
  "inventory_app_id",
  "inventory_app_name",
  "staff_id",
  "staff_member_name",
  "reference_document_type",
  "reference_document_uri",
  "reference_document_id",
]);

/**
 * The one table of the reporting language that is served, in the one form that is known from programs which read it: changes of stock by
 * second, oldest first, in UTC. What is beyond the limit is left out without a word, as there.
 */
export function answerShopifyql(sandbox: Pick<Sandbox, "shop" | "departments">, query: string): Report {
  const [, since = "", until = "", dimensions = "", limit = ""] = FORM.exec(query) ?? [];
  const [fromMs, toMs] = [timeOf(since), timeOf(until)];
  if (fromMs === null || toMs === null) return refused("Only inventory_adjustment_history between two times is served, oldest first.");
  const columns = dimensions.split(",").map((name) => name.trim());
  const unknown = columns.find((name) => !COLUMNS.has(name));
  if (unknown !== undefined) return refused(`Column '${unknown}' not found in 'inventory_adjustment_history'.`);
  const count = Math.min(Number(limit), MOST_ROWS);
  const oldestMs = sandbox.shop.state.nowMs - HISTORY_DAYS * 86_400_000;
  const rows = changesBetween(sandbox, Math.max(fromMs, oldestMs), toMs, count).map((row) =>
    Object.fromEntries(["inventory_adjustment_change", ...columns].map((name) => [name, row[name] ?? null])),
  );
  const dataTypeOf = (name: string): Column["dataType"] =>
    name === "second" ? "SECOND_TIMESTAMP" : name === "inventory_adjustment_change" ? "INTEGER" : "STRING";
  const named = [...columns, "inventory_adjustment_change"].map((name) => ({
    name,
    dataType: dataTypeOf(name),
    displayName: name.replaceAll("_", " "),
  }));
  return { tableData: { columns: named, rows }, parseErrors: [], parseWarnings: [] };
}

const refused = (why: string): Report => ({ tableData: null, parseErrors: [why], parseWarnings: [] });

/** 2026-11-01T00:00:00, read as UTC; null for anything else. */
function timeOf(text: string): number | null {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** Adjustments and sales together in the order of time, at most so many. Of a sale the vendor shows what it took from what was on sale. */
function changesBetween({ shop, departments }: Pick<Sandbox, "shop" | "departments">, fromMs: number, toMs: number, count: number): Row[] {
  const { groups } = departments.inventory.state;
  const { orders } = shop.state;
  let [group, order] = [firstFrom(groups, fromMs, ({ atMs }) => atMs), firstFrom(orders, fromMs, ({ placedMs }) => placedMs)];
  const rows: Row[] = [];
  while (rows.length < count) {
    const nextGroup = groups[group];
    const nextOrder = orders[order];
    const groupMs = nextGroup?.atMs ?? Number.POSITIVE_INFINITY;
    const orderMs = nextOrder?.placedMs ?? Number.POSITIVE_INFINITY;
    if (Math.min(groupMs, orderMs) >= toMs) break;
    if (nextGroup && groupMs <= orderMs) {
      rows.push(...nextGroup.changes.map((change, index) => rowOf(nextGroup, change, index)));
      group++;
    } else if (nextOrder) {
      rows.push(...salesOf(nextOrder));
      order++;
    }
  }
  return rows.slice(0, count);
}

function firstFrom<T>(items: readonly T[], fromMs: number, atMs: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && atMs(item) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowOf({ id, atMs, actor, app, reason, documentUri }: AdjustmentGroup, { level, state, delta }: Change, index: number): Row {
  const [type, documentId] = /^gid:\/\/[^/]+\/([^/]+)\/([^/?]+)/.exec(documentUri ?? "")?.slice(1) ?? [];
  const channel = CHANNELS[level.channelIndex];
  return {
    second: iso(atMs),
    inventory_adjustment_group_id: String(id),
    inventory_adjustment_id: String(id * 100 + index),
    inventory_item_id: String(FIRST_ITEM_ID + level.itemIndex),
    inventory_location_id: String(channel?.locationId),
    inventory_location_name: channel?.name ?? null,
    inventory_state: state,
    inventory_change_reason: reason,
    inventory_app_id: app ? String(app.id) : null,
    inventory_app_name: app?.title ?? null,
    staff_id: actor.kind === "staff" ? String(actor.account.id) : null,
    staff_member_name: actor.kind === "staff" ? nameOf(actor.account) : null,
    reference_document_type: type ?? null,
    reference_document_uri: documentUri,
    reference_document_id: documentId ?? null,
    inventory_adjustment_change: String(delta),
  };
}

const SALE_GROUPS_FROM = 600_000_000;
const CHANNEL_APP_ID = 580_111;

function salesOf({ number, placedMs, channel: name, lines }: Order): Row[] {
  const channel = CHANNELS.find((one) => one.channel === name);
  if (!channel) return [];
  return lines.flatMap(({ sku, quantity }, index) => {
    const itemIndex = CATALOGUE.findIndex((item) => item.sku === sku);
    const group = SALE_GROUPS_FROM + number;
    return {
      second: iso(placedMs),
      inventory_adjustment_group_id: String(group),
      inventory_adjustment_id: String(group * 100 + index),
      inventory_item_id: String(FIRST_ITEM_ID + itemIndex),
      inventory_location_id: String(channel.locationId),
      inventory_location_name: channel.name,
      inventory_state: "available",
      inventory_change_reason: "order_created",
      inventory_app_id: String(CHANNEL_APP_ID),
      inventory_app_name: name,
      staff_id: null,
      staff_member_name: null,
      reference_document_type: "Order",
      reference_document_uri: orderId(number),
      reference_document_id: String(legacyOrderId(number)),
      inventory_adjustment_change: String(-quantity),
    };
  });
}
