import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";
import { carrierSelection } from "#server/playbooks/carrier-selection/playbook.ts";
import type { ServiceCode } from "#server/sandbox/departments/shipping/services.ts";
import { findParcel } from "#server/sandbox/departments/shipping/state.ts";
import { openPlaybookWorld, SOMEBODY, type PlaybookWorld } from "./playbook-world.ts";

const whereSet = (situation: string) => (words: string) => ({
  situation: { test: "is" as const, values: [situation] },
  serviceSet: { test: "is" as const, values: [words] },
});
const voidedWith = whereSet("label voided");
const asPreset = whereSet("imported");

/**
 * Of a parcel whose label was voided, the service decides: what nobody would write down, and what a test can bring about. Heavy ones travel as
 * preset, which changes nothing.
 */
const TABLE: RuleTable = {
  columns: ["situation", "serviceSet"],
  rows: [
    { id: "light", when: voidedWith("USPS ground advantage"), outcome: shipBy("ups_ground"), reason: "For the test." },
    { id: "middle", when: voidedWith("UPS ground"), outcome: shipBy("ups_2nd_day_air"), reason: "For the test." },
    { id: "heavy", when: asPreset("FedEx ground"), outcome: shipBy("fedex_ground"), reason: "For the test." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};
const CHOSEN = { usps_ground_advantage: "ups_ground", ups_ground: "ups_2nd_day_air" } as const;
type Preset = keyof typeof CHOSEN;

const PROGRAM_IS_THROUGH_MS = 2 * 60 * 60_000;

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 240_000 });

let packing: PlaybookWorld;
const used = new Set<number>();

// In the dead of night, so that no packer interferes: what came in since the evening waits.
beforeAll(async () => {
  packing = await openPlaybookWorld({
    playbook: carrierSelection,
    table: TABLE,
    sandbox: { days: 3, ordersPerDay: 900, seed: "packing-night" },
    syncs: ["shipments"],
    syncsAtFirst: ["services"],
  });
}, 300_000);
afterAll(() => packing.close());
afterEach(() => packing.world.sandbox.faults.clear());

const tables = () => packing.world.sandbox.departments.shipping;
const parcelOf = (id: number) => findParcel(tables().state, id)!;

/** Somebody prints labels of waiting parcels and voids them again: each then waits for another choice. */
function spoil(preset: Preset, count: number): number[] {
  const nowMs = tables().state.nowMs;
  const found = tables()
    .state.parcels.filter(({ id, status, service, importedMs }) => {
      const isFree = status === "awaiting_shipment" && importedMs < nowMs - PROGRAM_IS_THROUGH_MS;
      return isFree && service === preset && !used.has(id);
    })
    .slice(0, count)
    .map(({ id }) => id);
  if (found.length < count) throw new Error(`only ${found.length} parcels are left to spoil`);
  for (const id of found) {
    used.add(id);
    tables().act({ kind: "buy label", parcelId: id, service: preset }, SOMEBODY);
  }
  packing.advance(2_000);
  for (const id of found) tables().act({ kind: "void label", labelId: parcelOf(id).labels.at(-1)?.id ?? 0 }, SOMEBODY);
  packing.advance(2_000);
  return found;
}

/** Somebody corrects what an order is worth. */
function edit(parcelId: number): void {
  packing.advance(1_000);
  const { service, weightOunces, valueMinor, isExpressPaid } = parcelOf(parcelId);
  tables().act({ kind: "save order", parcelId, service, weightOunces, valueMinor: valueMinor + 100, isExpressPaid }, SOMEBODY);
  packing.advance(1_000);
}

const caseOf = (parcelId: number): string => `shipment:${parcelId}`;
const effectsOf = (parcelId: number) => packing.own(caseOf(parcelId));
/** What the vendor took from us for a parcel, in order of time. */
const ledger = (parcelId: number): unknown[] =>
  packing
    .taken()
    .filter(({ action }) => Object(action).parcelId === parcelId)
    .map(({ action }) => [Object(action).kind, Object(action).service]);

/** All that a change of ours could have altered, or blanked by accident. */
const stateOf = (parcelId: number) => {
  const { service, weightOunces, valueMinor, isExpressPaid, status, tagIds } = parcelOf(parcelId);
  return { service, weightOunces, valueMinor, isExpressPaid, status, tagIds };
};

