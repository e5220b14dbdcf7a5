import { STATES, CHANNELS, FIRST_ITEM_ID } from "../../departments/inventory/stock.ts";
import { findGroup, findLevel } from "../../departments/inventory/state.ts";
import { CATALOGUE, LOCATION } from "../../shop/catalogue.ts";
import { gid, parseGid } from "./ids.ts";
import { requireScope } from "./scopes.ts";
import { page, whole } from "./search-pages.ts";
import { matcherOf, parseSearch } from "./search-query.ts";
import { answerShopifyql } from "./shopifyql.ts";
import { iso, money } from "./value-shapes.ts";
import type { InventoryState } from "../../departments/inventory/state.ts";
import type { AdjustmentGroup, Change, Level } from "../../departments/inventory/stock.ts";
import type { Context } from "./context.ts";
import type { PageArguments } from "./paging.ts";
import type { SearchArguments } from "./search-pages.ts";

/** An item whose stock is kept: one of what the shop sells. */
export interface StockItem {
  itemIndex: number;
  stocked: true;
}

const stockIn = ({ sandbox }: Pick<Context, "sandbox">): InventoryState => sandbox.departments.inventory.state;
const unitCostOf = ({ sandbox }: Context, itemIndex: number): number | undefined =>
  sandbox.departments.purchasing.state.items[itemIndex]?.unitCostMinor;

const items = (): StockItem[] => CATALOGUE.map((_item, itemIndex) => ({ itemIndex, stocked: true }));
const inventoryItemId = (itemIndex: number): string => gid("InventoryItem", FIRST_ITEM_ID + itemIndex);

/** The position of an item in the catalogue by the vendor's id; -1 for any other id. */
export function itemIndexOf(id: string): number {
  const parsed = parseGid(id);
  const index = (parsed?.number ?? 0) - FIRST_ITEM_ID;
  return parsed?.type === "InventoryItem" && index >= 0 && index < CATALOGUE.length ? index : -1;
}

/** The position of a channel by its location's id at the vendor; -1 for a place that sells nothing. */
export function channelIndexOf(id: string): number {
  const parsed = parseGid(id);
  return parsed?.type === "Location" ? CHANNELS.findIndex(({ locationId }) => locationId === parsed.number) : -1;
}

const LEVEL_ID = /^gid:\/\/shopify\/InventoryLevel\/(\d+)\?inventory_item_id=(\d+)$/;
const FIRST_LEVEL_ID = 93_000_001;

/** A level's id names its item as well. */
export const levelId = ({ itemIndex, channelIndex }: Level): string =>
  gid("InventoryLevel", `${FIRST_LEVEL_ID + channelIndex}?inventory_item_id=${FIRST_ITEM_ID + itemIndex}`);

function levelOf(context: Context, id: string): Level | null {
  const [, channel, item] = LEVEL_ID.exec(id) ?? [];
  return findLevel(stockIn(context), Number(item) - FIRST_ITEM_ID, Number(channel) - FIRST_LEVEL_ID) ?? null;
}

function locationShape({ locationId, name }: { locationId: number; name: string }): Record<string, unknown> & { id: string } {
  return { id: gid("Location", locationId), name, isActive: true, legacyResourceId: String(locationId) };
}
const locations = [...CHANNELS, { locationId: LOCATION.id, name: LOCATION.name }].map(locationShape);

/** What the vendor counts of a level: its own states, and the sums that it makes of them. */
function quantityOf({ quantities }: Level, name: string): number | null {
  const state = STATES.find((one) => one === name);
  if (state !== undefined) return quantities[state];
  if (name === "on_hand") return STATES.reduce((sum, one) => sum + quantities[one], 0);
  return name === "committed" || name === "incoming" ? 0 : null;
}

export const STOCK_ROOTS = {
  inventoryItem(_: unknown, { id }: { id: string }, context: Context) {
    requireScope(context.scopes, "inventoryItem", "read_inventory");
    return items()[itemIndexOf(id)] ?? null;
  },
  inventoryItems(_: unknown, args: SearchArguments, context: Context) {
    requireScope(context.scopes, "inventoryItems", "read_inventory");
    const matches = matcherOf<StockItem>(parseSearch(args.query ?? ""), {
      id: ({ itemIndex }) => FIRST_ITEM_ID + itemIndex,
      sku: ({ itemIndex }) => CATALOGUE[itemIndex]?.sku ?? null,
    });
    return page(context, { items: items(), keyOf: ({ itemIndex }) => ({ value: itemIndex, id: itemIndex }) }, args, matches);
  },
  inventoryLevel(_: unknown, { id }: { id: string }, context: Context) {
    requireScope(context.scopes, "inventoryLevel", "read_inventory");
    return levelOf(context, id);
  },
  location(_: unknown, { id }: { id?: string | null }, context: Context) {
    requireScope(context.scopes, "location", "read_locations");
    return locations.find((one) => one.id === id) ?? null;
  },
  locations(_: unknown, args: PageArguments, context: Context) {
    requireScope(context.scopes, "locations", "read_locations");
    return whole(context, locations, args);
  },
  shopifyqlQuery(_: unknown, { query }: { query: string }, context: Context) {
    requireScope(context.scopes, "shopifyqlQuery", "read_reports");
    return answerShopifyql(context.sandbox, query);
  },
};

