import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf } from "../../calendar.ts";
import { memoryJournal } from "../../journal.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { shopSettings } from "../../shop/settings.ts";
import { shiftOn } from "../../shop/staff.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { createWorld } from "../../world.ts";
import { STOCK_PLANNERS } from "./people.ts";
import { differenceDecision } from "./policy.ts";
import { differenceIn, documentOf } from "./record.ts";
import { findDifference, isOpen } from "./state.ts";
import { STATES, type Difference, type StockState } from "./stock.ts";
import type { World } from "../../world.ts";
import type { InventoryAction } from "./act.ts";

const app = { kind: "app", id: 9, title: "Slipstream" } as const;
const HOUR_MS = 3_600_000;
const fingerprint = ({ departments: { inventory } }: Pick<World, "departments">): string =>
  createHash("sha256")
    .update(JSON.stringify([inventory.state.differences, inventory.state.groups, inventory.state.levels]))
    .digest("hex");

test("the same seed gives the same stock to the byte, however the time is cut; another seed gives another", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "stock", days: 9, ordersPerDay: 150 });
  const whole = createWorld(settings);
  whole.advance(settings.untilMs);
  const stepped = createWorld(settings);
  for (let atMs = whole.shop.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
  const other = shopSettings({ seed: "stock 2", days: 9, ordersPerDay: 150 });
  const another = createWorld(other);
  another.advance(other.untilMs);
  expect(fingerprint(another)).not.toBe(fingerprint(whole));
});

const settings = shopSettings({ seed: "stock month", days: 31, ordersPerDay: 450, profile: "strict" });
const truth = simulateWithTruth(settings);
truth.advance(settings.untilMs);
const { inventory } = truth.departments;

test("every step by hand is one adjustment of its difference, and ends one touch at the same instant, inside the own shift", () => {
  const isPerson = new Set(STOCK_PLANNERS.map(({ id }) => id));
  const touches = truth.departmentTouches.filter(({ department }) => department === "inventory");
  const traced = touches.filter(({ eventId }) => eventId !== null);
  const byHand = inventory.state.groups.filter(({ actor }) => actor.kind === "staff" && isPerson.has(actor.account.id));
  const row = (...words: readonly (string | number | null)[]) => words.join(" ");
  expect(traced.map(({ eventId, endMs, caseId }) => row(eventId, endMs, caseId))).toEqual(
    byHand.map(({ id, atMs, documentUri }) => row(id, atMs, differenceIn(documentUri))),
  );
  expect(traced.length).toBeGreaterThan(500);
  expect(traced.length / touches.length).toBeGreaterThan(0.99);
  expect(new Set(traced.map(({ activity }) => activity))).toEqual(new Set(["adjust stock", "ask for recount", "stop selling"]));
  for (const person of STOCK_PLANNERS) {
    const own = touches.filter(({ staffId }) => staffId === person.id);
    for (const [index, { startMs, endMs }] of own.entries()) {
      expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
      const spans = shiftOn(settings, person, dayOf(person.hours.zone, endMs));
      expect(spans.some((span) => span.startMs <= startMs && endMs <= span.endMs)).toBe(true);
    }
  }
});

test("twenty to forty differences a day, some of them rounding, which no person touches; what is settled leaves nothing aside by the next day", () => {
  const { differences, levels } = inventory.state;
  expect(differences.length / settings.days).toBeGreaterThan(20);
  expect(differences.length / settings.days).toBeLessThan(40);
  const rounding = new Set(differences.filter(({ unitsApart }) => unitsApart === 1).map(({ id }) => id));
  expect(rounding.size / differences.length).toBeGreaterThan(0.2);
  expect(truth.departmentTouches.filter(({ department, caseId }) => department === "inventory" && rounding.has(caseId))).toEqual([]);
  for (const { quantities } of levels) for (const name of STATES) expect(quantities[name]).toBeGreaterThanOrEqual(0);
  const night = simulateWithTruth(settings);
  night.advance(settings.untilMs + 90 * 60_000); // Past the publication.
  const { state } = night.departments.inventory;
  const openLevels = new Set(state.differences.filter(isOpen).map(({ level }) => level));
  expect(state.levels.filter((level) => !openLevels.has(level) && level.quantities.safety_stock + level.quantities.quality_control > 0)).toEqual([]); // prettier-ignore
});

const STEPS = { adjust: "adjust stock", recount: "ask for recount", stop: "stop selling" } as const;

test("the planners mostly follow their policy, and sometimes do not", () => {
  const first = new Map<number, string>();
  for (const { department, caseId, activity } of truth.departmentTouches)
    if (department === "inventory" && !first.has(caseId)) first.set(caseId, activity);
  const asPolicy = [...first].filter(([id, activity]) => {
    const difference = findDifference(inventory.state, id);
    return difference !== undefined && STEPS[differenceDecision({ ...difference, countedAs: null })] === activity;
  });
  expect(asPolicy.length / first.size).toBeGreaterThan(0.96);
  expect(asPolicy.length).toBeLessThan(first.size);
});

