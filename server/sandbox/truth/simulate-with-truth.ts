import { TOKEN_ACCOUNT } from "../departments/helpdesk/agents.ts";
import { ROBOT_ID } from "../departments/purchasing/people.ts";
import { BOT_ACCOUNT } from "../shop/staff.ts";
import { departmentNamed } from "../departments/index.ts";
import { createWorld } from "../world.ts";
import type { DepartmentTouch } from "../departments/department.ts";
import type { Departments } from "../departments/index.ts";
import type { DepartmentEntry, LedgerEntry } from "../journal.ts";
import type { Shop } from "../shop/create-shop.ts";
import type { ShopSettings } from "../shop/settings.ts";
import type { Touch } from "../shop/state.ts";

/** What really happened. Only tests may import this folder: the product has to find it out from evidence. */
export interface ShopTruth {
  shop: Shop;
  departments: Departments;
  /** Lets time pass for the shop and its departments alike. */
  advance: (toMs: number) => void;
  /** In order of their ends; grows as the shop advances. */
  touches: readonly Touch[];
  /** The same of the departments. */
  departmentTouches: readonly DepartmentTouch[];
  /** Account ids that look like people and are not. */
  machineAccountIds: readonly number[];
}

export function simulateWithTruth(settings: ShopSettings): ShopTruth {
  const touches: Touch[] = [];
  const departmentTouches: DepartmentTouch[] = [];
  const world = createWorld(settings, {
    onTouch: (touch) => touches.push(touch),
    onDepartmentTouch: (touch) => departmentTouches.push(touch),
  });
  return { ...world, touches, departmentTouches, machineAccountIds: [BOT_ACCOUNT.id, TOKEN_ACCOUNT.id, ROBOT_ID] };
}

type Accepted = Pick<LedgerEntry, "atMs" | "action" | "by"> | Pick<DepartmentEntry, "atMs" | "action" | "by" | "department">;

/**
 * The truth about a shop that ran elsewhere (behind its doors, in another process): the same seed, the accepted actions of its ledgers
 * at their instants, in the order in which they were accepted, and time up to `toMs`.
 *
 * @param before told of each action when its instant has come and it is not carried out yet
 */
export function replayWithTruth<Entry extends Accepted>(
  settings: ShopSettings,
  accepted: readonly Entry[],
  toMs: number,
  before: (truth: ShopTruth, entry: Entry) => void = () => {},
): ShopTruth {
  const truth = simulateWithTruth(settings);
  truth.advance(settings.untilMs);
  for (const entry of accepted) {
    truth.advance(entry.atMs);
    before(truth, entry);
    if ("department" in entry) departmentNamed(truth.departments, entry.department).repeat(entry.action, entry.by);
    else truth.shop.act(entry.action, entry.by);
  }
  truth.advance(toMs);
  return truth;
}

/** True minutes of the touches that end in [fromMs, toMs), by activity. */
export function trueMinutesByActivity(
  touches: readonly Pick<Touch, "activity" | "startMs" | "endMs">[],
  window: { fromMs: number; toMs: number },
): Map<string, number> {
  const minutes = new Map<string, number>();
  for (const { activity, startMs, endMs } of touches) {
    if (endMs < window.fromMs || endMs >= window.toMs) continue;
    minutes.set(activity, (minutes.get(activity) ?? 0) + (endMs - startMs) / 60_000);
  }
  return minutes;
}
