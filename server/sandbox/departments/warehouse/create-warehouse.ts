import { applyWarehouseAction, WarehouseAction } from "./act.ts";
import { emptyState } from "./state.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Department, Opening } from "../department.ts";
import type { WarehouseResult } from "./act.ts";
import type { WarehouseState } from "./state.ts";

export interface Warehouse extends Department {
  /** Read freely; only the warehouse writes. */
  readonly state: WarehouseState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: WarehouseAction, by: AppActor): WarehouseResult;
}

/**
 * The 3PL's own books. What it ships, takes in and stows is told by the shop, its returns and its purchasing; here stands only what apps
 * have asked of it beside that. Nothing happens in it by itself.
 */
export function createWarehouse(opening: Opening): Warehouse {
  const state = emptyState(opening);
  return {
    state,
    nextMs: () => Number.POSITIVE_INFINITY,
    advance(toMs) {
      state.nowMs = Math.max(state.nowMs, toMs);
    },
    repeat(action) {
      applyWarehouseAction(state, WarehouseAction.parse(action));
    },
    act(action, by) {
      const result = applyWarehouseAction(state, action);
      if (result.ok) opening.keep({ department: "warehouse", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
  };
}