/** An adjustment by its id at the vendor; null when there is none. */
export function adjustmentGroup(context: Context, id: string): AdjustmentGroup | null {
  requireScope(context.scopes, "inventoryAdjustmentGroup", "read_inventory");
  const parsed = parseGid(id);
  return parsed?.type === "InventoryAdjustmentGroup" ? (findGroup(stockIn(context), parsed.number) ?? null) : null;
}

const CREATED_MS = Date.UTC(2025, 0, 6, 9);
const isAmong = (wanted: readonly string[] | null | undefined, value: string): boolean => !wanted?.length || wanted.includes(value);

export const STOCK_RESOLVERS = {
  InventoryItem: {
    id: ({ itemIndex }: StockItem) => inventoryItemId(itemIndex),
    legacyResourceId: ({ itemIndex }: StockItem) => String(FIRST_ITEM_ID + itemIndex),
    sku: ({ itemIndex }: StockItem) => CATALOGUE[itemIndex]?.sku ?? null,
    tracked: () => true,
    createdAt: () => iso(CREATED_MS),
    updatedAt: () => iso(CREATED_MS), // Quantities are no part of the item.
    unitCost: ({ itemIndex }: StockItem, _: unknown, context: Context) => money(unitCostOf(context, itemIndex) ?? 0),
    inventoryLevel: ({ itemIndex }: StockItem, { locationId }: { locationId: string }, context: Context) =>
      findLevel(stockIn(context), itemIndex, channelIndexOf(locationId)) ?? null,
    inventoryLevels: ({ itemIndex }: StockItem, args: PageArguments, context: Context) =>
      whole(
        context,
        stockIn(context).levels.filter((level) => level.itemIndex === itemIndex),
        args,
      ),
  },
  InventoryLevel: {
    id: levelId,
    createdAt: () => iso(CREATED_MS),
    updatedAt: ({ updatedMs }: Level) => iso(updatedMs),
    isActive: () => true,
    item: ({ itemIndex }: Level): StockItem => ({ itemIndex, stocked: true }),
    location: ({ channelIndex }: Level) => locations[channelIndex],
    quantities: (level: Level, { names }: { names: readonly string[] }) =>
      names.flatMap((name) => {
        const quantity = quantityOf(level, name);
        const id = `${levelId(level).replace("InventoryLevel", "InventoryQuantity")}&name=${name}`;
        return quantity === null ? [] : { id, name, quantity, updatedAt: iso(level.updatedMs) };
      }),
  },
  InventoryAdjustmentGroup: {
    id: ({ id }: AdjustmentGroup) => gid("InventoryAdjustmentGroup", id),
    createdAt: ({ atMs }: AdjustmentGroup) => iso(atMs),
    referenceDocumentUri: ({ documentUri }: AdjustmentGroup) => documentUri,
    app: ({ app }: AdjustmentGroup) => app && { id: gid("App", app.id), title: app.title },
    staffMember({ actor }: AdjustmentGroup, _: unknown, context: Context) {
      requireScope(context.scopes, "staffMember", "read_users");
      return actor.kind === "staff" ? actor.account : null;
    },
    changes: (
      { changes }: AdjustmentGroup,
      asked: {
        inventoryItemIds?: readonly string[] | null;
        locationIds?: readonly string[] | null;
        quantityNames?: readonly string[] | null;
      },
    ) =>
      changes.filter(
        ({ level, state }) =>
          isAmong(asked.inventoryItemIds, inventoryItemId(level.itemIndex)) &&
          isAmong(asked.locationIds, locations[level.channelIndex]?.id ?? "") &&
          isAmong(asked.quantityNames, state),
      ),
  },
  InventoryChange: {
    name: ({ state }: Change) => state,
    quantityAfterChange: ({ after }: Change) => after,
    item: ({ level }: Change): StockItem => ({ itemIndex: level.itemIndex, stocked: true }),
    location: ({ level }: Change) => locations[level.channelIndex],
    ledgerDocumentUri: () => null,
  },
};