describe("what is decided on a shipment is done at the packing tables", () => {
  test("outcomes name the services of the account's carriers, in people's words", async () => {
    const playbook = (await packing.owner.call((api) => api.automations.playbooks({}))).find(({ name }) => name === "carrier-selection");
    expect(playbook?.outcomes.map(({ name, title }) => [name, title])).toEqual([
      ["ship by FedEx 2day", "Ship by FedEx 2Day"],
      ["ship by FedEx ground", "Ship by FedEx Ground"],
      ["ship by UPS 2nd day air", "Ship by UPS 2nd Day Air"],
      ["ship by UPS ground", "Ship by UPS Ground"],
      ["ship by USPS ground advantage", "Ship by USPS Ground Advantage"],
      ["ship by USPS priority mail", "Ship by USPS Priority Mail"],
    ]);
  });

  test("in draft, back-test and shadow no call that writes arrives at the door", async () => {
    const spoilt = [...spoil("usps_ground_advantage", 2), ...spoil("ups_ground", 2)];
    expect(await packing.brokenSilence(spoilt.map(caseOf))).toEqual([]);
  });

  test("each decision says what it costs beyond the cheapest in time, by the account's own labels", async () => {
    const { rows } = await packing.owner.call((api) =>
      api.automations.decisions({ automationId: packing.automationId, filter: "unanswered", page: 0 }),
    );
    const found = await Promise.all(rows.map(({ id }) => packing.owner.call((api) => api.automations.decision({ decisionId: id }))));
    const known = found.filter(({ decision }) => decision.regret !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const { decision } of known) {
      expect(decision.outcome).toBe(shipBy("fedex_ground")); // Of the others there are too few labels to know what they would have cost.
      expect(decision.regret!.minor / 100).toBe(decision.facts["saves"]?.value);
      expect(decision.regret?.best).toBe(`ship by ${String(decision.facts["cheapest"]?.value)}`);
    }
  });

  test("approved it is done, rejected it is not, and nothing else of the order is touched", async () => {
    await packing.put("approve");
    const [approved = 0, rejected = 0] = spoil("ups_ground", 2);
    const before = [stateOf(approved), stateOf(rejected)];
    await packing.decide();
    const { rows } = await packing.owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([caseOf(approved), caseOf(rejected)].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === caseOf(id))?.effectId ?? "";
    await packing.owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await packing.owner.call((api) => api.automations.approve({ effectIds: [effectOf(approved)] }));
    expect(await packing.isHeard(() => packing.done(jobRunId))).toBe(true);
    expect(stateOf(approved)).toEqual({ ...before[0], service: "ups_2nd_day_air" });
    expect(stateOf(rejected)).toEqual(before[1]);
    expect([ledger(approved), ledger(rejected)]).toEqual([[["save order", "ups_2nd_day_air"]], []]);
    expect(parcelOf(approved).labels.filter(({ voidedMs }) => voidedMs === null)).toEqual([]);
  });

  test("what somebody changed meanwhile is refused and decided anew; what got a label meanwhile is left alone", async () => {
    await packing.put("auto");
    const [edited = 0, printed = 0] = spoil("ups_ground", 2);
    await packing.decide();
    edit(edited);
    tables().act({ kind: "buy label", parcelId: printed, service: "ups_ground" }, SOMEBODY);
    await packing.run();
    expect(await effectsOf(edited)).toMatchObject([{ state: "refused", problem: "The shipment was changed after this was decided." }]);
    expect(await effectsOf(printed)).toMatchObject([{ state: "refused", problem: "A label was printed meanwhile." }]);
    expect([ledger(edited), ledger(printed)]).toEqual([[], []]);
    packing.advance(1_000);
    await packing.decide();
    await packing.run();
    expect(stateOf(edited).service).toBe("ups_2nd_day_air");
    expect(ledger(printed)).toEqual([]);
  });

  test("records that come twice decide nothing twice, and two workers do nothing twice", async () => {
    const [twice = 0] = spoil("usps_ground_advantage", 1);
    await packing.decide();
    await packing.decide();
    await packing.decideAgain();
    expect(await packing.decisionsOn(caseOf(twice))).toBe(1);
    await Promise.all([packing.run(), packing.run()]);
    await packing.run();
    expect(ledger(twice)).toEqual([["save order", "ups_ground"]]);
  });

  test.each([
    ["an answer that is lost", { kind: "cut after success", times: 2 }],
    ["a limit", { kind: "http 429", times: 2, retryAfter: "1" }],
    ["an outage", { kind: "http 5xx", times: 3, status: 503 }],
  ] as const)(
    "%s loses no change and doubles none: the shipment is read before it is tried again",
    async (_what, fault) => {
      const all = [...spoil("usps_ground_advantage", 1), ...spoil("ups_ground", 1)];
      const wanted = all.map((id) => CHOSEN[presetOf(id)]);
      await packing.decide();
      packing.world.sandbox.faults.set(fault);
      await packing.settle(4);
      expect(packing.world.sandbox.faults.report().pending).toEqual([]);
      for (const [at, id] of all.entries()) {
        expect(await effectsOf(id)).toMatchObject([{ state: "done" }]);
        expect(ledger(id)).toEqual([["save order", wanted[at]]]);
      }
    },
    120_000,
  );
});

function presetOf(parcelId: number): Preset {
  const { service } = parcelOf(parcelId);
  if (service !== "usps_ground_advantage" && service !== "ups_ground") throw new Error(`the parcel travels by ${String(service)}`);
  return service;
}

describe("what was done on shipments is taken back", () => {
  test("a whole version, but for the shipments that were edited since, which are listed", async () => {
    await packing.put("auto");
    const since = new Date(packing.house.clock.now.getTime() + 1);
    const all = [...spoil("usps_ground_advantage", 2), ...spoil("ups_ground", 2)];
    const before = new Map(all.map((id) => [id, stateOf(id)]));
    await packing.decide();
    packing.house.clock.advance(1_000);
    await packing.run();
    const chosen = all.map((id): ServiceCode | null => stateOf(id).service);
    expect(chosen).toEqual(["ups_ground", "ups_ground", "ups_2nd_day_air", "ups_2nd_day_air"]);
    const [edited = 0] = all;
    edit(edited);
    const asEdited = stateOf(edited);
    expect(await packing.undoVersion(since)).toMatchObject({ undone: { length: 3 }, conflicts: { length: 1 } });
    for (const id of all) expect(stateOf(id)).toEqual(id === edited ? asEdited : before.get(id));
  });
});
