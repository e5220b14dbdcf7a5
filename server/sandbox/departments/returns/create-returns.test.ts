import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf } from "../../calendar.ts";
import { memoryJournal } from "../../journal.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { shopSettings } from "../../shop/settings.ts";
import { shiftOn } from "../../shop/staff.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { createWorld } from "../../world.ts";
import { RETURNS_DESK } from "./people.ts";
import { goodsDecision, isApprovedByRule, requestDecision } from "./policy.ts";
import { factsOf } from "./record.ts";
import { disposedQuantity, isRefunded, orderOf, refundedMinor, refundsOf } from "./state.ts";
import type { World } from "../../world.ts";

const app = { kind: "app", id: 9, title: "Slipstream" } as const;
const fingerprint = ({ shop, departments: { returns } }: Pick<World, "shop" | "departments">): string =>
  createHash("sha256")
    .update(JSON.stringify([returns.state.returns, returns.state.refunds, shop.state.events]))
    .digest("hex");

test("the same seed gives the same returns to the byte, however the time is cut; another seed gives others", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "returns", days: 12, ordersPerDay: 150 });
  const whole = createWorld(settings);
  whole.advance(settings.untilMs);
  const stepped = createWorld(settings);
  for (let atMs = whole.shop.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
  const other = shopSettings({ seed: "returns 2", days: 12, ordersPerDay: 150 });
  const another = createWorld(other);
  another.advance(other.untilMs);
  expect(fingerprint(another)).not.toBe(fingerprint(whole));
});

const settings = shopSettings({ seed: "returns month", days: 45, ordersPerDay: 250, profile: "strict" });
const truth = simulateWithTruth(settings);
truth.advance(settings.untilMs);
const { returns } = truth.departments;

test("every step by hand is one entry of the order's time line, and ends one touch at the same instant, inside the own shift", () => {
  const isPerson = new Set(RETURNS_DESK.map(({ id }) => id));
  const touches = truth.departmentTouches.filter(({ department }) => department === "returns");
  const entries = truth.shop.state.events.filter(({ actor }) => actor.kind === "staff" && isPerson.has(actor.account.id));
  const traced = touches.filter(({ eventId }) => eventId !== null);
  expect(traced.map(({ eventId, endMs }) => `${eventId} ${endMs}`)).toEqual(entries.map(({ id, atMs }) => `${id} ${atMs}`));
  expect(traced.length).toBeGreaterThan(600);
  expect(new Set(traced.map(({ activity }) => activity))).toEqual(
    new Set(["approve return", "decline return", "refund", "restock", "write off"]),
  );
  for (const person of RETURNS_DESK) {
    const own = touches.filter(({ staffId }) => staffId === person.id);
    for (const [index, { startMs, endMs }] of own.entries()) {
      expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
      const spans = shiftOn(settings, person, dayOf(person.hours.zone, endMs));
      expect(spans.some((span) => span.startMs <= startMs && endMs <= span.endMs)).toBe(true);
    }
  }
});

test("nothing is paid back twice and nothing lands on the shelf twice", () => {
  for (const item of returns.state.returns) {
    const order = orderOf(returns.state, item);
    expect(refundedMinor(returns.state, order.number)).toBeLessThanOrEqual(order.totalMinor);
    expect(disposedQuantity(item)).toBeLessThanOrEqual(item.quantity);
  }
  const over = returns.state.returns.filter(({ status }) => status === "CLOSED");
  expect(over.map(disposedQuantity)).toEqual(over.map(({ quantity }) => quantity));
});

test("the desk mostly follows its policy, and sometimes does not", () => {
  const decided = [...returns.state.decisions];
  const asPolicy = decided.filter(([id, decision]) => {
    const item = returns.state.returns.find((one) => one.id === id);
    return item !== undefined && requestDecision(factsOf(returns.state, item)) === decision;
  });
  expect(decided.length).toBeGreaterThan(250);
  expect(asPolicy.length / decided.length).toBeGreaterThan(0.97);
  expect(asPolicy.length).toBeLessThan(decided.length);
  expect(new Set(decided.map(([, decision]) => decision))).toEqual(new Set(["approve", "decline", "keep item"]));
});

