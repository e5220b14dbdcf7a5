import { expect, test } from "vitest";
import type { FirstSight, Shipment, ShippingLabel } from "../records/shipment.js";
import { batchEvent, importEvent, labelEvent, voidEvent, type OwnChoice } from "./to-ops-events.js";
import { OrderRow, toShipment, withLabel } from "./to-shipment.js";

const DANA = "5c1f0000-7d2e-4b66-9a10-000000000001";
const STATION = "5c1f0000-7d2e-4b66-9a10-000000000002";
const accounts = {
  people: new Map([
    [DANA, "Dana Fox"],
    [STATION, "Print station"],
  ]),
  programs: new Set([STATION]),
  ownLabels: new Set(["900"]),
  ownVoids: new Set(["901"]),
  ownChoices: new Map<string, OwnChoice>(),
};

const AT_ONCE: FirstSight = { carrier: "ups", service: "ups_ground", secondsAfterImport: 20 };

function aShipment(atFirstSight: FirstSight | null): Shipment {
  const row = OrderRow.parse({
    orderId: 7,
    orderNumber: "#1001",
    createDate: "2026-11-03T08:00:00.0000000",
    modifyDate: "2026-11-03T08:00:20.0000000",
    orderStatus: "awaiting_shipment",
    requestedShippingService: "Express",
    orderTotal: 84.5,
    weight: { value: 2, units: "pounds" },
    shipTo: { state: "WA", country: "US" },
  });
  return { ...toShipment(row, { stored: undefined, isBackfill: false }), atFirstSight };
}

const aLabel = (more: Partial<ShippingLabel> = {}): ShippingLabel => ({
  id: "500",
  carrier: "ups",
  service: "ups_ground",
  packageType: "package",
  costMinor: 905,
  createdAt: "2026-11-03T18:00:00.000Z",
  voidedAt: null,
  isReturn: false,
  batch: null,
  userId: DANA,
  ...more,
});

const told = (first: FirstSight | null, label: ShippingLabel, earlier: ShippingLabel[] = []) =>
  labelEvent(earlier.reduce(withLabel, withLabel(aShipment(first), label)), label, accounts);
const detail = (event: { details?: { name: string; value: string }[] | undefined }, name: string) =>
  event.details?.find((one) => one.name === name)?.value;

// The table of what is seen and what it proves: snapshot at the import against the label, and whose account is on it.
test.each([
  ["as preset, by a person", AT_ONCE, {}, "keep service", "person", "high"],
  ["another than preset, by a person", AT_ONCE, { service: "ups_2nd_day_air" }, "change service", "person", "high"],
  ["none was preset: the rate browser may have chosen", { ...AT_ONCE, service: null }, {}, "change service", "person", "medium"],
  ["seen late: somebody may have been there before", { ...AT_ONCE, secondsAfterImport: 4000 }, {}, "keep service", "person", "medium"],
  ["never seen before its label", null, {}, "print label", "person", "none"],
  ["nobody is named on it: it came by a key", AT_ONCE, { userId: null, service: "fedex" }, "print label", "app", "none"],
  ["the owner of a key", AT_ONCE, { userId: STATION, service: "fedex" }, "print label", "app", "none"],
  ["one that we bought", AT_ONCE, { id: "900" }, "print label", "app", "none"],
  ["an account that is not listed", AT_ONCE, { userId: "gone", service: "fedex" }, "print label", "unknown", "none"],
  ["a return", AT_ONCE, { isReturn: true, service: "fedex" }, "print return label", "person", "none"],
  ["of a batch, as preset", AT_ONCE, { batch: "77" }, "print label", "system", "high"],
  ["of a batch, changed before by somebody", AT_ONCE, { batch: "77", service: "fedex" }, "change service", "person", "high"],
] as const)("a label, %s", (_case, first, label, activity, actorKind, evidence) => {
  const event = told(first, aLabel(label));
  expect(event).toMatchObject({ id: `label:${aLabel(label).id}`, caseType: "shipment", caseId: "7", activity, actorKind });
  expect(detail(event, "evidence of the choice")).toBe(evidence);
});

test("who made a label is named with grade B; what was changed before a batch names nobody, grade C", () => {
  expect(told(AT_ONCE, aLabel())).toMatchObject({ actorId: DANA, actorName: "Dana Fox", grade: "B" });
  const changed = told(AT_ONCE, aLabel({ batch: "77", service: "fedex" }));
  expect(changed).toMatchObject({ actorId: null, actorName: null, grade: "C" });
  expect(told(AT_ONCE, aLabel({ userId: "gone" }))).toMatchObject({ actorName: null, grade: "C" });
});

test("a label after a void is compared with the label before it, not with the import", () => {
  const wrong = aLabel({ id: "499", service: "fedex", createdAt: "2026-11-03T17:00:00.000Z", voidedAt: "2026-11-03T17:30:00.000Z" });
  const again = told(AT_ONCE, aLabel({ service: "fedex" }), [wrong]);
  expect(again).toMatchObject({ activity: "keep service" });
  const back = told(AT_ONCE, aLabel(), [wrong]);
  expect(back).toMatchObject({ activity: "change service" });
  expect(detail(back, "service before")).toBe("fedex");
  // A label made later changes nothing of what the first one said.
  expect(told(AT_ONCE, wrong, [aLabel()])).toMatchObject({ activity: "change service" });
  expect(detail(told(AT_ONCE, wrong, [aLabel()]), "service before")).toBe("ups_ground");
});

