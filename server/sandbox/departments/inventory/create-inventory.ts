import { MINUTE_MS, atLocal, dayOf, weekdayOf } from "../../calendar.ts";
import { APPS, CATALOGUE, FLOW } from "../../shop/catalogue.ts";
import { SHOP, drawsFor } from "../../shop/settings.ts";
import { unreachable } from "../../unreachable.ts";
import { applyInventoryAction, InventoryAction } from "./act.ts";
import { STOCK_PLANNERS } from "./people.ts";
import { isRounding } from "./policy.ts";
import { adjust, announcedAs, documentOf, settled } from "./record.ts";
import { CHANNELS } from "./stock.ts";
import { emptyState, findDifference, findLevel, nextDifferenceId, openAt } from "./state.ts";
import { endTouch, look, toPlanners } from "./work.ts";
import type { AppActor } from "../../shop/act.ts";
import type { Department, Opening } from "../department.ts";
import type { PurchasingState } from "../purchasing/state.ts";
import type { InventoryResult } from "./act.ts";
import type { Due, InventoryState } from "./state.ts";
import type { Difference, Level } from "./stock.ts";

export interface Inventory extends Department {
  /** Read freely; only inventory writes. */
  readonly state: InventoryState;
  /** An outside app asks for a change, at the present virtual instant; what is accepted is on the disk before this returns. */
  act(action: InventoryAction, by: AppActor): InventoryResult;
  /** Also calls this listener whenever the quantities of a level have changed from now on. */
  onNotice(listener: (level: Level) => void): void;
}

const DIFFERENCES_PER_SHOP_ORDER = 0.058; // 29 a day at 500 orders
const ON_WEEKDAYS = 1.3;
const ON_WEEKENDS = 0.25; // The warehouse rests: what moves are orders alone.
const PUBLISHES_AT_MINUTE = 60;
const SALES_EVERY_MS = 15 * MINUTE_MS;
const RULE_MINUTES = 4;
const NOTICED_MINUTES = 1;
const CHANNEL_ABOVE_SHARE = 0.6;
const SCARCE_SHARE = 0.3; // of the smaller channels' levels a day: they are given only a handful
const SCARCE_UNITS = [2, 14] as const;
const LEDGER_RIGHT_SHARE = 0.75;
const SOLD_UNITS_AN_ORDER = 1.9;

/** Stock of the channels: what the ledger gives them, what they sell, where the two come apart, and who mends it. */
export function createInventory(opening: Opening, ledger: Pick<PurchasingState, "items">): Inventory {
  const state = emptyState(opening, ledger);
  const listeners: ((level: Level) => void)[] = [];
  state.onNotice = (level) => {
    for (const listener of listeners) listener(level);
  };
  for (const person of STOCK_PLANNERS) state.due.push(state.startMs, { kind: "look", person });
  state.due.push(state.startMs, { kind: "day", day: dayOf(SHOP.zone, state.startMs) });
  state.due.push(state.startMs + SALES_EVERY_MS, { kind: "sales" });
  return {
    state,
    nextMs: () => state.due.nextMs(),
    advance(toMs) {
      for (let next = state.due.popUntil(toMs); next; next = state.due.popUntil(toMs)) {
        state.nowMs = Math.max(state.nowMs, next.atMs);
        happen(state, next.item);
      }
      state.nowMs = Math.max(state.nowMs, toMs);
    },
    repeat(action, by) {
      applyInventoryAction(state, InventoryAction.parse(action), by);
    },
    act(action, by) {
      const result = applyInventoryAction(state, action, by);
      if (result.ok) opening.keep({ department: "inventory", atMs: state.nowMs, by, action, changed: result.changed });
      return result;
    },
    onNotice: (listener) => void listeners.push(listener),
  };
}

