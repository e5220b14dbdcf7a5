import { describe, expect, test } from "vitest";
import type { CaseHistory } from "#server/domain/automations/case-history.ts";
import { effects, fingerprintNow, plan } from "./effects.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";

const CASE = "gid://stockline/Difference/30001";
const level = {
  id: "4501:91000001",
  itemId: "gid://shopify/InventoryItem/4501",
  sku: "HP-LIN-02",
  locationId: "gid://shopify/Location/91000001",
  locationName: "Shop app",
  available: 113,
  safetyStock: 7,
  qualityControl: 0,
  unitCost: { amountMinor: 1_250, currency: "USD" },
};
const difference = {
  id: CASE,
  levelId: level.id,
  itemId: level.itemId,
  locationId: level.locationId,
  sku: level.sku,
  channel: "Shop app",
  state: "found",
  unitsApart: 7,
  direction: "above",
  ledgerQuantity: 113,
  channelQuantity: 120,
  countedQuantity: null,
  foundAt: "2026-11-02T04:00:00Z",
  settledAt: null,
  stoppedAt: null,
};

function historyOf(change: Partial<Record<keyof typeof difference, unknown>> = {}, linked: object[] = [level]): CaseHistory {
  return {
    caseId: `sku:${CASE}`,
    events: [],
    records: [{ model: "StockDifference", recordId: CASE, knownAtMs: 0, content: { ...difference, ...change } }],
    related: [],
    linked: linked.map((content) => ({ by: level.id, recordId: level.id, content })),
  };
}
const planOf = (outcome: string, history = historyOf(), situation = "found") =>
  plan({ outcome, history, facts: { situation: { value: situation, knownAtMs: 0 } } });

/** What an outcome's effect asks of a level, having been decided on it as it stands. */
function prepared(outcome: string, change: Partial<Record<keyof typeof difference, unknown>> = {}, situation = "found") {
  const found = planOf(outcome, historyOf({ state: situation, ...change }), situation)!;
  const effect = found.effects[0]!;
  return {
    found,
    effect,
    prepare: (seen: object, more: { inDoubt?: boolean } = {}) =>
      effects[effect.kind]!.prepare({
        ...effect,
        seen,
        decided: found.fingerprint,
        key: "slipstream-1",
        left: null,
        inDoubt: false,
        ...more,
      }),
  };
}
const callOf = (step: ReturnType<ReturnType<typeof prepared>["prepare"]>) => (step.step === "act" ? step.call : null);

describe("each outcome asks for one change of what is put aside", () => {
  test.each([
    [SET_TO_LEDGER, "above", "adjust-stock", { state: "safety_stock", changeBy: -7 }],
    [SET_TO_LEDGER, "below", "move-stock", { from: "safety_stock", to: "available", quantity: 7 }],
    [KEEP_CHANNEL, "above", "move-stock", { from: "safety_stock", to: "available", quantity: 7 }],
    [KEEP_CHANNEL, "below", "adjust-stock", { state: "safety_stock", changeBy: -7 }],
    [ASK_RECOUNT, "above", "move-stock", { from: "safety_stock", to: "quality_control", quantity: 7 }],
  ])("%s, where the channel is %s", (outcome, direction, action, input) => {
    const seen = { ...level, available: direction === "above" ? 113 : 106 };
    const counts = direction === "above" ? {} : { ledgerQuantity: 113, channelQuantity: 106 };
    const call = callOf(prepared(outcome, { direction, ...counts }).prepare(seen));
    expect(call).toMatchObject({
      action,
      input: { ...input, itemId: level.itemId, documentUri: CASE, key: "slipstream-1", expectedQuantity: 7 },
    });
  });

  test("all that is on sale is put aside when selling stops, however much was sold since the decision", () => {
    const call = callOf(prepared(STOP_SELLING).prepare({ ...level, available: 40 }));
    expect(call).toMatchObject({ action: "move-stock", input: { from: "available", quantity: null, expectedQuantity: null } });
  });

  test("where nothing is on sale there is nothing to stop", () => {
    expect(prepared(STOP_SELLING).prepare({ ...level, available: 0 })).toEqual({ step: "already done" });
  });

  test("what is put on sale never comes on top of what somebody raised meanwhile", () => {
    const { prepare } = prepared(KEEP_CHANNEL);
    expect(callOf(prepare({ ...level, available: 100 }))?.input).toMatchObject({ expectedQuantity: 7, expectedToQuantity: 100 });
    expect(prepare({ ...level, available: 114 })).toMatchObject({ step: "refuse", why: expect.stringContaining("raised") });
    expect(prepared(SET_TO_LEDGER).prepare({ ...level, available: 500 }).step).toBe("act");
  });

  test("after a recount the reason says so", () => {
    expect(callOf(prepared(SET_TO_LEDGER, {}, "recounted").prepare(level))?.input["reason"]).toBe("cycle_count_available");
    expect(callOf(prepared(SET_TO_LEDGER).prepare(level))?.input["reason"]).toBe("correction");
  });
});

