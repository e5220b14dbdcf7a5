import { createEventQueue } from "../../event-queue.ts";
import { CATALOGUE } from "../../shop/catalogue.ts";
import { startOf } from "../../shop/settings.ts";
import { CHANNELS } from "./stock.ts";
import type { EventQueue } from "../../event-queue.ts";
import type { StaffMember } from "../../shop/staff.ts";
import type { Opening } from "../department.ts";
import type { PurchasingState } from "../purchasing/state.ts";
import type { AdjustmentGroup, Difference, Level } from "./stock.ts";

/** Why a difference waits for a planner: it was found, it was counted again, units of it were left over, an app settled it wrongly. */
export interface Waiting {
  kind: "found" | "counted" | "rest" | "objection";
  differenceId: number;
  turn: number;
  sinceMs: number;
}
/** A planner's step; its end is an adjustment at the vendor. */
export type Step = "adjust stock" | "ask for recount" | "stop selling";
export interface Work {
  waiting: Waiting;
  person: StaffMember;
  step: Step;
  startMs: number;
}

export type Due =
  | { kind: "day"; day: number }
  | { kind: "sales" }
  | { kind: "difference"; day: number; index: number }
  | { kind: "rule"; differenceId: number }
  | { kind: "count"; differenceId: number; turn: number }
  | { kind: "wait"; waiting: Omit<Waiting, "sinceMs"> }
  | { kind: "look"; person: StaffMember }
  | { kind: "touch end"; work: Work };

export interface InventoryState {
  opening: Opening;
  /** The balances of the ERP, which the channels are to follow. */
  ledger: Pick<PurchasingState, "items">;
  nowMs: number;
  startMs: number;
  /** Item by item, and within an item channel by channel. */
  levels: Level[];
  /** In the order of their ids and times. */
  groups: AdjustmentGroup[];
  differences: Difference[];
  newestOf: Map<Level, Difference>;
  /** An app's acts by its idempotency key, with what was asked under it. */
  keys: Map<string, { groupId: number | null; asked: string }>;
  /** Orders of the shop whose units have left the channels, as far as they were counted. */
  countedOrders: number;
  waiting: Waiting[];
  looksOf: Map<number, number>;
  due: EventQueue<Due>;
  onNotice: ((level: Level) => void) | null;
}

const FIRST_DIFFERENCE_ID = 30_001;
const FIRST_GROUP_ID = 88_000_001;

export function emptyState(opening: Opening, ledger: Pick<PurchasingState, "items">): InventoryState {
  const startMs = startOf(opening.settings);
  return {
    opening,
    ledger,
    nowMs: startMs,
    startMs,
    levels: CATALOGUE.flatMap((_item, itemIndex) =>
      CHANNELS.map((_channel, channelIndex) => ({
        itemIndex,
        channelIndex,
        quantities: { available: 0, safety_stock: 0, quality_control: 0, damaged: 0, reserved: 0 },
        updatedMs: startMs,
      })),
    ),
    groups: [],
    differences: [],
    newestOf: new Map(),
    keys: new Map(),
    countedOrders: 0,
    waiting: [],
    looksOf: new Map(),
    due: createEventQueue<Due>(),
    onNotice: null,
  };
}

export const nextDifferenceId = ({ differences }: InventoryState): number => FIRST_DIFFERENCE_ID + differences.length;
export const nextGroupId = ({ groups }: InventoryState): number => FIRST_GROUP_ID + groups.length;
export const findDifference = ({ differences }: Pick<InventoryState, "differences">, id: number): Difference | undefined =>
  differences[id - FIRST_DIFFERENCE_ID];
export const findGroup = ({ groups }: Pick<InventoryState, "groups">, id: number): AdjustmentGroup | undefined =>
  groups[id - FIRST_GROUP_ID];
export const findLevel = ({ levels }: Pick<InventoryState, "levels">, itemIndex: number, channelIndex: number): Level | undefined =>
  itemIndex < 0 || channelIndex < 0 || channelIndex >= CHANNELS.length ? undefined : levels[itemIndex * CHANNELS.length + channelIndex];

export const isOpen = ({ state }: Pick<Difference, "state">): boolean => state !== "settled" && state !== "stopped";

/** The newest difference at a level, whatever has become of it. */
export const newestAt = ({ newestOf }: Pick<InventoryState, "newestOf">, level: Level): Difference | undefined => newestOf.get(level);

/** The difference that is open at a level; there is at most one. */
export function openAt(state: Pick<InventoryState, "newestOf">, level: Level): Difference | undefined {
  const newest = newestAt(state, level);
  return newest && isOpen(newest) ? newest : undefined;
}
