import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { APPROVE, FINAL_SALE, KEEP_ITEM, RESTOCK, WRITE_OFF } from "#server/playbooks/returns/outcomes.ts";
import { returns } from "#server/playbooks/returns/playbook.ts";
import { dispose, request, writeGrade } from "#server/sandbox/departments/returns/record.ts";
import type { Grade, ReturnCase, ReturnReason } from "#server/sandbox/departments/returns/return-case.ts";
import { findReturn, refundsOf, returnsOf } from "#server/sandbox/departments/returns/state.ts";
import { APPS } from "#server/sandbox/shop/catalogue.ts";
import { returnId } from "#server/sandbox/vendors/shopify/ids.ts";
import { openPlaybookWorld, SOMEBODY, type PlaybookWorld } from "./playbook-world.ts";

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

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 240_000 });

let desk: PlaybookWorld;

// In the dead of night, so that nobody of the desk interferes; two days of orders, of which nothing has come back yet.
beforeAll(async () => {
  desk = await openPlaybookWorld({
    playbook: returns,
    table: TABLE,
    sandbox: { days: 2, ordersPerDay: 80, seed: "returns-night" },
    syncs: ["orders", "order-events", "fulfilment-orders", "returns"],
  });
}, 300_000);
afterAll(() => desk.close());
afterEach(() => desk.world.sandbox.faults.clear());

const counter = () => desk.world.sandbox.departments.returns;
const caseNow = (id: number): ReturnCase => findReturn(counter().state, id)!;

/** Customers ask to send the first item of an order back. @returns the returns' numbers */
function ask(reason: ReturnReason, count: number): number[] {
  desk.advance(1_000);
  const { state } = counter();
  const orders = desk.world.sandbox.shop.state.orders.filter(
    ({ number, fulfilment }) => fulfilment === "CLOSED" && returnsOf(state, number).length === 0,
  );
  if (orders.length < count) throw new Error(`only ${orders.length} orders are left to send back`);
  const asked = orders.slice(0, count).map((order) => {
    request(state, order, { lineIndex: 0, quantity: 1, reason, note: "" });
    return returnsOf(state, order.number)[0]!.id;
  });
  desk.advance(1_000);
  return asked;
}

/** Requests of which the goods have come back and were graded. */
function gradedAs(grade: Grade, count: number): number[] {
  const asked = ask("unwanted", count);
  for (const id of asked) if (caseNow(id).status === "REQUESTED") counter().act({ kind: "approve", returnId: id }, SOMEBODY);
  desk.advance(2_000);
  for (const id of asked) dispose(counter().state, caseNow(id), { by: APPS.threePl, type: "PROCESSING_REQUIRED", quantity: 1 });
  desk.advance(2_000);
  for (const id of asked) writeGrade(counter().state, caseNow(id), grade);
  desk.advance(2_000);
  return asked;
}

const caseOf = (id: number): string => `return:${returnId(id)}`;
const effectsOf = (id: number) => desk.own(caseOf(id));

/** What the vendor took from us for a return, in order of time. */
const ledger = (id: number): string[] =>
  desk
    .taken()
    .filter(({ action }) => {
      const asked: { returnId?: number; orderNumber?: number } = Object(action);
      return asked.returnId === id || asked.orderNumber === caseNow(id).orderNumber;
    })
    .map(({ action, changed }) => `${Object(action).kind} ${Object(action).type ?? ""}${changed ? "" : " again"}`.trim());
const paidBack = (id: number): number[] => refundsOf(counter().state, caseNow(id).orderNumber).map(({ amountMinor }) => amountMinor);
const goodsOf = (id: number): string[] => caseNow(id).dispositions.map(({ type, quantity }) => `${type} ${quantity}`);

