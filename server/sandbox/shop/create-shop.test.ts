import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf, minutesOfDay, weekdayOf } from "../calendar.ts";
import { createShop } from "./create-shop.ts";
import { WAITING_TAG } from "./desk.ts";
import { policyDecision } from "./policy.ts";
import { SHOP, shopSettings } from "./settings.ts";
import { BOT_ACCOUNT, shiftOn } from "./staff.ts";
import type { Shop } from "./create-shop.ts";
import type { Order } from "./order.ts";

function filled(change: Parameters<typeof shopSettings>[0] = {}): Shop {
  const settings = shopSettings({ days: 10, ordersPerDay: 100, ...change });
  const shop = createShop(settings);
  shop.advance(settings.untilMs);
  return shop;
}

const fingerprint = (shop: Shop): string =>
  createHash("sha256")
    .update(JSON.stringify([shop.state.orders, shop.state.events, shop.state.customers]))
    .digest("hex");

test("the same seed gives the same shop to the byte, another seed another", () => {
  const first = fingerprint(filled({ seed: "7" }));
  expect(fingerprint(filled({ seed: "7" }))).toBe(first);
  expect(fingerprint(filled({ seed: "8" }))).not.toBe(first);
});

test("it does not matter into how many steps the time is cut", () => {
  const settings = shopSettings({ seed: "steps", days: 4, ordersPerDay: 60 });
  const stepped = createShop(settings);
  for (let atMs = stepped.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  const whole = createShop(settings);
  whole.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
});

const month = filled({ seed: "month", days: 30, ordersPerDay: 500 }).state;

test.each([
  { name: "500 orders a day over 30 days", orders: month.orders.length, wanted: 500 * 30 },
  {
    name: "50 orders a day over 60 days",
    orders: filled({ seed: "volume", days: 60, ordersPerDay: 50 }).state.orders.length,
    wanted: 50 * 60,
  },
])("$name come within 4 % of the setting", ({ orders, wanted }) => {
  expect(Math.abs(orders / wanted - 1)).toBeLessThan(0.04);
});

test("days differ: the busiest of a month has half as many orders again as the quietest", () => {
  const counts = new Map<number, number>();
  for (const { placedMs } of month.orders) counts.set(dayOf(SHOP.zone, placedMs), (counts.get(dayOf(SHOP.zone, placedMs)) ?? 0) + 1);
  expect(Math.max(...counts.values()) / Math.min(...counts.values())).toBeGreaterThan(1.5);
});

test("about one order in eleven is an exception, of all four kinds", () => {
  const exceptions = month.orders.filter(({ exception }) => exception !== null);
  expect(exceptions.length / month.orders.length).toBeGreaterThan(0.075);
  expect(exceptions.length / month.orders.length).toBeLessThan(0.105);
  expect(new Set(exceptions.map(({ exception }) => exception?.kind))).toEqual(new Set(["address", "risk", "stock", "duplicate"]));
});

test("an order's timeline ascends in id and time, begins with its placing and ends a fulfilled order with its archiving", () => {
  const { orders } = filled({ seed: "timeline" }).state;
  for (const { events } of orders) {
    expect(events[0]?.action).toBe("placed");
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).sort((a, b) => a - b));
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).sort((a, b) => a - b));
  }
  for (const { events } of orders.filter(({ fulfilment }) => fulfilment === "CLOSED")) {
    expect(events.findLast(({ actor }) => actor.kind !== "staff" || !actor.account.isMachine)?.action).toBe("closed");
  }
});

test("people act only inside their own shifts, never at lunch or on a day off", () => {
  const { state } = filled({ seed: "shifts", days: 30, ordersPerDay: 80 });
  const touches = state.events.filter(({ actor }) => actor.kind === "staff" && !actor.account.isMachine);
  expect(touches.length).toBeGreaterThan(300);
  for (const { actor, atMs } of touches) {
    const person = state.staff.find(({ id }) => actor.kind === "staff" && id === actor.account.id);
    if (!person) throw new Error("an actor without a place on the roster");
    const spans = shiftOn(state.settings, person, dayOf(person.hours.zone, atMs));
    expect(spans.some(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs)).toBe(true);
  }
});

test("the account that looks like a person works at night, every 60 seconds, on the second", () => {
  const { events } = filled({ seed: "bot", days: 14, ordersPerDay: 150 }).state;
  const touches = events.filter(({ actor }) => actor.kind === "staff" && actor.account.id === BOT_ACCOUNT.id);
  expect(touches.length).toBeGreaterThan(50);
  for (const { atMs } of touches) {
    expect(atMs % 60_000).toBe(0);
    expect(Math.floor(minutesOfDay(SHOP.zone, atMs) / 60)).toBe(2);
  }
  const gaps = touches.slice(1).map(({ atMs }, index) => atMs - (touches[index]?.atMs ?? 0));
  expect(gaps.filter((gap) => gap === 60_000).length / gaps.length).toBeGreaterThan(0.7);
});

