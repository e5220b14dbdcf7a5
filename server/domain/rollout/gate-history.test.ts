import { expect, test } from "vitest";
import { gateState, measuredFor } from "./gate-history.ts";

const gate = { measure: "hours", limit: 5, holdDays: 7 } as const;
const day = (date: number) => new Date(Date.UTC(2026, 2, date));
const read = (date: number, value: number | null) => ({ measuredAt: day(date), value, limit: 5 });
const built = day(1);

test("a gate passes when all readings of the agreed time are within the limit, the limit included", () => {
  expect(gateState(gate, [read(8, 4), read(1, 5)], built)).toMatchObject({ passed: true, heldDays: 7, holdsNow: true, heldSince: day(1) });
});

test("one reading above the limit begins the time anew", () => {
  expect(gateState(gate, [read(1, 4), read(5, 6), read(6, 4), read(9, 4)], built)).toMatchObject({ passed: false, heldDays: 3 });
});

test("a reading that is not known breaks the hold and says neither yes nor no", () => {
  expect(gateState(gate, [read(1, 4), read(9, null)], built)).toMatchObject({ passed: false, holdsNow: null, heldDays: 0 });
});

test("without new evidence no time passes", () => {
  expect(gateState(gate, [read(1, 4)], built)).toMatchObject({ passed: false, holdsNow: true, heldDays: 0 });
});

test("what was low before it was built is no merit of it", () => {
  expect(gateState(gate, [read(1, 4), read(8, 4), read(9, 4)], day(8))).toMatchObject({ heldDays: 1, passed: false });
});

test("before the first reading nothing is known", () => {
  expect(gateState(gate, [], built)).toEqual({ latest: null, holdsNow: null, heldSince: null, heldDays: 0, passed: false });
});

test("an agreement has to be at least its limit: 95 % for four weeks", () => {
  const asked = { measure: "agreement", limit: 0.95, holdDays: 28 } as const;
  const weekly = (shares: number[]) => shares.map((value, week) => ({ measuredAt: day(1 + 7 * week), value, limit: 0.95 }));
  expect(gateState(asked, weekly([0.96, 0.95, 0.97, 0.99, 0.96]), built)).toMatchObject({ passed: true, heldDays: 28 });
  expect(gateState(asked, weekly([0.96, 0.94, 0.97, 0.99, 0.96]), built)).toMatchObject({ passed: false, heldDays: 14, holdsNow: true });
  expect(measuredFor({ measure: "agreement", workflow: "returns" }, [], 0.96)).toBe(0.96);
});

test("readings for another limit, agreed before, do not count for the present one", () => {
  expect(gateState({ ...gate, limit: 4.5 }, [read(1, 4), read(9, 4)], built)).toMatchObject({ latest: null, passed: false });
});

test("a gate reads hours, or the share of events whose actor is not known; a workflow that is gone is not known", () => {
  const rows = [{ workflow: "returns", hoursPerWeek: { point: 9 }, unknown: { of: 5, n: 20 } }];
  expect(measuredFor({ measure: "hours", workflow: "returns" }, rows, null)).toBe(9);
  expect(measuredFor({ measure: "unknown", workflow: "returns" }, rows, null)).toBe(0.25);
  expect(measuredFor({ measure: "hours", workflow: "other" }, rows, null)).toBeNull();
});
