import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { JobContext } from "#server/context.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { shipBy } from "#server/playbooks/carrier-selection/outcomes.ts";
import { carrierSelection } from "#server/playbooks/carrier-selection/playbook.ts";
import type { ServiceCode } from "#server/sandbox/departments/shipping/services.ts";
import { findParcel } from "#server/sandbox/departments/shipping/state.ts";
import { SHIPSTATION_KEY } from "#server/sandbox/vendors/shipstation/account.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { UNBRAKED } from "./effects-world.ts";

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

/** Another app of the account; its changes are those of somebody else. */
const SOMEBODY = { kind: "app", id: 4711, title: "Checker" } as const;
const RETRIES_AFTER_MS = 20 * 60_000;
const PROGRAM_IS_THROUGH_MS = 2 * 60 * 60_000;

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 240_000 });

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let context: JobContext;
let nangoConnectionId: string;
let connectionId: string;
let automationId: string;
const used = new Set<number>();

// In the dead of night, so that no packer interferes: what came in since the evening waits.
beforeAll(async () => {
  world = await startSandboxNango({ days: 3, ordersPerDay: 900, seed: "packing-night" });
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Harbour tables");
  context = { ...house.services, workspaceId: owner.workspaceId, actor: { type: "system", name: "test" } };
  advance(1_000);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shipstation" }));
  nangoConnectionId = await world.enter(sessionToken, "shipstation", { username: SHIPSTATION_KEY.key, password: SHIPSTATION_KEY.secret });
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shipstation", nangoConnectionId })));
  await read(["services"]);
  await decide();
  ({ automationId } = await owner.call((api) => api.automations.create({ playbook: "carrier-selection" })));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table: TABLE, tests: [], note: "by the preset" }));
  await owner.call((api) => api.automations.saveSettings({ automationId, settings: { ...carrierSelection.settings, ...UNBRAKED } }));
}, 300_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});
afterEach(() => world.sandbox.faults.clear());

function advance(ms: number): void {
  world.sandbox.advance(world.sandbox.shop.state.nowMs + ms);
  house.clock.now = new Date(Math.max(world.sandbox.shop.state.nowMs, house.clock.now.getTime()));
}

const tables = () => world.sandbox.departments.shipping;
const parcelOf = (id: number) => findParcel(tables().state, id)!;

const put = (stage: Stage) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId: owner.workspaceId, automationId, lock: true });
    if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
  });

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
  advance(2_000);
  for (const id of found) tables().act({ kind: "void label", labelId: parcelOf(id).labels.at(-1)?.id ?? 0 }, SOMEBODY);
  advance(2_000);
  return found;
}

/** Somebody corrects what an order is worth. */
function edit(parcelId: number): void {
  advance(1_000);
  const { service, weightOunces, valueMinor, isExpressPaid } = parcelOf(parcelId);
  tables().act({ kind: "save order", parcelId, service, weightOunces, valueMinor: valueMinor + 100, isExpressPaid }, SOMEBODY);
  advance(1_000);
}

async function read(syncs: readonly string[] = ["shipments"]): Promise<void> {
  const { workspaceId } = owner;
  for (const sync of syncs) await world.harness.runSync("shipstation", sync, nangoConnectionId);
  await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
  const ingest = house.jobs.filter(({ name }) => name === "ingest-records").slice(0, 1);
  house.jobs.length = 0;
  await runJobs({ services: house.services, jobs: ingest });
}

/** Brings what is new at the packing tables to our copy and decides on it. What was decided is not carried out. */
async function decide(): Promise<void> {
  await read();
  await decideCases(context, { connectionId });
  house.jobs.length = 0;
}

type Row = { id: string; state: string; kind: string; problem: string | null };
const effectsOf = (parcelId: number, undoes = false): Promise<Row[]> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<Row>`select id, state, kind, problem from effect where case_id = ${`shipment:${parcelId}`}
      and (undoes is not null) = ${undoes} order by created_at, position`.execute(tx);
    return rows;
  });
