import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { DepartmentEntry, LedgerEntry } from "#server/sandbox/journal.ts";
import type { Sandbox } from "#server/sandbox/open-sandbox.ts";
import type { ShopTruth } from "#server/sandbox/truth/simulate-with-truth.ts";
import type { ShopGiven, Vendor } from "#tests/connected-shop.ts";

/** What a climb needs to know of a playbook: the shop, the rules of its team, and the truth that is hidden from the product. */
export type Climber = {
  playbook: string;
  vendors: readonly Vendor[];
  shop: ShopGiven;
  /** What the team of the shop would write down when it is asked for its rules. */
  rules: RuleTable;
  /** Opened once: whether something came up since the last look that the vendor would tell of. */
  watch: (sandbox: Sandbox) => () => boolean;
  /** Whether the hidden policy wants this outcome of the case as it stands now: what the approving person goes by. */
  isRight: (sandbox: Sandbox, proposed: { caseId: string; outcome: string }) => boolean;
  /** Whether the hidden policy wants a change that the vendor took from us, asked right after it; null for what can be neither, such as a note. */
  isRightChange: (sandbox: Sandbox, entry: LedgerEntry | DepartmentEntry) => boolean | null;
  /** Ends of the manual touches that the playbook may take over, in milliseconds. */
  touches: (truth: ShopTruth) => number[];
};