test("strict staff follow the policy more often than sloppy staff", () => {
  function followed(profile: "strict" | "sloppy"): number {
    const { orders } = filled({ seed: "profiles", profile, days: 20, ordersPerDay: 250 }).state;
    const settled = orders.filter(
      ({ exception, cancelled, fulfilment }) => exception?.kind === "duplicate" && (cancelled || fulfilment === "CLOSED"),
    );
    return settled.filter((order) => (policyDecision(order) === "cancel") === (order.cancelled !== null)).length / settled.length;
  }
  expect(followed("strict")).toBeGreaterThan(0.93);
  expect(followed("strict")).toBeGreaterThan(followed("sloppy"));
});

test("an order that an automation released is not touched by a person, unless somebody objects", () => {
  const settings = shopSettings({ seed: "released", days: 10, ordersPerDay: 100 });
  const shop = createShop(settings);
  shop.advance(settings.untilMs);
  const app = { kind: "app", id: 9, title: "Slipstream" } as const;
  const held = shop.state.orders.filter(
    (order) => order.holds.length > 0 && policyDecision(order) === "release" && !order.events.some(({ actor }) => actor.kind === "staff"),
  );
  expect(held.length).toBeGreaterThan(0);
  for (const { number } of held) expect(shop.act({ kind: "release", orderNumber: number, holdIds: null }, app).ok).toBe(true);
  shop.advance(settings.untilMs + 3 * 86_400_000);
  for (const order of held) {
    expect(order.fulfilment).toBe("CLOSED");
    expect(order.events.filter(({ actor, atMs }) => actor.kind === "staff" && !actor.account.isMachine && atMs > settings.untilMs)).toEqual(
      [],
    );
  }
});

test("where an automation releases what the policy would cancel, people hold some of it again", () => {
  const settings = shopSettings({ seed: "objection", days: 4, ordersPerDay: 300 });
  const shop = createShop(settings);
  shop.advance(settings.untilMs + 12 * 3_600_000);
  const app = { kind: "app", id: 9, title: "Slipstream" } as const;
  const wrong = shop.state.orders.filter(
    (order) => order.holds.length > 0 && order.exception?.kind !== "address" && policyDecision(order) !== "release",
  );
  for (const { number } of wrong) shop.act({ kind: "release", orderNumber: number, holdIds: null }, app);
  const fromMs = shop.state.nowMs;
  shop.advance(fromMs + 86_400_000);
  const heldAgain = wrong.filter(({ events }) =>
    events.some(({ action, actor, atMs }) => action === "fulfillment_hold_added" && actor.kind === "staff" && atMs > fromMs),
  );
  expect(heldAgain.length).toBeGreaterThan(0);
  expect(heldAgain.length).toBeLessThan(wrong.length);
});

test("what an automation releases because the stock it waited for is due, nobody holds again", () => {
  const settings = shopSettings({ seed: "objection", days: 4, ordersPerDay: 1_500 });
  const shop = createShop(settings);
  shop.advance(settings.untilMs);
  const app = { kind: "app", id: 9, title: "Slipstream" } as const;
  const dueMs = ({ exception, placedMs }: Order) => placedMs + (exception?.kind === "stock" ? exception.etaDays : 0) * 86_400_000;
  const isShort = ({ exception }: Order) => exception?.kind === "stock" && exception.etaDays <= 3;
  const waits = shop.state.orders.filter((order) => isShort(order) && order.holds.length > 0 && dueMs(order) > settings.untilMs);
  for (const { number } of waits) shop.act({ kind: "add tags", orderNumber: number, tags: [WAITING_TAG] }, app);
  const released = new Set<Order>();
  for (let hour = 1; hour <= 72; hour += 1) {
    shop.advance(settings.untilMs + hour * 3_600_000);
    for (const order of waits.filter((one) => one.holds.length > 0 && dueMs(one) <= shop.state.nowMs)) {
      shop.act({ kind: "release", orderNumber: order.number, holdIds: null }, app);
      released.add(order);
    }
  }
  shop.advance(settings.untilMs + 4 * 86_400_000);
  expect(released.size).toBeGreaterThan(5);
  for (const { events } of released) {
    const last = events.findLastIndex(({ action, actor }) => action === "fulfillment_hold_released" && actor.kind === "app");
    expect(events.slice(last).filter(({ action }) => action === "fulfillment_hold_added")).toEqual([]);
  }
});

test("weekday 0 has no parcels: the warehouse rests on Sunday", () => {
  const { events } = filled({ seed: "sunday", days: 21, ordersPerDay: 20 }).state;
  expect(events.filter(({ action, atMs }) => action === "fulfillment_success" && weekdayOf(dayOf(SHOP.zone, atMs)) === 0)).toEqual([]);
});
