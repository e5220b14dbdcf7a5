import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { dayOf } from "../../calendar.ts";
import { memoryJournal } from "../../journal.ts";
import { openSandbox } from "../../open-sandbox.ts";
import { shopSettings } from "../../shop/settings.ts";
import { shiftOn } from "../../shop/staff.ts";
import { simulateWithTruth } from "../../truth/simulate-with-truth.ts";
import { createWorld } from "../../world.ts";
import { presetFor, serviceFor } from "./policy.ts";
import type { World } from "../../world.ts";

const app = { kind: "app", id: 9_900_004, title: "Slipstream" } as const;
const fingerprint = ({ departments }: Pick<World, "departments">): string =>
  createHash("sha256").update(JSON.stringify(departments.shipping.state.parcels)).digest("hex");

test("the same seed gives the same parcels to the byte, however the time is cut; another seed gives others", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "ship", days: 8, ordersPerDay: 150 });
  const whole = createWorld(settings);
  whole.advance(settings.untilMs);
  const stepped = createWorld(settings);
  for (let atMs = whole.shop.state.startMs; atMs < settings.untilMs; atMs += 1_234_567) stepped.advance(atMs);
  stepped.advance(settings.untilMs);
  expect(fingerprint(stepped)).toBe(fingerprint(whole));
  const other = shopSettings({ seed: "ship 2", days: 8, ordersPerDay: 150 });
  const another = createWorld(other);
  another.advance(other.untilMs);
  expect(fingerprint(another)).not.toBe(fingerprint(whole));
});

test(
  "every packer's label alone, every batch and every void ends one touch, inside the own shift, one at a time",
  { timeout: 60_000 },
  () => {
    const settings = shopSettings({ seed: "ship touches", days: 21, ordersPerDay: 300 });
    const truth = simulateWithTruth(settings);
    truth.advance(settings.untilMs);
    const { labels, packers } = truth.departments.shipping.state;
    const touches = truth.departmentTouches.filter(({ department }) => department === "shipping");
    const ended = (activity: string): string[] =>
      touches
        .filter((touch) => touch.activity === activity && touch.eventId !== null)
        .map(({ eventId, endMs, staffId }) => `${eventId} ${endMs} ${activity === "void label" ? "" : staffId}`);
    const alone = labels.filter(({ by, batch }) => by.kind === "packer" && batch === null);
    const firstOfBatch = labels.filter(({ batch }, index) => batch !== null && labels.findIndex((one) => one.batch === batch) === index);
    const voided = labels.filter(({ voidedMs }) => voidedMs !== null);
    expect(ended("choose service")).toEqual(alone.map(({ id, atMs, by }) => `${id} ${atMs} ${by.id}`));
    expect(ended("print batch")).toEqual(firstOfBatch.map(({ id, atMs, by }) => `${id} ${atMs} ${by.id}`));
    expect(new Set(ended("void label"))).toEqual(new Set(voided.map(({ id, voidedMs }) => `${id} ${voidedMs} `)));
    expect(alone.length).toBeGreaterThan(500);
    expect(firstOfBatch.length).toBeGreaterThan(20);
    expect(voided.length).toBeGreaterThan(10);
    for (const person of packers) {
      const own = touches.filter(({ staffId }) => staffId === person.id);
      expect(own.length).toBeGreaterThan(50);
      for (const [index, { startMs, endMs }] of own.entries()) {
        expect(startMs).toBeGreaterThanOrEqual(own[index - 1]?.endMs ?? 0);
        const spans = shiftOn(settings, person, dayOf(person.hours.zone, endMs));
        expect(spans.some((span) => span.startMs <= startMs && endMs <= span.endMs)).toBe(true);
      }
    }
  },
);

test("packers follow the policy but for errors and a favourite; programs and batches leave the preset", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "ship policy", days: 14, ordersPerDay: 300, profile: "strict" });
  const world = createWorld(settings);
  world.advance(settings.untilMs);
  const { parcels } = world.departments.shipping.state;
  const first = parcels.flatMap((parcel) => (parcel.labels[0] ? [{ parcel, label: parcel.labels[0] }] : []));
  const chosen = first.filter(({ label }) => label.by.kind === "packer" && label.batch === null);
  const right = chosen.filter(({ parcel, label }) => label.service === serviceFor(parcel)).length;
  expect(right / chosen.length).toBeGreaterThan(0.9);
  expect(right / chosen.length).toBeLessThan(1);
  const others = first.filter(({ label }) => label.by.kind === "app" || label.batch !== null);
  expect(others.length).toBeGreaterThan(chosen.length / 2);
  expect(others.every(({ parcel, label }) => label.service === presetFor(parcel))).toBe(true);
  const labelled = parcels.filter(({ labels }) => labels.some(({ voidedMs }) => voidedMs === null)).length;
  expect(labelled / parcels.length).toBeGreaterThan(0.8);
});

test("what an app has chosen is printed as chosen, what it holds stays, and a restart repeats all of it", { timeout: 60_000 }, () => {
  const settings = shopSettings({ seed: "ship app", days: 4, ordersPerDay: 150 });
  const journal = memoryJournal();
  const first = openSandbox(settings, journal);
  const { shipping } = first.departments;
  const open = shipping.state.parcels.filter(({ status }) => status === "awaiting_shipment");
  expect(open.length).toBeGreaterThan(20);
  const [held, ...chosen] = open;
  for (const { id, weightOunces, valueMinor, isExpressPaid } of chosen) {
    const facts = { weightOunces, valueMinor, isExpressPaid };
    const action = { kind: "save order", parcelId: id, service: "usps_priority_mail", ...facts } as const;
    expect(shipping.act(action, app)).toMatchObject({ ok: true, changed: true });
  }
  const hold = { kind: "hold", parcelId: held?.id ?? 0, until: "2026-12-01" } as const;
  expect(shipping.act(hold, app)).toMatchObject({ ok: true });
  expect(shipping.act({ ...hold, parcelId: 1 }, app)).toEqual({ ok: false, refusal: "not found" });
  first.advance(shipping.state.nowMs + 3 * 86_400_000);
  const labelled = chosen.filter(({ labels }) => labels.length > 0);
  expect(labelled.length).toBeGreaterThan(chosen.length / 2);
  expect(new Set(labelled.map(({ labels }) => labels[0]?.service))).toEqual(new Set(["usps_priority_mail"]));
  expect(held).toMatchObject({ status: "on_hold", labels: [] });
  expect(first.departmentLedger()).toHaveLength(open.length);
  const again = openSandbox(settings, journal);
  again.advance(shipping.state.nowMs);
  expect(fingerprint(again)).toBe(fingerprint(first));
});

test("light goes by post, precious is left open, paid express flies, far and not heavy goes by priority mail", () => {
  const parcel = { weightOunces: 30, zone: 3, valueMinor: 5000, isExpressPaid: false };
  expect(presetFor({ ...parcel, weightOunces: 16 })).toBe("usps_ground_advantage");
  expect(presetFor({ ...parcel, weightOunces: 81 })).toBe("fedex_ground");
  expect(presetFor({ ...parcel, valueMinor: 40_000 })).toBeNull();
  expect(serviceFor(parcel)).toBe("ups_ground");
  expect(serviceFor({ ...parcel, valueMinor: 40_000, isExpressPaid: true })).toBe("fedex_2day");
  expect(serviceFor({ ...parcel, isExpressPaid: true })).toBe("ups_2nd_day_air");
  expect(serviceFor({ ...parcel, zone: 7 })).toBe("usps_priority_mail");
  expect(serviceFor({ ...parcel, zone: 8, weightOunces: 100 })).toBe("fedex_ground");
});