function happen(state: InventoryState, due: Due): void {
  switch (due.kind) {
    case "day":
      return openDay(state, due.day);
    case "sales":
      state.due.push(state.nowMs + SALES_EVERY_MS, { kind: "sales" });
      return sell(state);
    case "difference":
      return find(state, due);
    case "rule":
      return settleByRule(state, due.differenceId);
    case "count":
      return countAgain(state, due);
    case "wait":
      state.waiting.push({ ...due.waiting, sinceMs: state.nowMs });
      return;
    case "look":
      return look(state, due.person);
    case "touch end":
      return endTouch(state, due.work);
  }
  return unreachable();
}

/** By night the app publishes what the ledger gives each channel; by day differences come up. */
function openDay(state: InventoryState, day: number): void {
  const { settings, shop } = state.opening;
  state.due.push(atLocal(SHOP.zone, day + 1, PUBLISHES_AT_MINUTE), { kind: "day", day: day + 1 });
  publish(state, day);
  const random = drawsFor(settings, "inventory", "day", day);
  const lift = weekdayOf(day) === 0 || weekdayOf(day) === 6 ? ON_WEEKENDS : ON_WEEKDAYS;
  for (let index = random.poisson(shop.state.meanOrdersOf(day) * DIFFERENCES_PER_SHOP_ORDER * lift); index > 0; index--)
    state.due.push(Math.round(atLocal(SHOP.zone, day, random.between(5 * 60, 18 * 60))), { kind: "difference", day, index });
}

/** One adjustment of all channels; where a difference is open nothing is published before it is settled. */
function publish(state: InventoryState, day: number): void {
  const changes = state.levels
    .filter((level) => !openAt(state, level))
    .flatMap((level) => [
      { level, state: "available" as const, delta: givenTo(state, level, day) - level.quantities.available },
      { level, state: "safety_stock" as const, delta: -level.quantities.safety_stock },
    ]);
  const documentUri = `gid://stockline/Publication/${new Date(day * 86_400_000).toISOString().slice(0, 10)}`;
  adjust(state, { by: APPS.stock, app: APPS.stock, reason: "correction", documentUri, changes });
}

/** What the ledger gives a channel that day: its share of what the ERP has, or now and then only a handful. */
function givenTo({ opening, ledger }: InventoryState, { itemIndex, channelIndex }: Level, day: number): number {
  const random = drawsFor(opening.settings, "inventory", "given", day, itemIndex, channelIndex);
  if (channelIndex > 0 && random.chance(SCARCE_SHARE)) return random.integer(...SCARCE_UNITS);
  const item = ledger.items[itemIndex];
  const onHand = item ? item.onHand + item.overflow : 0;
  return Math.max(0, Math.floor(onHand * (CHANNELS[channelIndex]?.share ?? 0)));
}

/** What was ordered since the last look leaves the channels; what a channel does not have is sent from elsewhere. */
function sell(state: InventoryState): void {
  const { orders } = state.opening.shop.state;
  const changed = new Set<Level>();
  for (; state.countedOrders < orders.length; state.countedOrders++) {
    const order = orders[state.countedOrders];
    if (!order) continue;
    const channelIndex = CHANNELS.findIndex(({ channel }) => channel === order.channel);
    for (const { sku, quantity } of order.lines) {
      const level = findLevel(
        state,
        CATALOGUE.findIndex((item) => item.sku === sku),
        channelIndex,
      );
      if (!level || level.quantities.available === 0) continue;
      level.quantities.available = Math.max(0, level.quantities.available - quantity);
      level.updatedMs = state.nowMs;
      changed.add(level);
    }
  }
  for (const level of changed) state.onNotice?.(level);
}