const decisionsOf = (parcelId: number): Promise<number> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from decision where case_id = ${`shipment:${parcelId}`}
      and outcome <> ${NEEDS_PERSON}`.execute(tx);
    return rows[0]?.count ?? 0;
  });
/** What the vendor took from us for a parcel, in order of time. */
const ledger = (parcelId: number): unknown[] =>
  world.sandbox
    .departmentLedger()
    .filter(({ by, action }) => by.id !== SOMEBODY.id && Object(action).parcelId === parcelId)
    .map(({ action }) => [Object(action).kind, Object(action).service]);

/** All that a change of ours could have altered, or blanked by accident. */
const stateOf = (parcelId: number) => {
  const { service, weightOunces, valueMinor, isExpressPaid, status, tagIds } = parcelOf(parcelId);
  return { service, weightOunces, valueMinor, isExpressPaid, status, tagIds };
};
const done = async (jobRunId: string | null): Promise<unknown> => {
  // The audit is another test's business.
  house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name !== "build-audit"));
  await runJobs(house);
  return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
};

describe("what is decided on a shipment is done at the packing tables", () => {
  test("outcomes name the services of the account's carriers, in people's words", async () => {
    const playbook = (await owner.call((api) => api.automations.playbooks({}))).find(({ name }) => name === "carrier-selection");
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
    for (const stage of ["draft", "back-test", "shadow"] as const) {
      await put(stage);
      await decide();
      await runEffects(context);
    }
    expect(world.tableCalls.length).toBeGreaterThan(0);
    expect(world.tableCalls.filter(({ writes }) => writes)).toEqual([]);
    for (const id of spoilt) expect([await decisionsOf(id), await effectsOf(id)]).toEqual([1, []]);
  });

  test("each decision says what it costs beyond the cheapest in time, by the account's own labels", async () => {
    const { rows } = await owner.call((api) => api.automations.decisions({ automationId, filter: "unanswered", page: 0 }));
    const found = await Promise.all(rows.map(({ id }) => owner.call((api) => api.automations.decision({ decisionId: id }))));
    const known = found.filter(({ decision }) => decision.regret !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const { decision } of known) {
      expect(decision.outcome).toBe(shipBy("fedex_ground")); // Of the others there are too few labels to know what they would have cost.
      expect(decision.regret!.minor / 100).toBe(decision.facts["saves"]?.value);
      expect(decision.regret?.best).toBe(`ship by ${String(decision.facts["cheapest"]?.value)}`);
    }
  });

  test("approved it is done, rejected it is not, and nothing else of the order is touched", async () => {
    await put("approve");
    const [approved = 0, rejected = 0] = spoil("ups_ground", 2);
    const before = [stateOf(approved), stateOf(rejected)];
    await decide();
    const { rows } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([`shipment:${approved}`, `shipment:${rejected}`].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === `shipment:${id}`)?.effectId ?? "";
    await owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await owner.call((api) => api.automations.approve({ effectIds: [effectOf(approved)] }));
    await done(jobRunId);
    expect(stateOf(approved)).toEqual({ ...before[0], service: "ups_2nd_day_air" });
    expect(stateOf(rejected)).toEqual(before[1]);
    expect([ledger(approved), ledger(rejected)]).toEqual([[["save order", "ups_2nd_day_air"]], []]);
    expect(parcelOf(approved).labels.filter(({ voidedMs }) => voidedMs === null)).toEqual([]);
  });

  test("what somebody changed meanwhile is refused and decided anew; what got a label meanwhile is left alone", async () => {
    await put("auto");
    const [edited = 0, printed = 0] = spoil("ups_ground", 2);
    await decide();
    edit(edited);
    tables().act({ kind: "buy label", parcelId: printed, service: "ups_ground" }, SOMEBODY);
    await runEffects(context);
    expect(await effectsOf(edited)).toMatchObject([{ state: "refused", problem: "The shipment was changed after this was decided." }]);
    expect(await effectsOf(printed)).toMatchObject([{ state: "refused", problem: "A label was printed meanwhile." }]);
    expect([ledger(edited), ledger(printed)]).toEqual([[], []]);
    advance(1_000);
    await decide();
    await runEffects(context);
    expect(stateOf(edited).service).toBe("ups_2nd_day_air");
    expect(ledger(printed)).toEqual([]);
  });

  test("records that come twice decide nothing twice, and two workers do nothing twice", async () => {
    const [twice = 0] = spoil("usps_ground_advantage", 1);
    await decide();
    await decide();
    await decideCases(context, { connectionId });
    expect(await decisionsOf(twice)).toBe(1);
    await Promise.all([runEffects(context), runEffects(context)]);
    await runEffects(context);
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
      await decide();
      world.sandbox.faults.set(fault);
      for (let turn = 0; turn < 4; turn += 1) {
        await runEffects(context);
        house.clock.advance(RETRIES_AFTER_MS);
      }
      expect(world.sandbox.faults.report().pending).toEqual([]);
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
    await put("auto");
    const since = new Date(house.clock.now.getTime() + 1);
    const all = [...spoil("usps_ground_advantage", 2), ...spoil("ups_ground", 2)];
    const before = new Map(all.map((id) => [id, stateOf(id)]));
    await decide();
    house.clock.advance(1_000);
    await runEffects(context);
    const chosen = all.map((id): ServiceCode | null => stateOf(id).service);
    expect(chosen).toEqual(["ups_ground", "ups_ground", "ups_2nd_day_air", "ups_2nd_day_air"]);
    const [edited = 0] = all;
    edit(edited);
    const asEdited = stateOf(edited);
    const { jobRunId } = await owner.call((api) => api.automations.undoVersion({ automationId, version: 2, since }));
    expect(await done(jobRunId)).toMatchObject({ undone: { length: 3 }, conflicts: { length: 1 } });
    for (const id of all) expect(stateOf(id)).toEqual(id === edited ? asEdited : before.get(id));
  });
});