test("what an app decides before anybody has begun costs people no minutes, neither for the request nor for the goods", () => {
  const world = simulateWithTruth(settings);
  world.advance(settings.untilMs + 2 * 3_600_000); // Before dawn: nobody is at work.
  const desk = world.departments.returns;
  const requests = desk.state.returns.filter((item) => item.status === "REQUESTED" && !isRefunded(desk.state, item));
  const graded = desk.state.returns.filter((item) => item.grade === "a" && !isRefunded(desk.state, item));
  const isWholeLine = ({ orderNumber, lineIndex, quantity }: (typeof graded)[number]) =>
    orderOf(desk.state, { orderNumber }).lines[lineIndex]?.quantity === quantity;
  expect(requests.length).toBeGreaterThan(1);
  expect(graded.length).toBeGreaterThan(1);
  for (const { id } of requests) expect(desk.act({ kind: "approve", returnId: id }, app)).toEqual({ ok: true, changed: true, id });
  for (const { id, orderNumber, lineIndex, quantity, valueMinor } of graded) {
    const refund = { kind: "refund", orderNumber, key: `k${id}`, lines: [{ lineIndex, quantity }], amountMinor: valueMinor, note: null } as const; // prettier-ignore
    expect(desk.act(refund, app)).toMatchObject({ ok: true, changed: true });
    expect(desk.act(refund, app)).toMatchObject({ ok: true, changed: false });
    expect(desk.act({ ...refund, amountMinor: 1 }, app)).toEqual({ ok: false, refusal: "key taken" });
    desk.act({ kind: "dispose", returnId: id, type: "RESTOCKED", quantity }, app);
    expect(desk.act({ kind: "dispose", returnId: id, type: "RESTOCKED", quantity }, app)).toEqual({ ok: false, refusal: "too many" });
  }
  // Of a line of two the other piece could still be paid back, as at the vendor: there only the key keeps a refund from being made twice.
  for (const { id, orderNumber, lineIndex, quantity, valueMinor } of graded.filter(isWholeLine)) {
    const again = { kind: "refund", orderNumber, key: `again ${id}`, lines: [{ lineIndex, quantity }], amountMinor: valueMinor, note: null } as const; // prettier-ignore
    expect(desk.act(again, app)).toEqual({ ok: false, refusal: "too many" });
  }
  const fromMs = world.shop.state.nowMs;
  world.advance(fromMs + 2 * 86_400_000);
  const ours = new Set([...requests, ...graded].map(({ id }) => id));
  expect(world.departmentTouches.filter(({ startMs, caseId }) => startMs >= fromMs && ours.has(caseId))).toEqual([]);
});

test("a refund that an app made without goods is only closed by a person, and a restart repeats it", () => {
  const small = shopSettings({ seed: "returns restart", days: 14, ordersPerDay: 120 });
  const journal = memoryJournal();
  const first = openSandbox(small, journal);
  const desk = first.departments.returns;
  const item = desk.state.returns.find((one) => one.status === "REQUESTED" && !isRefunded(desk.state, one));
  if (!item) throw new Error("no request waits");
  const { orderNumber, lineIndex, quantity, valueMinor } = item;
  const lines = [{ lineIndex, quantity }];
  expect(desk.act({ kind: "refund", orderNumber, key: "k", lines, amountMinor: valueMinor, note: "Keep it" }, app).ok).toBe(true);
  expect(desk.act({ kind: "decline", returnId: item.id, reason: "OTHER", note: "Keep it" }, app).ok).toBe(true);
  expect(desk.act({ kind: "approve", returnId: item.id }, app)).toEqual({ ok: false, refusal: "wrong state" });
  const again = openSandbox(small, journal).departments.returns;
  expect(refundsOf(again.state, orderNumber)).toEqual(refundsOf(desk.state, orderNumber));
  expect(again.state.returns.find(({ id }) => id === item.id)?.status).toBe("DECLINED");
});

test("late requests are declined unless the fault is ours, cheap faults are paid back without a parcel, hygiene is final", () => {
  const facts = { reason: "unwanted", valueMinor: 9_000, ageDays: 20, earlierReturns: 0, sku: "HP-LMP-01" } as const;
  expect(requestDecision(facts)).toBe("approve");
  expect(requestDecision({ ...facts, ageDays: 31 })).toBe("decline");
  expect(requestDecision({ ...facts, ageDays: 31, reason: "defective" })).toBe("approve");
  expect(requestDecision({ ...facts, valueMinor: 2_600, reason: "wrong_item" })).toBe("keep item");
  expect(requestDecision({ ...facts, sku: "HP-CND-01" })).toBe("decline");
  expect(requestDecision({ ...facts, earlierReturns: 2 })).toBe("decline");
  expect(isApprovedByRule({ ...facts, ageDays: 10, valueMinor: 4_400 })).toBe(true);
  expect(isApprovedByRule({ ...facts, ageDays: 10, valueMinor: 5_001 })).toBe(false);
});

test("as new goes on the shelf, opened textiles do not, and what a customer broke is paid back by half", () => {
  expect(goodsDecision({ grade: "a", reason: "unwanted", sku: "HP-LIN-02" })).toEqual({ restock: true, refundShare: 1 });
  expect(goodsDecision({ grade: "b", reason: "unwanted", sku: "HP-LIN-02" })).toEqual({ restock: false, refundShare: 1 });
  expect(goodsDecision({ grade: "b", reason: "unwanted", sku: "HP-LMP-01" })).toEqual({ restock: true, refundShare: 1 });
  expect(goodsDecision({ grade: "c", reason: "style", sku: "HP-LMP-01" })).toEqual({ restock: false, refundShare: 0.5 });
  expect(goodsDecision({ grade: "d", reason: "style", sku: "HP-LMP-01" })).toEqual({ restock: false, refundShare: 0 });
});
