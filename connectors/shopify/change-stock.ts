import * as z from "zod";
import { NotAfter } from "../kit/in-time.js";
import { refuse } from "../kit/refuse.js";
import { InventoryLevel } from "../records/inventory-level.js";
import { changeShopify, type Caller } from "./graphql.js";
import { ADJUST_STOCK, MOVE_STOCK, SET_STOCK } from "./operations.js";
import { oneLevel } from "./stock-levels.js";
import { refuseUserErrors, UserErrors } from "./user-errors.js";

/** States of stock that a program may change; committed and on hand follow from others. */
export const StockState = z.enum(["available", "safety_stock", "quality_control", "damaged", "reserved"]);
type StockState = z.infer<typeof StockState>;

/** What every change of stock says of itself. */
export const ChangeOfStock = z.object({
  itemId: z.string(),
  locationId: z.string(),
  reason: z.string().min(1).max(40).describe("one of Shopify's: correction, cycle_count_available, quality_control, safety_stock"),
  documentUri: z.string().min(1).max(255).describe("why it is changed, for the history: gid://<app>/<kind>/<id>"),
  key: z.string().min(1).max(64).describe("Shopify makes the change once under it"),
  expectedQuantity: z
    .int()
    .nullable()
    .describe("of the state that is changed, when it was decided; refused when it is another by now. null to change it whatever it is"),
  notAfter: NotAfter,
});
export const ChangedStock = z.object({ level: InventoryLevel, alreadyDone: z.boolean() });

type Place = { itemId: string; locationId: string };
type Changed = { level: InventoryLevel; alreadyDone: boolean };
type Change = z.infer<typeof ChangeOfStock>;

const Settled = z.object({ userErrors: UserErrors });
const Adjusted = z.object({ inventoryAdjustQuantities: Settled });
const Moved = z.object({ inventoryMoveQuantities: Settled });
const WasSet = z.object({ inventorySetQuantities: Settled });

const FIELD_OF = {
  available: "available",
  safety_stock: "safetyStock",
  quality_control: "qualityControl",
  damaged: "damaged",
  reserved: "reserved",
} as const satisfies Record<StockState, keyof InventoryLevel>;

const quantityOf = (level: InventoryLevel, state: StockState): number => level[FIELD_OF[state]] ?? 0;

/** A level as it is now; refuses with not_found when the item is not stocked there. */
export async function readStock(nango: Caller, place: Place): Promise<InventoryLevel> {
  const level = await oneLevel(nango, place, false);
  return level ?? refuse(nango, "not_found", `The shop does not stock ${place.itemId} at ${place.locationId}.`);
}

/**
 * Looks first: what is already as it would become was done before, by us or by somebody else; what is neither that nor as it was decided
 * on is refused.
 *
 * @param after what the state would hold afterwards; null where that cannot be told from the quantity alone
 */
function isDone(nango: Caller, { now, expected, after }: { now: number; expected: number | null; after: number | null }): boolean {
  if (expected === null || now === expected) return false;
  if (now === after) return true;
  return refuse(nango, "conflict", "The stock was changed after this was decided.", { expected, found: now });
}

/** What is on sale takes no document of its ledger, and everything else needs one. */
const ledgerOf = (state: StockState, documentUri: string): { ledgerDocumentUri?: string } =>
  state === "available" ? {} : { ledgerDocumentUri: documentUri };

/** Changes one state of a level by so many units, once under its key. */
export async function adjustStock(nango: Caller, asked: Change & { state: StockState; changeBy: number }): Promise<Changed> {
  const { itemId, locationId, state, changeBy, reason, documentUri, key, expectedQuantity } = asked;
  const level = await readStock(nango, asked);
  const after = expectedQuantity === null ? null : expectedQuantity + changeBy;
  if (isDone(nango, { now: quantityOf(level, state), expected: expectedQuantity, after })) return { level, alreadyDone: true };
  const change = { inventoryItemId: itemId, locationId, delta: changeBy, changeFromQuantity: expectedQuantity };
  const changes = [{ ...change, ...ledgerOf(state, documentUri) }];
  const variables = { key, input: { name: state, reason, referenceDocumentUri: documentUri, changes } };
  const { inventoryAdjustQuantities } = await changeShopify(nango, asked, { query: ADJUST_STOCK, variables, schema: Adjusted });
  refuseUserErrors(nango, inventoryAdjustQuantities.userErrors);
  return { level: await readStock(nango, asked), alreadyDone: false };
}

/** Moves units of a level from one state to another, once under its key. @param asked.quantity null moves all that are there */
export async function moveStock(
  nango: Caller,
  asked: Change & { from: StockState; to: StockState; quantity: number | null; expectedToQuantity: number | null },
): Promise<Changed> {
  const { itemId, locationId, from, to, reason, documentUri, key, expectedQuantity, expectedToQuantity } = asked;
  if (from === to) refuse(nango, "invalid", "Units are moved to another state than the one they are in.");
  const level = await readStock(nango, asked);
  const there = quantityOf(level, from);
  const quantity = asked.quantity ?? expectedQuantity ?? there;
  if (asked.quantity === null && there === 0) return { level, alreadyDone: true };
  const after = expectedQuantity === null ? null : expectedQuantity - quantity;
  if (isDone(nango, { now: there, expected: expectedQuantity, after })) return { level, alreadyDone: true };
  if (expectedToQuantity !== null && expectedToQuantity !== quantityOf(level, to))
    refuse(nango, "conflict", "The stock was changed after this was decided.", {
      expected: expectedToQuantity,
      found: quantityOf(level, to),
    });
  const changes = [
    {
      inventoryItemId: itemId,
      quantity,
      from: { locationId, name: from, changeFromQuantity: expectedQuantity, ...ledgerOf(from, documentUri) },
      to: { locationId, name: to, changeFromQuantity: expectedToQuantity, ...ledgerOf(to, documentUri) },
    },
  ];
  const variables = { key, input: { reason, referenceDocumentUri: documentUri, changes } };
  const { inventoryMoveQuantities } = await changeShopify(nango, asked, { query: MOVE_STOCK, variables, schema: Moved });
  refuseUserErrors(nango, inventoryMoveQuantities.userErrors);
  return { level: await readStock(nango, asked), alreadyDone: false };
}

/** Sets what a level has on sale, once under its key; a level that already has it is left alone. */
export async function setStock(nango: Caller, asked: Change & { quantity: number }): Promise<Changed> {
  const { itemId, locationId, quantity, reason, documentUri, key, expectedQuantity } = asked;
  const level = await readStock(nango, asked);
  if (level.available === quantity) return { level, alreadyDone: true };
  isDone(nango, { now: quantityOf(level, "available"), expected: expectedQuantity, after: quantity });
  const quantities = [{ inventoryItemId: itemId, locationId, quantity, changeFromQuantity: expectedQuantity }];
  const variables = { key, input: { name: "available", reason, referenceDocumentUri: documentUri, quantities } };
  const { inventorySetQuantities } = await changeShopify(nango, asked, { query: SET_STOCK, variables, schema: WasSet });
  refuseUserErrors(nango, inventorySetQuantities.userErrors);
  return { level: await readStock(nango, asked), alreadyDone: false };
}
