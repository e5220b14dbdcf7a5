import { sql } from "kysely";
import { expect, test } from "vitest";
import { testDatabase } from "#db/test-database.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { orderNumberOf } from "#server/sandbox/vendors/shopify/ids.ts";
import type { ConnectedShop } from "#tests/connected-shop.ts";
import { climb } from "./climb.ts";
import { orderExceptionsClimb } from "./order-exceptions.ts";

const GATE = { agreementLower: 0.7, fewest: 20, lossPerThousandMinor: 1_000_000 };
/** Gates that a small shop passes in a few days. The bench climbs with the playbook's own. */
const LENIENT = { ...orderExceptions.settings, gates: { approve: GATE, auto: GATE } };
const CLIMBER = {
  ...orderExceptionsClimb,
  shop: { ...orderExceptionsClimb.shop, seed: "climb-small", days: 1, ordersPerDay: 2_000 },
  pace: { everyMinutes: { before: 60, auto: 20 }, autoDays: 0.5 },
};

/** The orders that were changed, by what the house says it did and in which stage it decided so, and by the vendor's ledger. */
async function bothLedgers({ house, owner, sandbox }: ConnectedShop) {
  const { rows } = await house.store.within({ workspaceId: owner.workspaceId }, (tx) =>
    sql<{ caseId: string; stage: string }>`select e.case_id as "caseId", d.stage from effect_attempt a
      join effect e on e.workspace_id = a.workspace_id and e.id = a.effect_id
      join decision d on d.workspace_id = e.workspace_id and d.id = e.decision_id
      where a.what = 'act' and a.result = 'done' order by a.at`.execute(tx),
  );
  return {
    stages: new Set(rows.map(({ stage }) => stage)),
    ours: rows.map(({ caseId }) => orderNumberOf(caseId.replace("order:", ""), "Order") ?? 0).sort((a, b) => a - b),
    theirs: sandbox
      .ledger()
      .map(({ action }) => action.orderNumber)
      .sort((a, b) => a - b),
  };
}

test("a playbook goes from draft to auto through Nango, writes nothing before approve, and the vendor's ledger holds what ours does", async () => {
  let ledgers: Awaited<ReturnType<typeof bothLedgers>> | undefined;
  const climbed = await climb({ house: await testDatabase(), nango: await testDatabase() }, CLIMBER, {
    settings: LENIENT,
    inspect: async (connected) => {
      ledgers = await bothLedgers(connected);
    },
  });
  expect(climbed.stage).toBe("auto");
  for (const { n, lower } of [climbed.shadow, climbed.approve]) {
    expect(n).toBeGreaterThanOrEqual(GATE.fewest);
    expect(lower).toBeGreaterThanOrEqual(GATE.agreementLower);
  }
  expect(ledgers?.stages).toEqual(new Set(["approve", "auto"]));
  expect(ledgers?.ours).toEqual(ledgers?.theirs);
  expect(climbed.effects).toBeGreaterThan(GATE.fewest);
  expect(climbed.wrongShare).toBeLessThanOrEqual(climbed.budget);
  expect(climbed.auto.with).toBeLessThan(climbed.auto.without);
}, 900_000);
