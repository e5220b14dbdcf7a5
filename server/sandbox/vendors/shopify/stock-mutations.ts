import { GraphQLError, type GraphQLResolveInfo } from "graphql";
import { findGroup, findLevel } from "../../departments/inventory/state.ts";
import { STATES, type StockState } from "../../departments/inventory/stock.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { requireScope } from "./scopes.ts";
import { channelIndexOf, itemIndexOf } from "./stock-resolvers.ts";
import type { InventoryAction, InventoryResult } from "../../departments/inventory/act.ts";
import type { Context } from "./context.ts";

type UserError = { code: string; field: readonly string[]; message: string };
type Part = InventoryAction["parts"][number];

interface Place {
  inventoryItemId: string;
  locationId: string;
}
interface AdjustInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  changes: readonly (Place & { delta: number; changeFromQuantity?: number | null; ledgerDocumentUri?: string | null })[];
}
interface SetInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  quantities: readonly (Place & { quantity: number; changeFromQuantity?: number | null })[];
}
interface Terminal {
  locationId: string;
  name: string;
  changeFromQuantity?: number | null;
  ledgerDocumentUri?: string | null;
}
interface MoveInput {
  reason: string;
  referenceDocumentUri: string;
  changes: readonly { inventoryItemId: string; quantity: number; from: Terminal; to: Terminal }[];
}

// The reasons that the vendor's guide to inventory states lists.
const REASONS: ReadonlySet<string> = new Set([
  "correction", "cycle_count_available", "damaged", "movement_canceled", "movement_created", "movement_received", "movement_updated",
  "other", "promotion", "quality_control", "received", "reservation_created", "reservation_deleted", "reservation_updated", "restock",
  "safety_stock", "shrinkage",
]); // prettier-ignore
const IS_URI = /^[a-z][a-z\d+.-]*:\/\/[^/\s]+(?:\/\S*)?$/i;
const IS_WHOLE_GID = /^gid:\/\/[^/\s]+\/[^/\s]+\/[^\s]+$/;

const isDocument = (uri: string): boolean => (uri.startsWith("gid://") ? IS_WHOLE_GID.test(uri) : IS_URI.test(uri));

export const STOCK_MUTATIONS = {
  inventoryAdjustQuantities(_: unknown, { input }: { input: AdjustInput }, context: Context, info: GraphQLResolveInfo) {
    const key = begin(context, "inventoryAdjustQuantities", info);
    const state = stateNamed(input.name);
    if (!state) return { userErrors: [error("INVALID_QUANTITY_NAME", ["input", "name"], "The specified quantity name is not valid.")] };
    for (const [at, { ledgerDocumentUri }] of input.changes.entries()) {
      const wrong = wrongLedger(state, ledgerDocumentUri, ["input", "changes", String(at), "ledgerDocumentUri"]);
      if (wrong) return { userErrors: [wrong] };
    }
    const parts = input.changes.map((change) => partOf(change, state, change.delta, change.changeFromQuantity));
    return carriedOut(context, { key, input, parts, fieldOf: (part, name) => ["input", "changes", String(part), name], below: "INVALID_QUANTITY_TOO_LOW", from: "changeFromQuantity", amount: "delta" }); // prettier-ignore
  },
  inventorySetQuantities(_: unknown, { input }: { input: SetInput }, context: Context, info: GraphQLResolveInfo) {
    const key = begin(context, "inventorySetQuantities", info);
    if (input.name !== "available")
      return { userErrors: [error("INVALID_NAME", ["input", "name"], "The quantity name must be either 'available' or 'on_hand'.")] };
    const negative = input.quantities.findIndex(({ quantity }) => quantity < 0);
    if (negative >= 0)
      return { userErrors: [error("INVALID_QUANTITY_NEGATIVE", ["input", "quantities", String(negative), "quantity"], "The quantity can't be negative.")] }; // prettier-ignore
    const { state } = context.sandbox.departments.inventory;
    const parts = input.quantities.map((one) => {
      const level = findLevel(state, itemIndexOf(one.inventoryItemId), channelIndexOf(one.locationId));
      return partOf(one, "available", one.quantity - (level?.quantities.available ?? 0), one.changeFromQuantity);
    });
    return carriedOut(context, { key, input, parts, fieldOf: (part, name) => ["input", "quantities", String(part), name], below: "INVALID_QUANTITY_NEGATIVE", from: "changeFromQuantity", amount: "quantity" }); // prettier-ignore
  },
  inventoryMoveQuantities(_: unknown, { input }: { input: MoveInput }, context: Context, info: GraphQLResolveInfo) {
    const key = begin(context, "inventoryMoveQuantities", info);
    const parts: Part[] = [];
    for (const [at, { inventoryItemId, quantity, from, to }] of input.changes.entries()) {
      const field = (...names: readonly string[]) => ["input", "changes", String(at), ...names];
      const [source, target] = [stateNamed(from.name), stateNamed(to.name)];
      if (!source || !target)
        return { userErrors: [error("INVALID_QUANTITY_NAME", field(source ? "to" : "from", "name"), "The specified quantity name is not valid.")] }; // prettier-ignore
      if (source === target) return { userErrors: [error("SAME_QUANTITY_NAME", field(), "The quantity names for each change can't be the same.")] }; // prettier-ignore
      if (from.locationId !== to.locationId) return { userErrors: [error("DIFFERENT_LOCATIONS", field(), "The quantities can't be moved between different locations.")] }; // prettier-ignore
      if (quantity < 0) return { userErrors: [error("INVALID_QUANTITY_NEGATIVE", field("quantity"), "The quantity can't be negative.")] };
      const wrong = wrongLedger(source, from.ledgerDocumentUri, field("from", "ledgerDocumentUri")) ?? wrongLedger(target, to.ledgerDocumentUri, field("to", "ledgerDocumentUri")); // prettier-ignore
      if (wrong) return { userErrors: [wrong] };
      parts.push(
        partOf({ inventoryItemId, locationId: from.locationId }, source, -quantity, from.changeFromQuantity),
        partOf({ inventoryItemId, locationId: to.locationId }, target, quantity, to.changeFromQuantity),
      );
    }
    const fieldOf = (part: number, name: string) => ["input", "changes", String(part >> 1), part % 2 === 0 ? "from" : "to", name];
    return carriedOut(context, { key, input, parts, fieldOf, below: "MOVE_QUANTITIES_FAILED", from: "changeFromQuantity", amount: "name" });
  },
};

