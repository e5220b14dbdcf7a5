import { expect, test } from "vitest";
import { gateState, measuredFor } from "./gate-history.ts";

const gate = { limit: 5, holdDays: 7 };
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

test("a gate reads hours, or the share of events whose actor is not known; a workflow that is gone is not known", () => {
  const rows = [{ workflow: "returns", hoursPerWeek: { point: 9 }, unknown: { of: 5, n: 20 } }];
  expect(measuredFor({ measure: "hours", workflow: "returns" }, rows)).toBe(9);
  expect(measuredFor({ measure: "unknown", workflow: "returns" }, rows)).toBe(0.25);
  expect(measuredFor({ measure: "hours", workflow: "other" }, rows)).toBeNull();
});