describe("nothing is planned", () => {
  test.each([
    ["while the time line tells of another state than the record", historyOf({ state: "recount_asked" }), "found"],
    ["while our copy of the level does not show the units aside", historyOf({}, [{ ...level, safetyStock: 6 }]), "found"],
    ["where other units are put aside beside them", historyOf({}, [{ ...level, safetyStock: 9 }]), "found"],
    ["where our copy has no such level", historyOf({}, []), "found"],
    ["where two systems name a level alike", historyOf({}, [level, { ...level, locationName: "another" }]), "found"],
    ["where the level does not tell what is put aside", historyOf({}, [{ ...level, safetyStock: null }]), "found"],
  ])("%s", (_why, history, situation) => {
    expect(planOf(SET_TO_LEDGER, history, situation)).toBeNull();
  });

  test("a level of another system with the same name is not taken for it", () => {
    const found = planOf(SET_TO_LEDGER, historyOf({}, [{ ...level, itemId: "4501", safetyStock: 90 }, level]));
    expect(found?.fingerprint).toBe(fingerprintNow(level));
  });
});

test("at risk are the units at what they cost, and nothing known where that is not", () => {
  expect(planOf(SET_TO_LEDGER)).toMatchObject({ riskMinor: 8_750, currency: "USD" });
  expect(planOf(ASK_RECOUNT)).toMatchObject({ riskMinor: 0, currency: "USD" });
  expect(planOf(SET_TO_LEDGER, historyOf({}, [{ ...level, unitCost: null }]))).toMatchObject({ riskMinor: null, currency: null });
});

describe("looking again", () => {
  const { prepare } = prepared(SET_TO_LEDGER);

  test("sales meanwhile do not matter", () => {
    expect(prepare({ ...level, available: 12 }).step).toBe("act");
  });

  test("units that somebody decided on meanwhile are left alone", () => {
    expect(prepare({ ...level, safetyStock: 0 })).toEqual({
      step: "refuse",
      why: "The units put aside were decided on or changed after this was decided.",
    });
    expect(prepare({ ...level, safetyStock: 9 }).step).toBe("refuse");
    expect(prepare({ ...level, safetyStock: 0, qualityControl: 7 }).step).toBe("refuse");
  });

  test("in doubt about an earlier try they were taken off by us", () => {
    expect(prepare({ ...level, safetyStock: 0 }, { inDoubt: true })).toEqual({ step: "already done" });
    expect(prepare(level, { inDoubt: true }).step).toBe("act");
    expect(prepare({ ...level, safetyStock: 3 }, { inDoubt: true }).step).toBe("refuse");
  });

  test("another level than the one asked for is looked at again", () => {
    expect(prepare({ ...level, id: "4501:91000002" }).step).toBe("look again");
  });

  test("a level that does not tell any more what is aside is left alone", () => {
    expect(prepare({ ...level, safetyStock: null }).step).toBe("refuse");
  });
});

describe("taken back, the level stands as before", () => {
  const after = (outcome: string): object =>
    ({
      [SET_TO_LEDGER]: { ...level, safetyStock: 0 },
      [KEEP_CHANNEL]: { ...level, safetyStock: 0, available: 120 },
      [ASK_RECOUNT]: { ...level, safetyStock: 0, qualityControl: 7 },
      [STOP_SELLING]: { ...level, safetyStock: 120, available: 0 },
    })[outcome]!;

  function undo(outcome: string, seen: object) {
    const step = prepared(outcome).prepare(level);
    if (step.step !== "act" || step.inverse === null) throw new Error(`${outcome} cannot be taken back`);
    const { inverse } = step;
    return effects[inverse.kind]!.prepare({
      ...inverse,
      seen,
      decided: fingerprintNow(after(outcome)),
      key: "slipstream-2",
      left: null,
      inDoubt: false,
    });
  }

  test.each([
    [SET_TO_LEDGER, "adjust-stock", { state: "safety_stock", changeBy: 7, expectedQuantity: 0 }],
    [KEEP_CHANNEL, "move-stock", { from: "available", to: "safety_stock", quantity: 7, expectedQuantity: null, expectedToQuantity: null }],
    [ASK_RECOUNT, "move-stock", { from: "quality_control", to: "safety_stock", quantity: 7, expectedQuantity: 7 }],
    [STOP_SELLING, "move-stock", { from: "safety_stock", to: "available", quantity: 113, expectedQuantity: 120, expectedToQuantity: 0 }],
  ])("%s", (outcome, action, input) => {
    expect(undo(outcome, after(outcome))).toMatchObject({ step: "act", call: { action, input }, inverse: null });
  });

  test("but not where somebody changed what is aside since", () => {
    expect(undo(SET_TO_LEDGER, { ...level, safetyStock: 4 }).step).toBe("refuse");
    expect(undo(STOP_SELLING, { ...level, safetyStock: 0, available: 120 }).step).toBe("refuse");
  });
});
