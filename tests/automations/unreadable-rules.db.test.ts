import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { openTestHouse, outcome } from "#tests/house.ts";

type House = Awaited<ReturnType<typeof openTestHouse>>;
let house: House;
let owner: Awaited<ReturnType<House["ownerOf"]>>;
let automationId: string;
let shipped: RuleTable;

const BROKEN = "foo >> bar (((";

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Acme");
  ({ automationId } = await owner.call((api) => api.automations.create({ playbook: "order-exceptions" })));
  ({ table: shipped } = await owner.call((api) => api.automations.get({ automationId })));
}, 60_000);
afterAll(() => house.close());

/** The shipped rules behind a guard that nobody can read. */
const broken = (): RuleTable => ({
  columns: shipped.columns,
  rows: [
    { id: "guard", when: { [shipped.columns[0]!]: { test: "expression", text: BROKEN } }, outcome: "needs a person", reason: "Mind it." },
    ...shipped.rows,
  ],
});

describe("rules that the decision engine cannot read", () => {
  test("are told of at their cell while they are written", async () => {
    const asked = [{ rowId: "guard", column: shipped.columns[0]!, text: BROKEN }];
    const found = await owner.call((api) => api.automations.checkExpressions({ automationId, asked }));
    expect(found).toMatchObject([{ rowId: "guard", column: shipped.columns[0], weight: "error", words: expect.stringContaining(BROKEN) }]);
  });

  test("are not saved, and the row is named", async () => {
    const save = owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table: broken(), tests: [], note: "" }));
    await expect(save).rejects.toThrow(/^Not saved: Row 1: .*cannot be read: foo >> bar \(\(\($/);
    expect((await owner.call((api) => api.automations.get({ automationId }))).automation.version).toBe(1);
  });

  test("nor are those with a text or a yes in a number's cell, which could never be met", async () => {
    for (const text of ["'x'", "true"]) {
      const row = {
        id: "never",
        when: { orderTotal: { test: "expression" as const, text } },
        outcome: "needs a person",
        reason: "Mind it.",
      };
      const table = { columns: [...new Set([...shipped.columns, "orderTotal"])], rows: [row, ...shipped.rows] };
      const save = owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table, tests: [], note: "" }));
      await expect(save).rejects.toThrow(/^Not saved: Row 1: The expression for order total is .*, and order total is a number/);
    }
  });

  test("nor is what a table of the portal would not let pass either", async () => {
    const [first, ...rest] = shipped.rows;
    const table = { ...shipped, rows: [{ ...first!, reason: " " }, ...rest] };
    const save = owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table, tests: [], note: "" }));
    expect(await outcome(save)).toBe("INPUT_INVALID");
  });

  test("that were saved before anybody looked are neither back-tested nor promoted", async () => {
    await house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
      await sql`insert into automation_version (workspace_id, automation_id, version, rules, tests, note, engine, made_by, made_at)
        select workspace_id, automation_id, 2, ${JSON.stringify(broken())}::jsonb, '[]', 'from before', engine, made_by, made_at
        from automation_version where automation_id = ${automationId} and version = 1`.execute(tx);
      await sql`update automation set version = 2, stage = 'back-test' where id = ${automationId}`.execute(tx);
    });
    const window = { automationId, version: 2, fromDay: "2026-10-20", toDay: "2026-11-01" };
    await expect(owner.call((api) => api.automations.runBackTest(window))).rejects.toThrow(/Version 2 holds .*Row 1: .*cannot be read/);
    const up = owner.call((api) => api.automations.setStage({ automationId, stage: "shadow", reason: "try" }));
    await expect(up).rejects.toThrow(/Version 2 holds .*Row 1/);
    const { shadow } = await owner.call((api) => api.automations.gates({ automationId }));
    expect(shadow.missing).toContain("Row 1");
  });

  test("decide nothing: a person does, and is told why", async () => {
    const facts = {};
    const answer = await owner.call((api) => api.automations.tryCase({ automationId, table: broken(), facts }));
    expect(answer).toMatchObject({ rowId: "guard", outcome: "needs a person", reason: expect.stringContaining(BROKEN) });
  });
});
