import * as z from "zod";
import { toMoney } from "../kit/money.js";
import { toUtc } from "../kit/time.js";
import type { InventoryLevel } from "../records/inventory-level.js";

export const LevelNode = z.object({
  id: z.string(),
  updatedAt: z.string(),
  location: z.object({ id: z.string(), name: z.string().nullish() }),
  quantities: z.array(z.object({ name: z.string(), quantity: z.int() })),
});
export type LevelNode = z.infer<typeof LevelNode>;

export const ItemNode = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  unitCost: z.object({ amount: z.string(), currencyCode: z.string() }).nullish(),
});
export type ItemNode = z.infer<typeof ItemNode>;

/** The number at the end of an id of Shopify's. @throws when there is none */
export function numberOf(id: string): string {
  const digits = /\/(\d+)(?:\?.*)?$/.exec(id)?.[1];
  if (!digits) throw new Error(`"${id}" ends in no number`);
  return digits;
}

/** Item and place in one name: histories name the two by their numbers. */
export const levelIdOf = ({ itemId, locationId }: { itemId: string; locationId: string }): string =>
  `${numberOf(itemId)}:${numberOf(locationId)}`;

/** A level as a record. @throws when Shopify gives no quantity on hand */
export function toInventoryLevel(item: ItemNode, level: LevelNode): InventoryLevel {
  const quantities = new Map(level.quantities.map(({ name, quantity }) => [name, quantity]));
  const of = (name: string): number | null => quantities.get(name) ?? null;
  const onHand = of("on_hand");
  if (onHand === null) throw new Error("on_hand is missing");
  return {
    id: levelIdOf({ itemId: item.id, locationId: level.location.id }),
    itemId: item.id,
    sku: item.sku || null,
    locationId: level.location.id,
    locationName: level.location.name ?? null,
    onHand,
    available: of("available"),
    committed: of("committed"),
    incoming: of("incoming"),
    backordered: null, // Shopify lets what is available fall below nothing instead.
    safetyStock: of("safety_stock"),
    qualityControl: of("quality_control"),
    damaged: of("damaged"),
    reserved: of("reserved"),
    unitCost: item.unitCost ? toMoney(item.unitCost.amount, item.unitCost.currencyCode) : null,
    updatedAt: toUtc(level.updatedAt),
  };
}
