import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { JobContext } from "#server/context.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { APPROVE, FINAL_SALE, KEEP_ITEM, RESTOCK, WRITE_OFF } from "#server/playbooks/returns/outcomes.ts";
import { returns } from "#server/playbooks/returns/playbook.ts";
import { dispose, request, writeGrade } from "#server/sandbox/departments/returns/record.ts";
import type { Grade, ReturnCase, ReturnReason } from "#server/sandbox/departments/returns/return-case.ts";
import { findReturn, refundsOf, returnsOf } from "#server/sandbox/departments/returns/state.ts";
import { APPS } from "#server/sandbox/shop/catalogue.ts";
import { returnId } from "#server/sandbox/vendors/shopify/ids.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { UNBRAKED } from "./effects-world.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const row = (id: string, when: RuleTable["rows"][number]["when"], outcome: string) => ({ id, when, outcome, reason: "For the test." });

/** One row for each thing that can be done, by the reason of the request and the grade of the goods. */
const TABLE: RuleTable = {
  columns: ["situation", "reason", "grade"],
  rows: [
    row("approve", { situation: is("asked"), reason: is("defective") }, APPROVE),
    row("keep", { situation: is("asked"), reason: is("wrong_item") }, KEEP_ITEM),
    row("decline", { situation: is("asked"), reason: is("style") }, FINAL_SALE),
    row("restock", { situation: is("graded"), grade: is("a") }, RESTOCK),
    row("write-off", { situation: is("graded"), grade: is("c") }, WRITE_OFF),
    row("else", {}, NEEDS_PERSON),
  ],
};
/** Another app of the shop; its changes are those of somebody else. */
const SOMEBODY = { kind: "app", id: 4711, title: "Checker" } as const;
const RETRIES_AFTER_MS = 20 * 60_000;

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 240_000 });

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let context: JobContext;
let nangoConnectionId: string;
let connectionId: string;
let automationId: string;

// In the dead of night, so that nobody of the desk interferes; two days of orders, of which nothing has come back yet.
beforeAll(async () => {
  world = await startSandboxNango({ days: 2, ordersPerDay: 80, seed: "returns-night" });
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Harbour returns");
  context = { ...house.services, workspaceId: owner.workspaceId, actor: { type: "system", name: "test" } };
  advance(1_000);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  nangoConnectionId = await world.consent(sessionToken);
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId })));
  await decide();
  ({ automationId } = await owner.call((api) => api.automations.create({ playbook: "returns" })));
  await owner.call((api) =>
    api.automations.saveVersion({ automationId, baseVersion: 1, table: TABLE, tests: [], note: "by reason and grade" }),
  );
  await owner.call((api) => api.automations.saveSettings({ automationId, settings: { ...returns.settings, ...UNBRAKED } }));
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

const desk = () => world.sandbox.departments.returns;
const caseNow = (id: number): ReturnCase => findReturn(desk().state, id)!;

const put = (stage: Stage) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId: owner.workspaceId, automationId, lock: true });
    if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
  });

/** Customers ask to send the first item of an order back. @returns the returns' numbers */
function ask(reason: ReturnReason, count: number): number[] {
  advance(1_000);
  const { state } = desk();
  const orders = world.sandbox.shop.state.orders.filter(
    ({ number, fulfilment }) => fulfilment === "CLOSED" && returnsOf(state, number).length === 0,
  );
  if (orders.length < count) throw new Error(`only ${orders.length} orders are left to send back`);
  const asked = orders.slice(0, count).map((order) => {
    request(state, order, { lineIndex: 0, quantity: 1, reason, note: "" });
    return returnsOf(state, order.number)[0]!.id;
  });
  advance(1_000);
  return asked;
}

/** Requests of which the goods have come back and were graded. */
function gradedAs(grade: Grade, count: number): number[] {
  const asked = ask("unwanted", count);
  for (const id of asked) if (caseNow(id).status === "REQUESTED") desk().act({ kind: "approve", returnId: id }, SOMEBODY);
  advance(2_000);
  for (const id of asked) dispose(desk().state, caseNow(id), { by: APPS.threePl, type: "PROCESSING_REQUIRED", quantity: 1 });
  advance(2_000);
  for (const id of asked) writeGrade(desk().state, caseNow(id), grade);
  advance(2_000);
  return asked;
}

