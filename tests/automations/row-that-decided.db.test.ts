import { afterAll, beforeAll, expect, test } from "vitest";
import { caseOf, openEffectsWorld, type EffectsWorld } from "./effects-world.ts";

let shop: EffectsWorld;
beforeAll(async () => {
  shop = await openEffectsWorld();
  await shop.put("approve");
}, 120_000);
afterAll(() => shop.close());

const rowOf = (decisionId: string) => shop.owner.call(async (api) => (await api.automations.decision({ decisionId })).row);

test("the row that decided is named as the editor names it, by the version that decided", async () => {
  const { automationId } = shop;
  const [order = 0] = shop.hold("INVENTORY_OUT_OF_STOCK", 1);
  await shop.decide();
  const { rows } = await shop.owner.call((api) => api.automations.decisions({ automationId, filter: "all", page: 0 }));
  const decision = rows.find(({ caseId }) => caseId === caseOf(order));
  const named = { number: 2, words: 'If what came up is "held" and reason of the hold is "inventory out of stock": Wait for stock.' };
  expect(await rowOf(decision?.id ?? "")).toEqual(named);

  const { automation, table, tests } = await shop.owner.call((api) => api.automations.get({ automationId }));
  const later = { ...table, rows: table.rows.filter(({ id }) => id !== "release" && id !== decision?.rowId) };
  await shop.owner.call((api) =>
    api.automations.saveVersion({ automationId, baseVersion: automation.version, table: later, tests: [...tests], note: "" }),
  );
  expect(await rowOf(decision?.id ?? "")).toEqual(named);
});
