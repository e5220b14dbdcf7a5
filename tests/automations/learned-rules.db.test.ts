import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { DraftShape } from "#server/services/automations/shapes.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { merchantRules } from "./merchant-rules.ts";
import { openPlaybookWorld, type PlaybookWorld } from "./playbook-world.ts";

const DAY_MS = 86_400_000;
const WINDOW = { fromDay: "2026-10-20", toDay: "2026-11-10" };

let shop: PlaybookWorld;
let draft: ReturnType<typeof DraftShape.parse>;

beforeAll(async () => {
  shop = await openPlaybookWorld({
    playbook: orderExceptions,
    table: merchantRules,
    sandbox: { days: 10, ordersPerDay: 120 },
    syncs: ["orders", "order-events", "fulfilment-orders", "returns"],
  });
}, 240_000);
afterAll(() => shop.close());

const save = async (table: RuleTable, note: string): Promise<number> => {
  const { automationId } = shop;
  return shop.owner.call(async (api) => {
    const baseVersion = (await api.automations.get({ automationId })).automation.version;
    return (await api.automations.saveVersion({ automationId, baseVersion, table, tests: [], note })).version;
  });
};

async function backTest(version: number, againstVersion: number | null = null) {
  const { automationId } = shop;
  const run = await shop.owner.call((api) => api.automations.runBackTest({ automationId, version, againstVersion, ...WINDOW }));
  await shop.done(run.jobRunId);
  const { report } = await shop.owner.call((api) => api.automations.backTest({ backTestId: run.backTestId }));
  if (!report) throw new Error("the back-test brought no report");
  return report;
}

const learnedIn = async (version: number) =>
  (await shop.owner.call((api) => api.automations.versionOf({ automationId: shop.automationId, version }))).learned;

describe("rules that were learned from people's decisions", () => {
  test("say how such rules do on cases that were held out", async () => {
    const { jobRunId } = await shop.owner.call((api) => api.automations.draftFromDecisions({ automationId: shop.automationId }));
    draft = DraftShape.parse(await shop.done(jobRunId));
    expect(draft.decisions).toBeGreaterThan(80);
    expect(draft.untilMs - draft.fromMs).toBe(90 * DAY_MS);
    expect(draft.heldOut?.n).toBeGreaterThan(30);
    expect(draft.heldOut?.n).toBeLessThanOrEqual(draft.decisions);
    expect(draft.heldOut?.share).toBeLessThanOrEqual(1);
  }, 240_000);

  test("give their reasons in the words of the playbook", () => {
    const reasons = draft.table.rows.map(({ reason }) => reason).join("\n");
    expect(reasons).toContain('"Ask the customer"');
    expect(reasons).not.toMatch(/"(ask customer|fix address|release)"| 1 times|(\w+ tag) is known and \2 is|_/);
  });

  test("keep with their version what they were learned from, and a back-test says how much of it they had seen", async () => {
    const version = await save(draft.table, "as drafted");
    const { table: _, ...learned } = draft;
    expect(await learnedIn(version)).toEqual(learned);
    expect(await learnedIn(2)).toBeNull();
    const report = await backTest(version, 2);
    expect(report.learned).toMatchObject(learned);
    expect(report.learned?.learnedFrom).toEqual({ decisions: report.decisions, agreement: report.agreement });
    expect(report.learned?.since.decisions).toBe(0);
    expect(report.against).toMatchObject({ version: 2, learnedFrom: 0 });
    expect((await backTest(2)).learned).toBeNull();
  }, 240_000);

  test("are still learned after a change by hand and when an earlier version is brought back, and the team's own are not", async () => {
    const { automationId } = shop;
    const [first, ...rest] = draft.table.rows;
    const changed = await save({ ...draft.table, rows: [{ ...first!, reason: "As we always do." }, ...rest] }, "in our words");
    expect(await learnedIn(changed)).toMatchObject({ decisions: draft.decisions });
    const own = await shop.owner.call((api) => api.automations.restoreVersion({ automationId, version: 2, baseVersion: changed }));
    expect(await learnedIn(own.version)).toBeNull();
    const back = await shop.owner.call((api) => api.automations.restoreVersion({ automationId, version: 3, baseVersion: own.version }));
    expect(await learnedIn(back.version)).toMatchObject({ decisions: draft.decisions });
    const listed = await shop.owner.call((api) => api.automations.versions({ automationId }));
    expect(listed.map(({ version, learned }) => [version, learned?.decisions ?? null])).toEqual([
      [6, draft.decisions],
      [5, null],
      [4, draft.decisions],
      [3, draft.decisions],
      [2, null],
      [1, null],
    ]);
  }, 240_000);

  test("are told apart on the decisions that people took since", async () => {
    shop.advance(2 * DAY_MS);
    await shop.read();
    const report = await backTest(6, 3);
    const { earlier, learnedFrom, since } = report.learned!;
    expect(since.decisions).toBeGreaterThan(5);
    expect(earlier.decisions + learnedFrom.decisions + since.decisions).toBe(report.decisions);
    expect(earlier.agreement.n + learnedFrom.agreement.n + since.agreement.n).toBe(report.agreement.n);
    expect(report.against?.learnedFrom).toBe(learnedFrom.decisions);
  }, 240_000);
});