/** Brings what is new in the shop to our copy and decides on it. What was decided is not carried out. */
async function decide(): Promise<void> {
  const { workspaceId } = owner;
  await world.runSyncs(nangoConnectionId);
  await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
  const ingest = house.jobs.filter(({ name }) => name === "ingest-records").slice(0, 1);
  house.jobs.length = 0;
  await runJobs({ services: house.services, jobs: ingest });
  await decideCases(context, { connectionId });
  house.jobs.length = 0;
}

type Row = { state: string; kind: string; problem: string | null };
const effectsOf = (id: number): Promise<Row[]> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } =
      await sql<Row>`select state, kind, problem from effect where case_id = ${caseOf(id)} order by created_at, position`.execute(tx);
    return rows;
  });
const decisionsOf = (id: number): Promise<number> =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from decision where case_id = ${caseOf(id)}
      and outcome <> ${NEEDS_PERSON}`.execute(tx);
    return rows[0]?.count ?? 0;
  });
const caseOf = (id: number): string => `return:${returnId(id)}`;

/** What the vendor took from us for a return, in order of time. */
const ledger = (id: number): string[] =>
  world.sandbox
    .departmentLedger()
    .filter(({ by, action }) => {
      const asked: { returnId?: number; orderNumber?: number } = Object(action);
      return by.id !== SOMEBODY.id && (asked.returnId === id || asked.orderNumber === caseNow(id).orderNumber);
    })
    .map(({ action, changed }) => `${Object(action).kind} ${Object(action).type ?? ""}${changed ? "" : " again"}`.trim());
const paidBack = (id: number): number[] => refundsOf(desk().state, caseNow(id).orderNumber).map(({ amountMinor }) => amountMinor);
const goodsOf = (id: number): string[] => caseNow(id).dispositions.map(({ type, quantity }) => `${type} ${quantity}`);

const done = async (jobRunId: string | null): Promise<unknown> => {
  // The audit is another test's business.
  house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name !== "build-audit"));
  await runJobs(house);
  return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
};

describe("what is decided on a return is done in the shop", () => {
  test("in draft, back-test and shadow no call that writes arrives at the door", async () => {
    const all = [...ask("defective", 1), ...ask("wrong_item", 1), ...ask("style", 1), ...gradedAs("a", 1), ...gradedAs("c", 1)];
    for (const stage of ["draft", "back-test", "shadow"] as const) {
      await put(stage);
      await decide();
      await runEffects(context);
    }
    expect(world.shopCalls.length).toBeGreaterThan(0);
    expect(world.shopCalls.filter(({ writes }) => writes)).toEqual([]);
    for (const id of all) expect([await decisionsOf(id), await effectsOf(id), paidBack(id)]).toEqual([1, [], []]);
  });

  test("approved it is done, rejected it is not; a refund and the closing of its request are answered as one", async () => {
    await put("approve");
    const [approved = 0, rejected = 0] = ask("wrong_item", 2);
    await decide();
    const { rows } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([caseOf(approved), caseOf(rejected)].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === caseOf(id))?.effectId ?? "";
    await owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await owner.call((api) => api.automations.approve({ effectIds: [effectOf(approved)] }));
    await done(jobRunId);
    expect(ledger(approved)).toEqual(["refund", "decline"]);
    expect([paidBack(approved), caseNow(approved).status]).toEqual([[caseNow(approved).valueMinor], "DECLINED"]);
    expect([ledger(rejected), caseNow(rejected).status]).toEqual([[], "REQUESTED"]);
  });

  test("each outcome does what it says, in order, and nothing twice by two workers or by records that come again", async () => {
    await put("auto");
    const [approved = 0] = ask("defective", 1);
    const [declined = 0] = ask("style", 1);
    const [asNew = 0] = gradedAs("a", 1);
    const [broken = 0] = gradedAs("c", 1);
    await decide();
    await decide();
    await Promise.all([runEffects(context), runEffects(context)]);
    await runEffects(context);
    await decide();
    await runEffects(context);
    expect([ledger(approved), caseNow(approved).status]).toEqual([["approve"], "OPEN"]);
    expect([ledger(declined), caseNow(declined).decline?.reason]).toEqual([["decline"], "FINAL_SALE"]);
    expect([ledger(asNew), goodsOf(asNew)]).toEqual([
      ["refund", "dispose RESTOCKED"],
      ["PROCESSING_REQUIRED 1", "RESTOCKED 1"],
    ]);
    expect([ledger(broken), goodsOf(broken)]).toEqual([
      ["refund", "dispose NOT_RESTOCKED"],
      ["PROCESSING_REQUIRED 1", "NOT_RESTOCKED 1"],
    ]);
    expect([paidBack(asNew), caseNow(asNew).status]).toEqual([[caseNow(asNew).valueMinor], "CLOSED"]);
    for (const id of [approved, declined, asNew, broken]) expect(await decisionsOf(id)).toBe(1);
  });

  test("what somebody answered or paid back meanwhile is left alone, and goods that somebody put back are only paid for", async () => {
    await put("auto");
    const [answered = 0] = ask("wrong_item", 1);
    const [paid = 0, shelved = 0] = gradedAs("a", 2);
    await decide();
    desk().act({ kind: "approve", returnId: answered }, SOMEBODY);
    const { orderNumber, lineIndex, valueMinor } = caseNow(paid);
    const byHand = { kind: "refund", orderNumber, key: "by hand", lines: [{ lineIndex, quantity: 1 }], note: null } as const;
    desk().act({ ...byHand, amountMinor: valueMinor }, SOMEBODY);
    desk().act({ kind: "dispose", returnId: shelved, type: "RESTOCKED", quantity: 1 }, SOMEBODY);
    advance(1_000);
    await runEffects(context);
    expect((await effectsOf(answered))[0]).toMatchObject({ state: "refused", problem: "The return was changed after this was decided." });
    expect(paidBack(answered)).toEqual([]);
    expect(paidBack(paid)).toEqual([valueMinor]);
    expect(goodsOf(shelved)).toEqual(["PROCESSING_REQUIRED 1", "RESTOCKED 1"]);
    await decide();
    await runEffects(context);
    expect(paidBack(shelved)).toEqual([caseNow(shelved).valueMinor]);
    expect(goodsOf(paid)).toEqual(["PROCESSING_REQUIRED 1", "RESTOCKED 1"]);
    expect([paidBack(paid), goodsOf(shelved)]).toEqual([[valueMinor], ["PROCESSING_REQUIRED 1", "RESTOCKED 1"]]);
  });

  test.each([
    ["answers that are lost", { kind: "cut after success", times: 3 }],
    ["a limit", { kind: "http 429", times: 2, retryAfter: "1" }],
    ["an outage", { kind: "http 5xx", times: 3, status: 503 }],
    ["throttling", { kind: "throttled", times: 3 }],
  ] as const)("%s: no change is lost and none doubled, money goes back once, goods land on the shelf once", async (_what, fault) => {
    await put("auto");
    const kept = ask("wrong_item", 1);
    const back = gradedAs("a", 1);
    await decide();
    world.sandbox.faults.set(fault);
    for (let turn = 0; turn < 6; turn += 1) {
      await runEffects(context);
      house.clock.advance(RETRIES_AFTER_MS);
    }
    expect(world.sandbox.faults.report().pending).toEqual([]);
    for (const id of [...kept, ...back]) {
      expect((await effectsOf(id)).map(({ state }) => state)).toEqual(["done", "done"]);
      expect(paidBack(id)).toEqual([caseNow(id).valueMinor]);
    }
    for (const id of back) expect(goodsOf(id)).toEqual(["PROCESSING_REQUIRED 1", "RESTOCKED 1"]);
    for (const id of kept) expect(caseNow(id).status).toBe("DECLINED");
  });
});

test("what was done on returns cannot be taken back, and says so", async () => {
  await put("auto");
  const since = new Date(house.clock.now.getTime() + 1);
  const [asNew = 0] = gradedAs("a", 1);
  await decide();
  house.clock.advance(1_000);
  await runEffects(context);
  expect(paidBack(asNew)).toHaveLength(1);
  const { jobRunId } = await owner.call((api) => api.automations.undoVersion({ automationId, version: 2, since }));
  const cannot = { problem: expect.stringContaining("It cannot be taken back") };
  expect(await done(jobRunId)).toMatchObject({ undone: [], conflicts: [cannot, cannot] });
  const playbook = (await owner.call((api) => api.automations.playbooks({}))).find(({ name }) => name === "returns");
  expect(playbook?.outcomes.filter(({ undo }) => undo === "possible")).toEqual([]);
  expect([paidBack(asNew).length, goodsOf(asNew).at(-1)]).toEqual([1, "RESTOCKED 1"]);
});
