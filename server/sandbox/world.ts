import { openDepartments } from "./departments/index.ts";
import { createShop } from "./shop/create-shop.ts";
import type { Department, DepartmentAction, DepartmentTouch } from "./departments/department.ts";
import type { Departments } from "./departments/index.ts";
import type { Shop } from "./shop/create-shop.ts";
import type { ShopSettings } from "./shop/settings.ts";
import type { Touch } from "./shop/state.ts";

/** The whole merchant: the shop and its departments on one clock. */
export interface World {
  readonly shop: Shop;
  readonly departments: Departments;
  /** Everything due anywhere up to and including this instant happens, in the order of its time. */
  readonly advance: (toMs: number) => void;
}

export interface WorldListeners {
  onTouch?: (touch: Touch) => void;
  onDepartmentTouch?: (touch: DepartmentTouch) => void;
  keep?: (action: DepartmentAction) => void;
}

/**
 * The merchant at the first instant of its back-fill. Where two things are due at one instant the shop comes first, then the
 * departments in their order, so that it does not matter into how many steps the time is cut.
 */
export function createWorld(settings: ShopSettings, listeners: WorldListeners = {}): World {
  const shop = createShop(settings, listeners.onTouch ? { onTouch: listeners.onTouch } : {});
  const departments = openDepartments({
    settings,
    shop,
    keep: (action) => listeners.keep?.(action),
    onTouch: (touch) => listeners.onDepartmentTouch?.(touch),
  });
  const all: readonly Department[] = Object.values(departments);
  return {
    shop,
    departments,
    advance(toMs) {
      for (;;) {
        const next = all.reduce<Department | null>((first, one) => (first && first.nextMs() <= one.nextMs() ? first : one), null);
        const nextMs = next?.nextMs() ?? Number.POSITIVE_INFINITY;
        if (!next || nextMs > toMs) break;
        shop.advance(nextMs);
        next.advance(nextMs);
      }
      shop.advance(toMs);
      for (const department of all) department.advance(toMs);
    },
  };
}
