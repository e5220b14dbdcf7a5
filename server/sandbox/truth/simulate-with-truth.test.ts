import { expect, test } from "vitest";
import { policyDecision } from "../shop/policy.ts";
import { shopSettings } from "../shop/settings.ts";
import { openSandbox } from "../open-sandbox.ts";
import { createWorld } from "../world.ts";
import { replayWithTruth, simulateWithTruth, trueMinutesByActivity } from "./simulate-with-truth.ts";

const settings = shopSettings({ seed: "truth", days: 14, ordersPerDay: 120 });
const truth = simulateWithTruth(settings);
truth.advance(settings.untilMs);

test("every timeline entry of a person ends exactly one touch, at the same instant, and no touch lacks its entry", () => {
  const { events, firstEventId } = truth.shop.state;
  const byPeople = events.filter(
    ({ actor, returnId }) => returnId === null && actor.kind === "staff" && !truth.machineAccountIds.includes(actor.account.id),
  );
  const traced = truth.touches.filter(({ eventId }) => eventId !== null);
  expect(traced.map(({ eventId }) => eventId)).toEqual(byPeople.map(({ id }) => id));
  for (const { eventId, endMs, staffId } of traced) {
    const event = events[(eventId ?? 0) - firstEventId];
    expect(event?.atMs).toBe(endMs);
    expect(event?.actor.kind === "staff" ? event.actor.account.id : null).toBe(staffId);
  }
});

test("a person does one thing at a time", () => {
  for (const { id } of truth.shop.state.staff) {
    const own = truth.touches.filter(({ staffId }) => staffId === id);
    for (const [index, { startMs, endMs }] of own.entries()) {
      expect(endMs).toBeGreaterThan(startMs);
      expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
    }
  }
});

test("the minutes by activity sum to the minutes of all touches", () => {
  const sum = truth.touches.reduce((minutes, { startMs, endMs }) => minutes + (endMs - startMs) / 60_000, 0);
  const byActivity = trueMinutesByActivity(truth.touches, { fromMs: 0, toMs: settings.untilMs + 1 });
  expect([...byActivity.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 6);
  expect([...byActivity.keys()].sort()).toEqual(["ask customer", "cancel", "fix address", "hold", "release hold", "review", "tag"]);
});

test("a window takes the touches that end in it", () => {
  const touches = [
    { eventId: 1, orderNumber: 1, activity: "review", staffId: 1, startMs: 0, endMs: 120_000 },
    { eventId: 2, orderNumber: 1, activity: "review", staffId: 1, startMs: 120_000, endMs: 180_000 },
    { eventId: 3, orderNumber: 1, activity: "cancel", staffId: 1, startMs: 180_000, endMs: 240_000 },
  ];
  expect(trueMinutesByActivity(touches, { fromMs: 120_000, toMs: 240_000 })).toEqual(new Map([["review", 3]]));
});

test("listening to the truth does not change the shop", () => {
  const plain = createWorld(settings);
  plain.advance(settings.untilMs);
  expect(plain.shop.state.events).toEqual(truth.shop.state.events);
});

test("the truth about a shop in another process is found from its seed and its ledger", () => {
  const app = { kind: "app", id: 9, title: "Slipstream" } as const;
  const elsewhere = openSandbox(settings);
  elsewhere.advance(settings.untilMs + 6 * 3_600_000);
  for (const { number } of elsewhere.shop.state.orders.filter(({ holds }) => holds.length > 0))
    elsewhere.act({ kind: "release", orderNumber: number, holdIds: null }, app);
  expect(elsewhere.ledger().length).toBeGreaterThan(3);
  elsewhere.advance(settings.untilMs + 24 * 3_600_000);
  const replayed = replayWithTruth(settings, elsewhere.ledger(), elsewhere.shop.state.nowMs);
  expect(replayed.shop.state.events).toEqual(elsewhere.shop.state.events);
  expect(replayed.touches.length).toBeGreaterThan(truth.touches.length);
});

test("orders that an app releases before anybody has begun on them cost people no minutes", () => {
  const released = simulateWithTruth(settings);
  released.advance(settings.untilMs + 2 * 3_600_000); // three in the morning in New York: nobody is at work
  const waiting = released.shop.state.desk.filter(({ stage }) => stage === "decide").map(({ orderNumber }) => orderNumber);
  const fine = waiting.filter(
    (number) =>
      policyDecision(released.shop.state.orders[number - 1001] ?? { exception: null, totalMinor: 0, ordersBefore: 0 }) === "release",
  );
  expect(fine.length).toBeGreaterThan(0);
  const fromMs = released.shop.state.nowMs;
  for (const orderNumber of fine)
    released.shop.act({ kind: "release", orderNumber, holdIds: null }, { kind: "app", id: 9, title: "Slipstream" });
  released.advance(fromMs + 3 * 86_400_000);
  expect(released.touches.filter(({ orderNumber, startMs }) => startMs >= fromMs && fine.includes(orderNumber))).toEqual([]);
});
