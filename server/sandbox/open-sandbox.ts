import { createSwitchboard } from "./faults.ts";
import { memoryJournal } from "./journal.ts";
import { createWorld } from "./world.ts";
import { departmentNamed, type Departments } from "./departments/index.ts";
import type { ActionResult, AppActor, ShopAction } from "./shop/act.ts";
import type { Shop } from "./shop/create-shop.ts";
import type { ShopSettings } from "./shop/settings.ts";
import type { Notice } from "./shop/timeline.ts";
import type { Switchboard } from "./faults.ts";
import type { DepartmentEntry, Journal, LedgerEntry } from "./journal.ts";

/** The shop together with what outside systems did to it. */
export interface Sandbox {
  readonly shop: Shop;
  readonly departments: Departments;
  readonly journal: Journal;
  readonly faults: Switchboard;
  /** Lets time pass up to the given virtual instant. */
  advance(toMs: number): void;
  /** Asks the shop for a change; what it accepts is on the disk before this returns. */
  act(action: ShopAction, by: AppActor): ActionResult;
  ledger(): readonly LedgerEntry[];
  /** What outside apps did in the departments, which keep it themselves. */
  departmentLedger(): readonly DepartmentEntry[];
  /** Also calls this listener for everything that happens from now on, not for the back-fill. */
  onNotice(listener: (notice: Notice) => void): void;
}

/**
 * Fills the merchant up to its live time, then repeats what the journal holds: accepted actions at their own
 * virtual instants, and the clock as far as it had been told to go. The same seed and the same journal give
 * the same merchant, whenever the process was killed.
 */
export function openSandbox(settings: ShopSettings, journal: Journal = memoryJournal()): Sandbox {
  const effects = journal.entries.filter((entry) => entry.kind === "action" || entry.kind === "department action");
  const ledger = effects.filter((entry) => entry.kind === "action");
  const departmentLedger = effects.filter((entry) => entry.kind === "department action");
  const nextSeq = (): number => ledger.length + departmentLedger.length + 1;
  const { shop, departments, advance } = createWorld(settings, {
    keep(action) {
      const entry: DepartmentEntry = { kind: "department action", seq: nextSeq(), ...action };
      journal.append(entry);
      departmentLedger.push(entry);
    },
  });
  advance(settings.untilMs);
  for (const entry of effects) {
    advance(entry.atMs);
    if (entry.kind === "action") shop.act(entry.action, entry.by);
    else departmentNamed(departments, entry.department).repeat(entry.action, entry.by);
  }
  if (journal.clockMs !== null) advance(journal.clockMs);
  const listeners: ((notice: Notice) => void)[] = [];
  shop.onNotice((notice) => {
    for (const listener of listeners) listener(notice);
  });
  return {
    shop,
    departments,
    journal,
    faults: createSwitchboard(),
    advance(toMs) {
      if (toMs <= shop.state.nowMs) return;
      journal.markClock(toMs);
      advance(toMs);
    },
    act(action, by) {
      const result = shop.act(action, by);
      if (result.ok) {
        const entry: LedgerEntry = { kind: "action", seq: nextSeq(), atMs: shop.state.nowMs, by, action, changed: result.changed };
        journal.append(entry);
        ledger.push(entry);
      }
      return result;
    },
    ledger: () => ledger,
    departmentLedger: () => departmentLedger,
    onNotice: (listener) => void listeners.push(listener),
  };
}