function partOf({ level }: Difference, state: StockState, delta: number): InventoryAction["parts"][number] {
  return { itemIndex: level.itemIndex, channelIndex: level.channelIndex, state, delta, from: null };
}
function settling(difference: Difference): InventoryAction {
  const units = difference.level.quantities.safety_stock;
  const isAbove = difference.direction === "channel above";
  const parts = [partOf(difference, "safety_stock", -units), ...(isAbove ? [] : [partOf(difference, "available", units)])];
  const documentUri = documentOf(difference);
  return { kind: "adjust", key: `k${difference.id}`, asked: `settle ${difference.id}`, reason: "correction", documentUri, parts };
}

test("what an app settles before anybody has begun costs people no minutes; under its key it is done once", () => {
  const world = simulateWithTruth(settings);
  world.advance(settings.untilMs + 6 * HOUR_MS); // Before seven: nobody is at work.
  const desk = world.departments.inventory;
  const adjustable = desk.state.differences.filter(
    (one) => one.unitsApart > 1 && (one.state === "found" || one.state === "counted") && differenceDecision(one) === "adjust" && one.countedAs !== "channel", // prettier-ignore
  );
  expect(adjustable.length).toBeGreaterThan(2);
  for (const difference of adjustable) {
    const action = settling(difference);
    const [first] = action.parts;
    if (!first) throw new Error("nothing to settle");
    const stale = { ...action, key: "stale", parts: [{ ...first, from: 999 }] };
    expect(desk.act(stale, app)).toEqual({ ok: false, refusal: "stale", part: 0 });
    expect(desk.act(action, app)).toMatchObject({ ok: true, changed: true });
    expect(desk.act(action, app)).toMatchObject({ ok: true, changed: false });
    expect(desk.act({ ...action, asked: "else" }, app)).toMatchObject({ ok: false, refusal: "key taken" });
    expect(difference.level.quantities.safety_stock).toBe(0);
  }
  const fromMs = world.shop.state.nowMs;
  world.advance(fromMs + 3 * 24 * HOUR_MS);
  const ours = new Set(adjustable.map(({ id }) => id));
  const later = world.departmentTouches.filter(({ department, startMs, caseId }) => department === "inventory" && startMs >= fromMs && ours.has(caseId)); // prettier-ignore
  expect(later).toEqual([]);
});

test("what an app settles against the policy is noticed about half of the time and mended", { timeout: 60_000 }, () => {
  let [wrong, noticed] = [0, 0];
  for (const seed of ["wrong 1", "wrong 2"]) {
    const small = shopSettings({ seed, days: 8, ordersPerDay: 500 });
    const world = simulateWithTruth(small);
    world.advance(small.untilMs);
    const desk = world.departments.inventory;
    const fromMs = small.untilMs;
    for (let quarter = 0; quarter < 4 * 96; quarter++) {
      world.advance(fromMs + quarter * (HOUR_MS / 4));
      for (const difference of desk.state.differences.filter((one) => one.state === "found" && differenceDecision(one) === "recount"))
        desk.act(settling(difference), app);
    }
    world.advance(fromMs + 10 * 24 * HOUR_MS);
    const touched = new Set(world.departmentTouches.filter((one) => one.department === "inventory" && one.startMs >= fromMs).map(({ caseId }) => caseId)); // prettier-ignore
    const settledByUs = [...desk.state.keys.keys()].map((key) => Number(key.split(" k")[1]));
    wrong += settledByUs.length;
    noticed += settledByUs.filter((id) => touched.has(id)).length;
  }
  expect(wrong).toBeGreaterThan(20);
  expect(noticed / wrong).toBeGreaterThan(0.25);
  expect(noticed / wrong).toBeLessThan(0.7);
});

test("an app's recount is counted, its undoing leaves the difference as it was, and a restart repeats both", () => {
  const small = shopSettings({ seed: "stock restart", days: 8, ordersPerDay: 400 });
  const journal = memoryJournal();
  const first = openSandbox(small, journal);
  const desk = first.departments.inventory;
  const [asked, undone] = desk.state.differences.filter(({ state, unitsApart }) => state === "found" && unitsApart > 1);
  if (!asked || !undone) throw new Error("no difference waits");
  const move = (difference: Difference, from: StockState, to: StockState, key: string): InventoryAction => ({
    kind: "adjust",
    key,
    asked: key,
    reason: "quality_control",
    documentUri: documentOf(difference),
    parts: [partOf(difference, from, -difference.unitsApart), partOf(difference, to, difference.unitsApart)],
  });
  for (const difference of [asked, undone]) {
    expect(desk.act(move(difference, "safety_stock", "quality_control", `ask ${difference.id}`), app).ok).toBe(true);
    expect(difference.state).toBe("recount");
  }
  expect(desk.act(move(undone, "quality_control", "safety_stock", "undo"), app).ok).toBe(true);
  expect(undone.state).toBe("found");
  expect(desk.act(move(asked, "safety_stock", "quality_control", "again"), app)).toEqual({ ok: false, refusal: "below zero", part: 0 });
  first.advance(small.untilMs + 40 * HOUR_MS);
  expect(asked.countedAs).not.toBeNull();
  const again = openSandbox(small, journal);
  again.advance(small.untilMs + 40 * HOUR_MS);
  expect(fingerprint(again)).toBe(fingerprint(first));
});