function begin(context: Context, field: string, info: GraphQLResolveInfo): string {
  requireScope(context.scopes, field, "write_inventory");
  return idempotencyKey(info, field);
}

const error = (code: string, field: readonly string[], message: string): UserError => ({ code, field, message });
const stateNamed = (name: string): StockState | undefined => STATES.find((state) => state === name);

/** What is not on sale needs a document of its ledger; what is on sale takes none. */
function wrongLedger(state: StockState, uri: string | null | undefined, field: readonly string[]): UserError | null {
  if (state === "available") return uri ? error("INVALID_AVAILABLE_DOCUMENT", field, "Ledger document URI is not allowed when adjusting available.") : null; // prettier-ignore
  if (!uri) return error("INVALID_QUANTITY_DOCUMENT", field, "A ledger document URI is required except when adjusting available.");
  return isDocument(uri) ? null : error("INVALID_LEDGER_DOCUMENT", field, "The specified ledger document is invalid.");
}

const partOf = ({ inventoryItemId, locationId }: Place, state: StockState, delta: number, from: number | null | undefined): Part => ({
  itemIndex: itemIndexOf(inventoryItemId),
  channelIndex: channelIndexOf(locationId),
  state,
  delta,
  from: from ?? null,
});

type Carried = {
  key: string;
  input: AdjustInput | SetInput | MoveInput;
  parts: readonly Part[];
  fieldOf: (part: number, name: string) => readonly string[];
  /** The vendor's code for a quantity that would fall below nothing, and the field that it names then. */
  below: string;
  amount: string;
  from: string;
};

function carriedOut(context: Context, { key, input, parts, fieldOf, below, amount, from }: Carried): unknown {
  const { inventory } = context.sandbox.departments;
  if (!REASONS.has(input.reason)) return { userErrors: [error("INVALID_REASON", ["input", "reason"], "The specified reason is invalid.")] };
  const documentUri = input.referenceDocumentUri ?? null;
  if (documentUri !== null && !isDocument(documentUri))
    return { userErrors: [error("INVALID_REFERENCE_DOCUMENT", ["input", "referenceDocumentUri"], "The specified reference document is invalid.")] }; // prettier-ignore
  const nowhere = parts.findIndex(({ itemIndex, channelIndex }) => itemIndex < 0 || channelIndex < 0);
  if (nowhere >= 0) {
    const isItem = (parts[nowhere]?.itemIndex ?? -1) < 0;
    return {
      userErrors: [
        isItem
          ? error("INVALID_INVENTORY_ITEM", fieldOf(nowhere, "inventoryItemId"), "The specified inventory item could not be found.")
          : error("INVALID_LOCATION", fieldOf(nowhere, "locationId"), "The specified location could not be found."),
      ],
    };
  }
  const asked = JSON.stringify(input);
  const result = inventory.act({ kind: "adjust", key, asked, reason: input.reason, documentUri, parts }, context.app);
  if (!result.ok) return { userErrors: [refusalOf(result, { fieldOf, below, amount, from })] };
  return { inventoryAdjustmentGroup: result.groupId === null ? null : findGroup(inventory.state, result.groupId), userErrors: [] };
}

function refusalOf(
  { refusal, part }: Extract<InventoryResult, { ok: false }>,
  { fieldOf, below, amount, from }: Pick<Carried, "fieldOf" | "below" | "amount" | "from">,
): UserError {
  switch (refusal) {
    case "stale":
      return error("CHANGE_FROM_QUANTITY_STALE", fieldOf(part, from), "The changeFromQuantity argument no longer matches the persisted quantity."); // prettier-ignore
    case "key taken":
      return error("IDEMPOTENCY_KEY_PARAMETER_MISMATCH", ["input"], "The same idempotency key can't be used with different operation parameters."); // prettier-ignore
    case "below zero":
      return error(below, fieldOf(part, amount), "The quantity is more than what is there.");
    case "unknown level":
      throw new GraphQLError("The item is not stocked at the location.", { extensions: { code: "BAD_REQUEST" } });
  }
  throw new Error("no such refusal");
}