describe("what is decided on a return is done in the shop", () => {
  test("in draft, back-test and shadow no call that writes arrives at the door", async () => {
    const all = [...ask("defective", 1), ...ask("wrong_item", 1), ...ask("style", 1), ...gradedAs("a", 1), ...gradedAs("c", 1)];
    expect(await desk.brokenSilence(all.map(caseOf))).toEqual([]);
    for (const id of all) expect(paidBack(id)).toEqual([]);
  });

  test("approved it is done, rejected it is not; a refund and the closing of its request are answered as one", async () => {
    await desk.put("approve");
    const [approved = 0, rejected = 0] = ask("wrong_item", 2);
    await desk.decide();
    const { rows } = await desk.owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([caseOf(approved), caseOf(rejected)].sort());
    const effectOf = (id: number) => rows.find(({ caseId }) => caseId === caseOf(id))?.effectId ?? "";
    await desk.owner.call((api) => api.automations.reject({ effectIds: [effectOf(rejected)], reason: "not now" }));
    const { jobRunId } = await desk.owner.call((api) => api.automations.approve({ effectIds: [effectOf(approved)] }));
    expect(await desk.isHeard(() => desk.done(jobRunId))).toBe(true);
    expect(ledger(approved)).toEqual(["refund", "decline"]);
    expect([paidBack(approved), caseNow(approved).status]).toEqual([[caseNow(approved).valueMinor], "DECLINED"]);
    expect([ledger(rejected), caseNow(rejected).status]).toEqual([[], "REQUESTED"]);
  });

  test("each outcome does what it says, in order, and nothing twice by two workers or by records that come again", async () => {
    await desk.put("auto");
    const [approved = 0] = ask("defective", 1);
    const [declined = 0] = ask("style", 1);
    const [asNew = 0] = gradedAs("a", 1);
    const [broken = 0] = gradedAs("c", 1);
    await desk.decide();
    await desk.decide();
    await Promise.all([desk.run(), desk.run()]);
    await desk.run();
    await desk.decide();
    await desk.run();
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
    for (const id of [approved, declined, asNew, broken]) expect(await desk.decisionsOn(caseOf(id))).toBe(1);
  });

  test("what somebody answered or paid back meanwhile is left alone, and goods that somebody put back are only paid for", async () => {
    await desk.put("auto");
    const [answered = 0] = ask("wrong_item", 1);
    const [paid = 0, shelved = 0] = gradedAs("a", 2);
    await desk.decide();
    counter().act({ kind: "approve", returnId: answered }, SOMEBODY);
    const { orderNumber, lineIndex, valueMinor } = caseNow(paid);
    const byHand = { kind: "refund", orderNumber, key: "by hand", lines: [{ lineIndex, quantity: 1 }], note: null } as const;
    counter().act({ ...byHand, amountMinor: valueMinor }, SOMEBODY);
    counter().act({ kind: "dispose", returnId: shelved, type: "RESTOCKED", quantity: 1 }, SOMEBODY);
    desk.advance(1_000);
    await desk.run();
    expect((await effectsOf(answered))[0]).toMatchObject({ state: "refused", problem: "The return was changed after this was decided." });
    expect(paidBack(answered)).toEqual([]);
    expect(paidBack(paid)).toEqual([valueMinor]);
    expect(goodsOf(shelved)).toEqual(["PROCESSING_REQUIRED 1", "RESTOCKED 1"]);
    await desk.decide();
    await desk.run();
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
    await desk.put("auto");
    const kept = ask("wrong_item", 1);
    const back = gradedAs("a", 1);
    await desk.decide();
    desk.world.sandbox.faults.set(fault);
    await desk.settle(6);
    expect(desk.world.sandbox.faults.report().pending).toEqual([]);
    for (const id of [...kept, ...back]) {
      expect((await effectsOf(id)).map(({ state }) => state)).toEqual(["done", "done"]);
      expect(paidBack(id)).toEqual([caseNow(id).valueMinor]);
    }
    for (const id of back) expect(goodsOf(id)).toEqual(["PROCESSING_REQUIRED 1", "RESTOCKED 1"]);
    for (const id of kept) expect(caseNow(id).status).toBe("DECLINED");
  });
});

test("what was done on returns cannot be taken back, and says so", async () => {
  await desk.put("auto");
  const since = new Date(desk.house.clock.now.getTime() + 1);
  const [asNew = 0] = gradedAs("a", 1);
  await desk.decide();
  desk.house.clock.advance(1_000);
  await desk.run();
  expect(paidBack(asNew)).toHaveLength(1);
  const cannot = { problem: expect.stringContaining("It cannot be taken back") };
  expect(await desk.undoVersion(since)).toMatchObject({ undone: [], conflicts: [cannot, cannot] });
  const playbook = (await desk.owner.call((api) => api.automations.playbooks({}))).find(({ name }) => name === "returns");
  expect(playbook?.outcomes.filter(({ undo }) => undo === "possible")).toEqual([]);
  expect([paidBack(asNew).length, goodsOf(asNew).at(-1)]).toEqual([1, "RESTOCKED 1"]);
});
