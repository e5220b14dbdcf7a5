import * as z from "zod";
import { readRows, type ReadRows } from "../kit/read-rows.js";
import type { InventoryLevel } from "../records/inventory-level.js";
import { askShopify, type Caller } from "./graphql.js";
import { ITEM_LEVELS, LEVEL, STOCK } from "./operations.js";
import { ItemNode, levelIdOf, LevelNode, toInventoryLevel } from "./to-inventory-level.js";

const Levels = z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(z.unknown()) });
const Item = ItemNode.extend({ inventoryLevels: Levels });
const Page = z.object({
  inventoryItems: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(Item) }),
});
const More = z.object({ inventoryItem: z.object({ inventoryLevels: Levels }).nullable() });
const One = z.object({ inventoryItem: ItemNode.extend({ inventoryLevel: z.unknown().nullish() }).nullable() });
const Placed = z.object({ location: z.object({ id: z.string() }) });

const ITEMS_A_PAGE = 25; // With ten places each as much as stays below the most that one query may cost.

/** All levels of the shop, a page of items at a time: Shopify has no time of the last change by which items could be chosen. */
export async function* allLevels(nango: Caller): AsyncGenerator<ReadRows<InventoryLevel>, void, void> {
  for (let after: string | null = null; ;) {
    const variables: Record<string, unknown> = { first: ITEMS_A_PAGE, after };
    const { inventoryItems }: z.infer<typeof Page> = await askShopify(nango, { query: STOCK, variables, schema: Page });
    const rows: { id: string; item: ItemNode; level: unknown }[] = [];
    for (const item of inventoryItems.nodes) for (const level of await levelsOf(nango, item)) rows.push(rowOf(item, level));
    yield readRows(rows, ({ item, level }) => toInventoryLevel(item, LevelNode.parse(level)));
    const { hasNextPage, endCursor } = inventoryItems.pageInfo;
    if (!hasNextPage || !endCursor || endCursor === after) return;
    after = endCursor;
  }
}

function rowOf(item: ItemNode, level: unknown): { id: string; item: ItemNode; level: unknown } {
  return { id: levelIdOf({ itemId: item.id, locationId: Placed.parse(level).location.id }), item, level };
}

async function levelsOf(nango: Caller, item: z.infer<typeof Item>): Promise<unknown[]> {
  const nodes = [...item.inventoryLevels.nodes];
  for (let { pageInfo } = item.inventoryLevels; pageInfo.hasNextPage && pageInfo.endCursor;) {
    const variables = { id: item.id, after: pageInfo.endCursor };
    const { inventoryItem } = await askShopify(nango, { query: ITEM_LEVELS, variables, schema: More });
    if (!inventoryItem || inventoryItem.inventoryLevels.pageInfo.endCursor === pageInfo.endCursor) break;
    nodes.push(...inventoryItem.inventoryLevels.nodes);
    pageInfo = inventoryItem.inventoryLevels.pageInfo;
  }
  return nodes;
}

/** One level as it is now; null when the item is not stocked there. @throws ZodError when Shopify answers another shape */
export async function oneLevel(
  nango: Caller,
  { itemId, locationId }: { itemId: string; locationId: string },
  waits = true,
): Promise<InventoryLevel | null> {
  const { inventoryItem: item } = await askShopify(nango, { query: LEVEL, variables: { itemId, locationId }, schema: One, waits });
  return item?.inventoryLevel ? toInventoryLevel(item, LevelNode.parse(item.inventoryLevel)) : null;
}
