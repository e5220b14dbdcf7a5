import { expect, test } from "vitest";
import { seededRandom } from "../effort/random.ts";
import { officeHours, shiftClock } from "../effort/work-calendar.ts";
import { classifiedLog, NOTHING_THOUGHT } from "../event-log/classified-log.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { drawItems } from "./draw-items.ts";

const MINUTE = 60_000;
const MONDAY_NINE = Date.UTC(2026, 0, 5, 9);

const touch = (number: number, minute: number, rest: Partial<OpsEvent> = {}): OpsEvent => ({
  eventId: `e${number}`,
  caseId: `case ${number}`,
  workflow: "returns",
  activity: "check",
  actor: "ana",
  actorKind: "person",
  startedAtMs: null,
  endedAtMs: MONDAY_NINE + minute * MINUTE,
  ...rest,
});

const draw = (events: readonly OpsEvent[], wanted: number, among: (event: number) => boolean = () => true) =>
  drawItems(
    classifiedLog(events, NOTHING_THOUGHT),
    { shifts: shiftClock(officeHours("UTC")), winsoriseMs: 240 * MINUTE },
    { workflow: "returns", activity: "check", among, wanted, random: seededRandom(7) },
  );

test("an item after a long gap is drawn with a larger chance; chances add up to the number drawn", () => {
  // Gaps of one account: unknown (taken as 240 minutes), 1, 1, 97. Nothing enabled any: 240. Sizes: sqrt(243 x (gap + 3)). The first
  // three ended in the first hour and may have been left open overnight: 0.15 of 240 more.
  const events = [touch(0, 0), touch(1, 1), touch(2, 2), touch(3, 99)];
  const sizes = [243, 4, 4, 100].map((gap, item) => Math.sqrt(243 * gap) + (item < 3 ? 36 : 0));
  const sum = sizes.reduce((total, size) => total + size, 0);
  // A fifth of the chance is that of the mean item: 0.25 of one in four.
  const drawn = draw(events, 1);
  expect(drawn).toHaveLength(1);
  const [{ eventId, chance } = { eventId: "", chance: 0 }] = drawn;
  expect(chance).toBeCloseTo((0.8 * sizes[Number(eventId.slice(1))]!) / sum + 0.2 * 0.25, 12);
});

test("of first steps and steps after another as many are drawn as there are, though nobody knows since when a first step waited", () => {
  // Sixty counts that nothing came before, and thirty after a report two minutes earlier: by size alone nine in ten drawn would be first steps.
  const first = Array.from({ length: 60 }, (_, at) => touch(at, 10 * at));
  const after = Array.from({ length: 30 }, (_, at) => [
    touch(100 + at, 10 * at + 5, { caseId: `second ${at}`, activity: "report", actor: null, actorKind: "app" }),
    touch(200 + at, 10 * at + 7, { caseId: `second ${at}`, actor: "ben" }),
  ]).flat();
  const drawn = draw([...first, ...after], 30);
  expect(drawn.filter(({ caseId }) => caseId.startsWith("case"))).toHaveLength(20);
  expect(drawn.filter(({ caseId }) => caseId.startsWith("second"))).toHaveLength(10);
});

test("only touches of the activity without a recorded start are drawn, and of those only the ones asked for", () => {
  const events = [
    touch(0, 0),
    touch(1, 10, { actorKind: "app" }),
    touch(2, 20, { startedAtMs: MONDAY_NINE }),
    touch(3, 30, { activity: "pack" }),
    touch(4, 40, { workflow: "orders" }),
    touch(5, 50),
  ];
  expect(new Set(draw(events, 30).map(({ eventId }) => eventId))).toEqual(new Set(["e0", "e5"]));
  expect(draw(events, 30, (event) => event > 0).map(({ eventId, chance }) => [eventId, chance])).toEqual([["e5", 1]]);
  expect(draw([touch(3, 30, { activity: "pack" })], 30)).toEqual([]);
});
