import { CATALOGUE } from "../../shop/catalogue.ts";
import { CHANNELS } from "./stock.ts";
import { nextGroupId } from "./state.ts";
import type { Actor } from "../../shop/order.ts";
import type { InventoryState } from "./state.ts";
import type { AdjustmentGroup, Change, Difference, Level, StockState } from "./stock.ts";

/** How the app that compares stock names a difference at the vendor; what is known of it stands behind the question mark. */
export const documentOf = ({ id }: Pick<Difference, "id">): string => `gid://stockline/Difference/${id}`;

/** The document under which a difference is announced: all that its page shows. */
export function announcedAs(difference: Difference): string {
  const { level, ledgerQuantity, channelQuantity, soldPerDay } = difference;
  const told = {
    sku: CATALOGUE[level.itemIndex]?.sku ?? "",
    channel: CHANNELS[level.channelIndex]?.name ?? "",
    ledger: String(ledgerQuantity),
    quantity: String(channelQuantity),
    per_day: soldPerDay.toFixed(1),
  };
  return `${documentOf(difference)}?${new URLSearchParams(told).toString()}`;
}

/** The number of the difference that a document names; null for any other document. */
export function differenceIn(documentUri: string | null): number | null {
  const match = /^gid:\/\/stockline\/Difference\/(\d+)(?:\?.*)?$/.exec(documentUri ?? "");
  return match?.[1] ? Number(match[1]) : null;
}

export type Wanted = { level: Level; state: StockState; delta: number };

/** Writes one act on stock, and the quantities. Changes of nothing are left out; null and nothing written when none is left. */
export function adjust(
  state: InventoryState,
  {
    by,
    app,
    reason,
    documentUri,
    changes,
  }: { by: Actor; app: AdjustmentGroup["app"]; reason: string; documentUri: string | null; changes: readonly Wanted[] },
): AdjustmentGroup | null {
  const real = changes.filter(({ delta }) => delta !== 0);
  if (real.length === 0) return null;
  const made: Change[] = real.map(({ level, state: name, delta }) => {
    const after = level.quantities[name] + delta;
    level.quantities[name] = after;
    level.updatedMs = state.nowMs;
    return { level, state: name, delta, after };
  });
  const group: AdjustmentGroup = { id: nextGroupId(state), atMs: state.nowMs, actor: by, app, reason, documentUri, changes: made };
  state.groups.push(group);
  for (const level of new Set(made.map(({ level }) => level))) state.onNotice?.(level);
  return group;
}

/**
 * Makes the channel what one of the two says: units put aside go on sale, or are taken off the books.
 *
 * @param units of those put aside; the rest stays where it is
 */
export function settled(difference: Difference, { asCounted, units }: { asCounted: "ledger" | "channel"; units: number }): Wanted[] {
  const { level, direction, isReopened } = difference;
  const goesOnSale = isReopened || (direction === "channel below") === (asCounted === "ledger");
  return [
    { level, state: "safety_stock", delta: -units },
    { level, state: "available", delta: goesOnSale ? units : 0 },
  ];
}
