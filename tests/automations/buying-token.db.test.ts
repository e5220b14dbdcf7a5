import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { PASS_ON } from "#server/playbooks/supplier-po/outcomes.ts";
import { openBuyingWorld, type BuyingWorld } from "./buying-world.ts";

const TABLE: RuleTable = {
  columns: ["situation"],
  rows: [
    { id: "note", when: { situation: { test: "is", values: ["not acknowledged"] } }, outcome: PASS_ON, reason: "For the test." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

vi.setConfig({ testTimeout: 120_000 });

let buying: BuyingWorld;
beforeAll(async () => {
  buying = await openBuyingWorld(TABLE, undefined, "netsuite-tba");
}, 240_000);
afterAll(() => buying.close());

describe("an ERP that is connected by the token of an account, which needs no consent every week", () => {
  test("is read whole, goes by its account, and its playbook can be started", async () => {
    const { owner, connectionId, world, house, workspaceId } = buying;
    const { name, models } = await owner.call((api) => api.connections.get({ connectionId }));
    expect(name).toBe("NetSuite 4471903");
    const orders = world.sandbox.departments.purchasing.state.transactions.filter(({ type }) => type === "PurchOrd");
    expect(models.find(({ model }) => model === "PurchaseOrder")?.present).toBe(orders.length);
    const { rows } = await house.store.within({ workspaceId }, (tx) =>
      sql<{ events: number }>`select count(*)::int as events from event`.execute(tx),
    );
    expect(rows[0]?.events).toBeGreaterThan(orders.length);
    const playbooks = await owner.call((api) => api.automations.playbooks({}));
    expect(playbooks.filter(({ connected }) => connected).map(({ name: playbook }) => playbook)).toEqual(["supplier-po"]);
  });

  test("and what is decided is written there", async () => {
    await buying.put("auto");
    await buying.decide();
    const decided = await buying.decided(PASS_ON);
    expect(decided.length).toBeGreaterThan(20);
    await buying.settle(2);
    for (const id of decided) {
      expect((await buying.effects(id)).map(({ state }) => state)).toEqual(["done"]);
      expect(buying.order(id).memo).toMatch(/a buyer has to decide$/);
    }
  });
});
