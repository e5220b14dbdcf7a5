import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { ACCEPT, PASS_ON } from "#server/playbooks/supplier-po/outcomes.ts";
import { openBuyingWorld, purchaseCase, type BuyingWorld } from "./buying-world.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });

const TABLE: RuleTable = {
  columns: ["situation"],
  rows: [
    { id: "take", when: { situation: is("date change") }, outcome: ACCEPT, reason: "For the test." },
    { id: "note", when: { situation: is("not acknowledged") }, outcome: PASS_ON, reason: "For the test." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

// Each step goes through Nango, whose functions run in processes of their own.
vi.setConfig({ testTimeout: 120_000 });

let buying: BuyingWorld;
beforeAll(async () => {
  buying = await openBuyingWorld(TABLE);
}, 240_000);
afterAll(() => buying.close());
afterEach(() => buying.world.sandbox.faults.clear());

/** What a change of ours could have altered. */
const stateOf = (id: number) => {
  const { memo, lines } = buying.order(id);
  return { memo: memo ?? "", days: lines.map(({ expectedDay }) => expectedDay) };
};

test("in draft, back-test and shadow no call that writes arrives at the ERP's door", async () => {
  const cautious = await openBuyingWorld(TABLE, buying.world);
  const decided = async () => [...(await cautious.decided(ACCEPT)), ...(await cautious.decided(PASS_ON))].map(purchaseCase);
  expect(await cautious.brokenSilence(decided)).toEqual([]);
  expect((await decided()).length).toBeGreaterThan(20);
  await cautious.close();
});

describe("what is decided on an order is done in the ERP", () => {
  let dates: number[];
  let memos: number[];
  let before: Map<number, ReturnType<typeof stateOf>>;
  let edited: number;
  let since: Date;

  test("once, whatever is lost on the way: answers, limits and outages", async () => {
    await buying.put("auto");
    since = new Date(buying.house.clock.now.getTime() + 1);
    await buying.decide();
    [dates, memos] = [await buying.decided(ACCEPT), await buying.decided(PASS_ON)];
    expect([dates.length, memos.length]).toEqual([5, 50]);
    before = new Map([...dates, ...memos].map((id) => [id, stateOf(id)]));
    edited = dates[0] ?? 0;
    buying.edit(edited);
    buying.house.clock.advance(1_000);
    buying.world.sandbox.faults.set({ kind: "cut after success", times: 3 });
    buying.world.sandbox.faults.set({ kind: "http 429", times: 5, retryAfter: "1" });
    buying.world.sandbox.faults.set({ kind: "http 5xx", times: 5, status: 503 });
    expect(await buying.isHeard(() => buying.settle(4))).toBe(true);
    for (const id of [...dates, ...memos].filter((one) => one !== edited)) {
      expect((await buying.effects(id)).map(({ state }) => state)).toEqual(["done"]);
      expect(buying.ledger(id).filter(({ changed }) => changed)).toHaveLength(1);
    }
    for (const id of memos) expect(stateOf(id).memo).toMatch(/a buyer has to decide$/);
    for (const id of dates.slice(1)) expect(stateOf(id).days).not.toEqual(before.get(id)?.days);
  });

  test("but not where somebody changed the order after the decision: that is decided anew", async () => {
    expect((await buying.effects(edited)).map(({ state }) => state)).toEqual(["refused"]);
    expect(buying.ledger(edited)).toEqual([]);
    await buying.decide();
    await buying.run();
    expect((await buying.effects(edited)).map(({ state }) => state)).toEqual(["refused", "done"]);
    expect(stateOf(edited).memo).toBe("Seen by Anna");
    expect(stateOf(edited).days).not.toEqual(before.get(edited)?.days);
  });

  test("and taken back, but for the orders that were edited since, which are listed", async () => {
    const since2 = [dates[1] ?? 0, memos[3] ?? 0];
    for (const id of since2) buying.edit(id);
    const asEdited = new Map(since2.map((id) => [id, stateOf(id)]));
    const result = await buying.undoVersion(since);
    expect(result).toMatchObject({ undone: { length: 53 }, conflicts: { length: 2 } });
    const expected = new Map([...before, ...asEdited]);
    expected.set(edited, { days: before.get(edited)?.days ?? [], memo: "Seen by Anna" });
    expect(new Map([...dates, ...memos].map((id) => [id, stateOf(id)]))).toEqual(expected);
  });
});