test("a service that we chose is nobody's change: a label is compared with it from then on, until the next label", () => {
  const chosenAt = (time: string) => ({ ...accounts, ownChoices: new Map([["7", { service: "fedex", afterMs: Date.parse(time) }]]) });
  const labelled = (label: ShippingLabel, ...earlier: ShippingLabel[]) => [...earlier, label].reduce(withLabel, aShipment(AT_ONCE));
  const ours = aLabel({ service: "fedex" });
  const before = chosenAt("2026-11-03T17:00:00.000Z");
  expect(labelEvent(labelled(ours), ours, before)).toMatchObject({ activity: "keep service", actorKind: "person" });
  const inBatch = { ...ours, batch: "77" };
  expect(labelEvent(labelled(inBatch), inBatch, before)).toMatchObject({ activity: "print label", actorKind: "system" });
  expect(labelEvent(labelled(aLabel()), aLabel(), before)).toMatchObject({ activity: "change service" });
  // Chosen after a label that was voided, and chosen after this very label.
  const voided = aLabel({ id: "499", createdAt: "2026-11-03T16:30:00.000Z", voidedAt: "2026-11-03T16:40:00.000Z" });
  expect(labelEvent(labelled(ours, voided), ours, before)).toMatchObject({ activity: "keep service" });
  expect(labelEvent(labelled(ours), ours, chosenAt("2026-11-03T19:00:00.000Z"))).toMatchObject({ activity: "change service" });
});

test("a service that many orders got in one second is nobody's choice", () => {
  const shipment = { ...aShipment(AT_ONCE), setInBulk: "fedex" };
  const event = labelEvent(withLabel(shipment, aLabel({ service: "fedex" })), aLabel({ service: "fedex" }), accounts);
  expect(event).toMatchObject({ activity: "print label", actorKind: "person" });
  expect(labelEvent(shipment, aLabel({ service: "usps" }), accounts)).toMatchObject({ activity: "change service" });
});

test("a batch is one act of its person; one that a program ran is none", () => {
  expect(batchEvent(aShipment(AT_ONCE), aLabel({ batch: "77" }), accounts)).toMatchObject({
    id: "batch:77",
    activity: "print batch",
    actorKind: "person",
    actorName: "Dana Fox",
    grade: "B",
  });
  expect(batchEvent(aShipment(AT_ONCE), aLabel(), accounts)).toBeNull();
  expect(batchEvent(aShipment(AT_ONCE), aLabel({ batch: "77", userId: null }), accounts)).toBeNull();
});

test("who voided a label is told nowhere: some person where a person had made it, unknown where a program had, and us where it was us", () => {
  const voided = { voidedAt: "2026-11-03T19:00:00.000Z" };
  expect(voidEvent(aShipment(AT_ONCE), aLabel(), accounts)).toBeNull();
  expect(voidEvent(aShipment(AT_ONCE), aLabel(voided), accounts)).toMatchObject({
    id: "label:500:void",
    activity: "void label",
    actorKind: "person",
    actorId: null,
    actorName: null,
    grade: "C",
    endedAt: voided.voidedAt,
  });
  const batch = aLabel({ ...voided, batch: "77" });
  expect(voidEvent(aShipment(AT_ONCE), batch, accounts)).toMatchObject({ actorKind: "person", actorId: null, grade: "C" });
  for (const userId of [null, STATION, "nobody that is listed"])
    expect(voidEvent(aShipment(AT_ONCE), aLabel({ ...voided, userId }), accounts)).toMatchObject({ actorKind: "unknown", actorId: null });
  const ours = aLabel({ ...voided, id: "900" });
  expect(voidEvent(aShipment(AT_ONCE), ours, accounts)).toMatchObject({ actorKind: "unknown", actorId: null });
  expect(voidEvent(aShipment(AT_ONCE), aLabel({ ...voided, id: "901" }), accounts)).toMatchObject({ actorKind: "app", tool: "Slipstream" });
});

test("the import tells what rules chose and on what; nothing where the order was seen too late", () => {
  expect(importEvent(aShipment(null))).toBeNull();
  expect(importEvent(aShipment(AT_ONCE))).toMatchObject({
    id: "order:7:import",
    activity: "set service",
    actorKind: "rule",
    grade: "C",
    endedAt: "2026-11-03T16:00:00.000Z",
    details: [
      { name: "service", value: "ups_ground" },
      { name: "carrier", value: "ups" },
      { name: "requested service", value: "Express" },
      { name: "weight grams", value: "907" },
      { name: "value", value: "84.5" },
      { name: "region", value: "WA" },
      { name: "country", value: "US" },
    ],
  });
  expect(importEvent(aShipment({ ...AT_ONCE, service: null }))).toMatchObject({ activity: "leave service open" });
});
