import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { DepartmentEntry, LedgerEntry } from "#server/sandbox/journal.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { ConnectedShop, ShopGiven, Syncs, Vendor } from "#tests/connected-shop.ts";

/** How fast a climb goes. Days are of the shop. */
export type ClimbPace = {
  /**
   * How often the vendor is looked at while people are at work, in minutes: in auto as often as its connector's syncs run, or each minute where
   * webhooks bring word; before, when nothing hangs on a quarter of an hour, less often. Where nothing came up, nothing is read.
   */
  everyMinutes: { before: number; auto: number };
  autoDays: number;
};

/** A merchant as it stands at a moment, live or replayed. */
export type World = Pick<Sandbox, "shop" | "departments">;

/** What a climb needs to know of a playbook: the shop, the rules of its team, and the truth that is hidden from the product. */
export type Climber = {
  playbook: string;
  vendors: readonly Vendor[];
  shop: ShopGiven;
  pace: ClimbPace;
  /** Syncs that bring what the playbook decides on: whenever something came up, and once an hour besides. */
  syncs: { withNews: Syncs; hourly: Syncs };
  /** What the team of the shop would write down when it is asked for its rules. */
  rules: RuleTable;
  /** Opened once: whether something came up since the last look that the vendor would tell of. */
  watch: (sandbox: Sandbox) => () => boolean;
  /** Opened once: what people outside do on their own at every look, such as suppliers who answer letters. Whether they did something. */
  outside?: (connected: ConnectedShop) => () => Promise<boolean>;
  /** Whether the hidden policy wants this outcome of the case as it stands now: what the approving person goes by. */
  isRight: (world: World, proposed: { caseId: string; outcome: string }) => boolean;
  /** Whether the hidden policy wants a change that the vendor took from us, asked just before it; null for what can be neither, such as a note. */
  isRightChange: (world: World, entry: LedgerEntry | DepartmentEntry) => boolean | null;
  /** The manual touches that the playbook may take over, with their ends in milliseconds. */
  touches: (truth: ShopTruth) => readonly { activity: string; endMs: number }[];
};
