import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf } from "../../calendar.ts";
import { memoryJournal } from "../../journal.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { shopSettings } from "../../shop/settings.ts";
import { shiftOn } from "../../shop/staff.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { createWorld } from "../../world.ts";
import { BUYERS, PLANNERS, TOKEN_ID } from "./people.ts";
import { dateDecision } from "./policy.ts";
import { DATE_FIELD } from "./save.ts";
import type { World } from "../../world.ts";

const app = { kind: "app", id: 9, title: "Slipstream" } as const;
const fingerprint = ({ departments }: Pick<World, "departments">): string =>
  createHash("sha256")
    .update(JSON.stringify([departments.purchasing.state.transactions, departments.purchasing.state.items]))
    .digest("hex");

test("the same seed gives the same documents to the byte, however the time is cut; another seed gives others", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "po", days: 8, ordersPerDay: 150 });
  const whole = createWorld(settings);
  whole.advance(settings.untilMs);
  const stepped = createWorld(settings);
  for (let atMs = whole.shop.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
  const other = shopSettings({ seed: "po 2", days: 8, ordersPerDay: 150 });
  const another = createWorld(other);
  another.advance(other.untilMs);
  expect(fingerprint(another)).not.toBe(fingerprint(whole));
});

test("every save by hand ends one touch at the same instant, inside the own shift, one at a time", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "po touches", days: 28, ordersPerDay: 400 });
  const truth = simulateWithTruth(settings);
  truth.advance(settings.untilMs);
  const people = [...BUYERS, ...PLANNERS];
  const isPerson = new Set(people.map(({ id }) => id));
  const touches = truth.departmentTouches.filter(({ department }) => department === "purchasing");
  const saves = new Set(
    truth.departments.purchasing.state.transactions.flatMap(({ notes }) =>
      notes
        .filter(({ authorId }) => isPerson.has(authorId))
        .map(({ transactionId, atMs, authorId }) => `${transactionId} ${atMs} ${authorId}`),
    ),
  );
  const traced = touches.filter(({ eventId }) => eventId !== null);
  expect(new Set(traced.map(({ eventId, endMs, staffId }) => `${eventId} ${endMs} ${staffId}`))).toEqual(saves);
  expect(traced.length).toBeGreaterThan(150);
  for (const person of people) {
    const own = touches.filter(({ staffId }) => staffId === person.id);
    for (const [index, { startMs, endMs }] of own.entries()) {
      expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
      const spans = shiftOn(settings, person, dayOf(person.hours.zone, endMs));
      expect(spans.some((span) => span.startMs <= startMs && endMs <= span.endMs)).toBe(true);
    }
  }
});

test("a date that an app has settled is settled for the buyers too, and shows under the app's own employee", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "po app", days: 20, ordersPerDay: 500 });
  const world = createWorld(settings);
  world.advance(settings.untilMs);
  const { purchasing } = world.departments;
  const open = purchasing.state.transactions.filter(
    ({ id, status }) => status === "B" && purchasing.state.dealings.get(id)?.isSettled === false,
  );
  expect(open.length).toBeGreaterThan(3);
  for (const order of open) {
    const lines = order.lines.map(({ id, expectedDay }) => ({ id, expectedDay: (expectedDay ?? 0) + 3 }));
    expect(purchasing.act({ kind: "update purchase order", orderId: order.id, memo: null, lines }, app)).toMatchObject({
      ok: true,
      changed: true,
    });
    expect(purchasing.act({ kind: "update purchase order", orderId: order.id, memo: null, lines }, app)).toMatchObject({
      ok: true,
      changed: false,
    });
    expect(order.notes.at(-1)).toMatchObject({ field: DATE_FIELD, authorId: TOKEN_ID, context: "WBS" });
  }
  const fromMs = purchasing.state.nowMs;
  world.advance(fromMs + 10 * 86_400_000);
  const later = open.flatMap(({ notes }) => notes).filter((note) => note.atMs > fromMs && BUYERS.some(({ id }) => id === note.authorId));
  expect(later).toEqual([]);
});

test("an adjustment under one external id is made once, and a restart repeats it", () => {
  const settings = shopSettings({ seed: "po stock", days: 3, ordersPerDay: 60 });
  const journal = memoryJournal();
  const first = openSandbox(settings, journal);
  const { purchasing } = first.departments;
  const before = purchasing.state.items[0]?.onHand ?? 0;
  const action = {
    kind: "adjust stock",
    externalId: "effect-12345",
    itemId: purchasing.state.items[0]?.id ?? 0,
    changeBy: 5,
    memo: "Counted",
  } as const;
  expect(purchasing.act(action, app)).toMatchObject({ ok: true, changed: true });
  expect(purchasing.act(action, app)).toMatchObject({ ok: true, changed: false });
  expect(purchasing.state.items[0]?.onHand).toBe(before + 5);
  expect(purchasing.act({ ...action, externalId: "effect-2", itemId: 9 }, app)).toEqual({ ok: false, refusal: "unknown item" });
  expect(openSandbox(settings, journal).departments.purchasing.state.items[0]?.onHand).toBe(before + 5);
});

test("a short delay is taken, a long one of what is critical goes upstairs, a middling one of a large order is haggled over", () => {
  expect(dateDecision({ movedByDays: 5, valueMinor: 900_000, isCritical: true })).toBe("accept");
  expect(dateDecision({ movedByDays: 15, valueMinor: 1_000, isCritical: true })).toBe("escalate");
  expect(dateDecision({ movedByDays: 10, valueMinor: 900_000, isCritical: false })).toBe("propose");
});
