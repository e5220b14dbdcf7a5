import { HOUR_MS, atLocal, dayOf, minutesOfDay } from "../../calendar.ts";
import { SHOP, drawsFor } from "../../shop/settings.ts";
import type { InventoryState } from "./state.ts";
import type { Difference } from "./stock.ts";

const COUNTS_AFTER_HOURS = [3, 22] as const;
const WAREHOUSE_OPENS = 8;
const WAREHOUSE_CLOSES = 18;

/** A difference goes to the 3PL, which counts by day. */
export function askForCount(state: InventoryState, difference: Difference): void {
  difference.state = "recount";
  difference.turn++;
  const random = drawsFor(state.opening.settings, "inventory", "count after", difference.id, difference.turn);
  const atMs = Math.round(state.nowMs + random.between(...COUNTS_AFTER_HOURS) * HOUR_MS);
  const minute = minutesOfDay(SHOP.zone, atMs);
  const isOpen = minute >= WAREHOUSE_OPENS * 60 && minute < WAREHOUSE_CLOSES * 60;
  const day = dayOf(SHOP.zone, atMs) + (minute >= WAREHOUSE_CLOSES * 60 ? 1 : 0);
  const countedMs = isOpen ? atMs : Math.round(atLocal(SHOP.zone, day, WAREHOUSE_OPENS * 60 + random.between(0, 180)));
  state.due.push(countedMs, { kind: "count", differenceId: difference.id, turn: difference.turn });
}
