import { expect, test } from "vitest";
import { effects, fingerprintNow } from "./effects.ts";

const open = {
  id: "210000001",
  updatedAt: "2026-11-02T04:00:00.000Z",
  state: "awaiting_shipment",
  requestedService: "Standard",
  shipBy: null,
  carrier: null,
  service: null,
  weightGrams: 900,
  longestSideCm: null,
  valueMinor: 45_000,
  region: "TX",
  country: "US",
  warehouseId: "71001",
  labels: [],
};
const label = { service: "ups_ground", voidedAt: null, isReturn: false };
const subject = { type: "shipment", id: open.id };
const input = { carrier: "fedex_walleted", service: "fedex_2day" };
const kind = effects["choose service"]!;
const prepare = (seen: object, given: { input?: object; decided?: string | null } = {}) =>
  kind.prepare({
    subject,
    input: { ...input, ...given.input },
    seen,
    decided: given.decided ?? null,
    key: "slipstream-1",
    left: null,
    inDoubt: false,
  });

test("a shipment that was left open is left open again when the choice is taken back", () => {
  const step = prepare(open, { decided: fingerprintNow(open) });
  expect(step).toEqual({
    step: "act",
    call: { action: "choose-service", input: { shipmentId: open.id, ...input, packageType: null, expectedUpdatedAt: open.updatedAt } },
    inverse: { kind: "choose service", subject, input: { carrier: null, service: null, was: input } },
  });
  const chosen = { ...open, ...input };
  expect(prepare(chosen, { input: { carrier: null, service: null }, decided: fingerprintNow(chosen) })).toMatchObject({
    step: "act",
    call: { input: { carrier: null, service: null } },
  });
});

test("what stands as wanted is done already, also under a label; another label is a reason to leave it alone", () => {
  expect(prepare({ ...open, ...input, labels: [label] })).toEqual({ step: "already done" });
  expect(prepare({ ...open, labels: [label] })).toEqual({ step: "refuse", why: "A label was printed meanwhile." });
  expect(prepare({ ...open, labels: [{ ...label, voidedAt: "2026-11-02T05:00:00.000Z" }] }).step).toBe("act");
  expect(prepare({ ...open, labels: [{ ...label, isReturn: true }] }).step).toBe("act");
});

test("what is over, or was changed since, is refused in words; tags and whom it is assigned to may change", () => {
  expect(prepare({ ...open, state: "cancelled" })).toEqual({ step: "refuse", why: "The shipment is cancelled." });
  const decided = fingerprintNow(open);
  expect(prepare({ ...open, weightGrams: 950 }, { decided })).toMatchObject({ step: "refuse" });
  expect(prepare({ ...open, tagIds: ["1101"], assigneeId: "u" }, { decided }).step).toBe("act");
});
