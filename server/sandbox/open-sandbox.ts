import { createShop } from "./shop/create-shop.ts";
import { createSwitchboard } from "./faults.ts";
import { memoryJournal } from "./journal.ts";
import type { ActionResult, AppActor, ShopAction } from "./shop/act.ts";
import type { Shop } from "./shop/create-shop.ts";
import type { ShopSettings } from "./shop/settings.ts";
import type { Notice } from "./shop/timeline.ts";
import type { Switchboard } from "./faults.ts";
import type { Journal, LedgerEntry } from "./journal.ts";

/** The shop together with what outside systems did to it. */
export interface Sandbox {
  readonly shop: Shop;
  readonly journal: Journal;
  readonly faults: Switchboard;
  /** Lets time pass up to the given virtual instant. */
  advance(toMs: number): void;
  /** Asks the shop for a change; what it accepts is on the disk before this returns. */
  act(action: ShopAction, by: AppActor): ActionResult;
  ledger(): readonly LedgerEntry[];
  /** Also calls this listener for everything that happens from now on, not for the back-fill. */
  onNotice(listener: (notice: Notice) => void): void;
}

/**
 * Fills the shop up to its live time, then repeats what the journal holds: accepted actions at their own
 * virtual instants, and the clock as far as it had been told to go. The same seed and the same journal give
 * the same shop, whenever the process was killed.
 */
export function openSandbox(settings: ShopSettings, journal: Journal = memoryJournal()): Sandbox {
  const shop = createShop(settings);
  shop.advance(settings.untilMs);
  const ledger = journal.entries.filter((entry) => entry.kind === "action");
  for (const entry of ledger) {
    shop.advance(entry.atMs);
    shop.act(entry.action, entry.by);
  }
  if (journal.clockMs !== null) shop.advance(journal.clockMs);
  const listeners: ((notice: Notice) => void)[] = [];
  shop.onNotice((notice) => {
    for (const listener of listeners) listener(notice);
  });
  return {
    shop,
    journal,
    faults: createSwitchboard(),
    advance(toMs) {
      if (toMs <= shop.state.nowMs) return;
      journal.markClock(toMs);
      shop.advance(toMs);
    },
    act(action, by) {
      const result = shop.act(action, by);
      if (result.ok) {
        const entry: LedgerEntry = { kind: "action", seq: ledger.length + 1, atMs: shop.state.nowMs, by, action, changed: result.changed };
        journal.append(entry);
        ledger.push(entry);
      }
      return result;
    },
    ledger: () => ledger,
    onNotice: (listener) => void listeners.push(listener),
  };
}