/** The app finds that a channel and the ledger are apart, and puts as many units aside until somebody has looked. */
function find(state: InventoryState, { day, index }: { day: number; index: number }): void {
  const random = drawsFor(state.opening.settings, "inventory", "difference", day, index);
  const first = random.integer(0, state.levels.length - 1);
  const level = [...state.levels.slice(first), ...state.levels.slice(0, first)].find((one) => !openAt(state, one));
  if (!level) return;
  const size = random.weighted([
    ["rounding", 30],
    ["small", 42],
    ["large", 28],
  ]);
  const drawn = size === "rounding" ? 1 : size === "small" ? random.integer(2, 9) : random.integer(10, 90);
  const channelQuantity = level.quantities.available;
  const isAbove = random.chance(CHANNEL_ABOVE_SHARE) && channelQuantity > 0;
  const unitsApart = isAbove ? Math.min(drawn, channelQuantity) : drawn;
  const difference: Difference = {
    id: nextDifferenceId(state),
    level,
    unitsApart,
    direction: isAbove ? "channel above" : "channel below",
    ledgerQuantity: channelQuantity + (isAbove ? -unitsApart : unitsApart),
    channelQuantity,
    soldPerDay: paceOf(state, level),
    foundMs: state.nowMs,
    state: "found",
    countedAs: null,
    isReopened: false,
    turn: 0,
  };
  state.differences.push(difference);
  state.newestOf.set(level, difference);
  adjust(state, {
    by: APPS.stock,
    app: APPS.stock,
    reason: "safety_stock",
    documentUri: announcedAs(difference),
    changes: [
      { level, state: "available", delta: isAbove ? -unitsApart : 0 },
      { level, state: "safety_stock", delta: unitsApart },
    ],
  });
  if (isRounding(unitsApart)) state.due.push(state.nowMs + RULE_MINUTES * MINUTE_MS, { kind: "rule", differenceId: difference.id });
  else toPlanners(state, difference, "found", NOTICED_MINUTES * MINUTE_MS);
}

/** Units a day, as the app shows them: what is usual for the item and the channel, told with some noise week by week. */
function paceOf({ opening: { settings }, nowMs }: InventoryState, { itemIndex, channelIndex }: Level): number {
  const week = Math.floor(dayOf(SHOP.zone, nowMs) / 7);
  const noise = drawsFor(settings, "inventory", "pace", itemIndex, channelIndex, week).between(0.8, 1.25);
  const weight = (CATALOGUE[itemIndex]?.weight ?? 0) / 100;
  return Math.round(settings.ordersPerDay * SOLD_UNITS_AN_ORDER * weight * (CHANNELS[channelIndex]?.share ?? 0) * noise * 10) / 10;
}

function settleByRule(state: InventoryState, id: number): void {
  const difference = findDifference(state, id);
  if (difference?.state !== "found") return;
  const units = difference.level.quantities.safety_stock;
  const changes = settled(difference, { asCounted: "ledger", units });
  adjust(state, { by: FLOW, app: FLOW, reason: "correction", documentUri: documentOf(difference), changes });
  difference.state = "settled";
  difference.turn++;
}

/** The 3PL has counted again and tells by its app which of the two was right. */
function countAgain(state: InventoryState, { differenceId, turn }: { differenceId: number; turn: number }): void {
  const difference = findDifference(state, differenceId);
  if (!difference || difference.turn !== turn || difference.state !== "recount") return;
  const random = drawsFor(state.opening.settings, "inventory", "count", difference.id);
  const { level, ledgerQuantity, channelQuantity } = difference;
  difference.countedAs = random.chance(LEDGER_RIGHT_SHARE) ? "ledger" : "channel";
  difference.state = "counted";
  difference.turn++;
  const counted = difference.countedAs === "ledger" ? ledgerQuantity : channelQuantity;
  const told = new URLSearchParams({ ledger: String(ledgerQuantity), quantity: String(channelQuantity), counted: String(counted) });
  const units = level.quantities.quality_control;
  adjust(state, {
    by: APPS.threePl,
    app: APPS.threePl,
    reason: "cycle_count_available",
    documentUri: `${documentOf(difference)}?${told.toString()}`,
    changes: [
      { level, state: "quality_control", delta: -units },
      { level, state: "safety_stock", delta: units },
    ],
  });
  toPlanners(state, difference, "counted", NOTICED_MINUTES * MINUTE_MS);
}
