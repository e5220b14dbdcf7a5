import { expect, test } from "vitest";
import { dayOf, minutesOfDay, weekdayOf } from "../calendar.ts";
import { SHOP, shopSettings } from "../shop/settings.ts";
import { shiftOn } from "../shop/staff.ts";
import { runWorkflowWithTruth } from "../truth/run-workflow-with-truth.ts";
import { WORKFLOWS } from "./index.ts";
import { runWorkflow } from "./run-workflow.ts";
import { RETURNS } from "./returns.ts";

const settings = shopSettings({ seed: "workflows", days: 28 });
const byId = WORKFLOWS.map((workflow) => ({ id: workflow.id, workflow }));

test.each(byId)("$id: the same settings give the same events, another seed others", ({ workflow }) => {
  const events = runWorkflow(settings, workflow);
  expect(runWorkflow(settings, workflow)).toEqual(events);
  expect(runWorkflow(shopSettings({ seed: "others", days: 28 }), workflow)).not.toEqual(events);
});

test.each(byId)(
  "$id: as many cases begin a day as the setting says, within an eighth, and twice the orders bring twice the cases",
  ({ workflow }) => {
    const casesADay = (ordersPerDay: number): number =>
      new Set(runWorkflow(shopSettings({ seed: "volume", days: 28, ordersPerDay }), workflow).map(({ caseId }) => caseId)).size / 28;
    expect(casesADay(500) / workflow.casesPerDay).toBeGreaterThan(0.875);
    expect(casesADay(500) / workflow.casesPerDay).toBeLessThan(1.125);
    expect(casesADay(1000) / casesADay(500)).toBeGreaterThan(1.75);
  },
);

test.each(byId)("$id: each person does one thing at a time, inside the own shift", ({ workflow }) => {
  const { touches } = runWorkflowWithTruth(settings, workflow);
  for (const member of workflow.team) {
    const own = touches.filter(({ staffId }) => staffId === member.id);
    expect(own.length).toBeGreaterThan(5);
    for (const [index, { startMs, endMs }] of own.entries()) {
      expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
      expect(
        shiftOn(settings, member, dayOf(member.hours.zone, endMs)).some((span) => span.startMs <= startMs && endMs <= span.endMs),
      ).toBe(true);
    }
  }
});

test.each(byId)("$id: every person's event has one touch, and the minutes sum", ({ workflow }) => {
  const { events, touches } = runWorkflowWithTruth(settings, workflow);
  expect(touches.map(({ eventId }) => eventId)).toEqual(
    events.filter(({ actorKind }) => actorKind === "person").map(({ eventId }) => eventId),
  );
  expect(touches.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
});

test("a window that ends in the middle of a day holds that day's cases too, and nothing after its end", () => {
  const untilMs = Date.UTC(2026, 10, 3, 20);
  const events = runWorkflow(shopSettings({ seed: "noon", days: 3, untilMs }), RETURNS);
  expect(events.some(({ activity, endMs }) => activity === "request return" && endMs > untilMs - 8 * 3_600_000)).toBe(true);
  expect(Math.max(...events.map(({ endMs }) => endMs))).toBeLessThanOrEqual(untilMs);
});

test("partners act on weekdays between eight and six", () => {
  const events = WORKFLOWS.flatMap((workflow) => runWorkflow(settings, workflow)).filter(({ actorKind }) => actorKind === "supplier");
  expect(events.length).toBeGreaterThan(500);
  for (const { endMs } of events) {
    expect([0, 6]).not.toContain(weekdayOf(dayOf(SHOP.zone, endMs)));
    expect(minutesOfDay(SHOP.zone, endMs)).toBeGreaterThanOrEqual(8 * 60);
    expect(minutesOfDay(SHOP.zone, endMs)).toBeLessThan(18 * 60);
  }
});
