import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { merchantRules } from "./merchant-rules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LITTLE = { days: 10, ordersPerDay: 120 };

let world: SandboxNango;
let house: TestHouse;
let owner: Member;
let nangoConnectionId: string;
let connectionId: string;
let automationId: string;
let news = true;

beforeAll(async () => {
  world = await startSandboxNango(LITTLE);
  world.sandbox.onNotice(({ topic }) => {
    if (topic === "fulfillment_orders/placed_on_hold") news = true;
  });
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Harbour");
  followClock();
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  nangoConnectionId = await world.consent(sessionToken);
  ({ connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId })));
  await land();
}, 300_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

function followClock(): void {
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
}

/** Brings what is new in the shop to our copy, as a webhook would, and runs every job that follows from it. */
async function land(): Promise<void> {
  news = false;
  await world.runSyncs(nangoConnectionId);
  const { workspaceId } = owner;
  const actor = { type: "system", name: "test" } as const;
  await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor }));
  // The weekly audit is another test's business.
  house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name !== "build-audit"));
  await runJobs(house);
}

/** Lets time pass; lands when an order was held, at the end of each step of `minutes`, and once at the end. */
async function pass(hours: number, minutes: number): Promise<void> {
  const untilMs = world.sandbox.shop.state.nowMs + hours * HOUR_MS;
  while (world.sandbox.shop.state.nowMs < untilMs) {
    world.sandbox.advance(Math.min(untilMs, world.sandbox.shop.state.nowMs + minutes * MINUTE_MS));
    followClock();
    if (news) await land();
  }
  await sweepAutomations(house.services, new AbortController().signal);
  await land();
}

async function done(jobRunId: string | null): Promise<unknown> {
  await runJobs(house);
  const run = await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }));
  expect(run).toMatchObject({ state: "done" });
  return run.result;
}

const setStage = (stage: "back-test" | "shadow" | "approve" | "auto", reason = "for the test") =>
  owner.call((api) => api.automations.setStage({ automationId, stage, reason }));

const effects = (states: readonly string[]) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string; state: string; kind: string; case_id: string; problem: string | null }>`
      select id, state, kind, case_id, problem from effect where undoes is null and state = any(${[...states]}) order by created_at, id`.execute(
      tx,
    );
    return rows;
  });

/** Cases with a decision of the stage shadow since an instant that wants a change and that nobody has answered. */
const decidedInShadow = (since: Date) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ caseId: string }>`
      select distinct case_id as "caseId" from decision d where stage = 'shadow' and outcome <> 'needs a person' and decided_at >= ${since} and not exists (
        select from decision_answer a where a.workspace_id = d.workspace_id and a.decision_id = d.id) order by 1`.execute(tx);
    return rows.map(({ caseId }) => caseId).sort();
  });

describe("an automation earns the right to act", () => {
  test("the shipped rules and the team's own are back-tested on what people decided", async () => {
    ({ automationId } = await owner.call((api) => api.automations.create({ playbook: "order-exceptions" })));
    await owner.call((api) =>
      api.automations.saveVersion({ automationId, baseVersion: 1, table: merchantRules, tests: [], note: "the team's rules" }),
    );
    const run = await owner.call((api) =>
      api.automations.runBackTest({ automationId, version: 2, fromDay: "2026-10-20", toDay: "2026-11-01" }),
    );
    await done(run.jobRunId);
    const { report } = await owner.call((api) => api.automations.backTest({ backTestId: run.backTestId }));
    expect(report?.decisions).toBeGreaterThan(80);
    expect(report?.agreement.share).toBeGreaterThan(0.9);
    expect(report?.coverage).toBeGreaterThan(0.5);
    const { rows } = await owner.call((api) => api.automations.disagreements({ backTestId: run.backTestId, page: 0 }));
    expect(rows.length).toBe((report?.agreement.n ?? 0) - (report?.agreement.agreed ?? 0));
    for (const { caseName } of rows) expect(caseName).toMatch(/^#\d+$/);
  }, 120_000);

  test("two versions are compared over the same decisions, case by case", async () => {
    const window = { automationId, fromDay: "2026-10-20", toDay: "2026-11-01" };
    const test = async (version: number, againstVersion: number | null) => {
      const run = await owner.call((api) => api.automations.runBackTest({ ...window, version, againstVersion }));
      await done(run.jobRunId);
      return owner.call((api) => api.automations.backTest({ backTestId: run.backTestId }));
    };
    const [shipped, beside] = [await test(1, null), await test(2, 1)];
    const against = beside.report?.against;
    if (!against || !shipped.report || !beside.report) throw new Error("no report");
    expect(shipped.report.against).toBeNull();
    const asReported = ({ agreement, decisions, covered, costMinor }: NonNullable<typeof beside.report>) => ({
      alike: agreement.agreed,
      otherwise: agreement.n - agreement.agreed,
      leftToPeople: decisions - covered,
      costMinor,
      severe: agreement.severe,
    });
    expect(against).toMatchObject({ version: 1, before: asReported(shipped.report), after: asReported(beside.report), verdict: "better" });
    // What an earlier edition called better or worse is judged by what it counted.
    await house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
      await sql`update back_test set report = jsonb_set(report, '{against,after,severe}', '99') where id = ${beside.id}`.execute(tx);
    });
    const kept = await owner.call((api) => api.automations.backTest({ backTestId: beside.id }));
    expect(kept.report?.against?.verdict).toBe("mixed");
    const cases = await owner.call((api) => api.automations.changedCases({ backTestId: beside.id }));
    expect(cases.length).toBeGreaterThan(5);
    for (const { caseName, before, after, facts } of cases) {
      expect(caseName).toMatch(/^#\d+$/);
      expect(before).not.toBe(after);
      expect(Object.keys(facts).length).toBeGreaterThan(3);
    }
    expect(await owner.call((api) => api.automations.changedCases({ backTestId: shipped.id }))).toEqual([]);
    expect(await outcome(owner.call((api) => api.automations.runBackTest({ ...window, version: 2, againstVersion: 2 })))).toBe(
      "INPUT_INVALID",
    );
    expect(await outcome(owner.call((api) => api.automations.runBackTest({ ...window, version: 2, againstVersion: 9 })))).toBe("NOT_FOUND");
  }, 120_000);

  test("in shadow it decides on live orders, changes nothing, and is compared with what people then do", async () => {
    expect(await outcome(setStage("auto"))).toBe("CONFLICT");
    await setStage("back-test");
    await setStage("shadow");
    expect(await outcome(setStage("approve"))).toBe("GATE_NOT_MET");
    await pass(36, 30);
    const gates = await owner.call((api) => api.automations.gates({ automationId }));
    expect(gates.approve.agreement.n).toBeGreaterThan(10);
    expect(gates.approve.agreement.share).toBeGreaterThan(0.8);
    const decided = await owner.call((api) => api.automations.decisions({ automationId, filter: "all", page: 0 }));
    for (const { caseName } of decided.rows) expect(caseName).toMatch(/^#\d+$/);
    const { events } = await owner.call((api) => api.audit.events({ workflow: "order-exceptions", activity: null }));
    for (const { caseName } of events) expect(caseName).toMatch(/^#\d+$/);
    expect(world.sandbox.ledger()).toEqual([]);
    expect(await effects(["proposed", "ready", "running", "done", "refused", "failed"])).toEqual([]);
  }, 400_000);

  test("a case that waits when the automation is promoted is decided once more, for approval", async () => {
    const answered = async () => (await owner.call((api) => api.automations.gates({ automationId }))).approve.agreement.n;
    while ((await answered()) < 20) await pass(6, 30);
    let waiting: string[] = [];
    while (waiting.length === 0) {
      await pass(0.5, 30);
      waiting = await decidedInShadow(new Date(world.sandbox.shop.state.nowMs - 30 * MINUTE_MS));
    }
    const { settings } = await owner.call((api) => api.automations.get({ automationId }));
    const gate = { agreementLower: 0.5, fewest: 20, lossPerThousandMinor: 10_000_000 };
    await owner.call((api) =>
      api.automations.saveSettings({
        automationId,
        settings: { ...settings, holdOutShare: 0, gates: { ...settings.gates, approve: gate } },
        reason: "a gate for the test",
      }),
    );
    const { changes } = await owner.call((api) => api.automations.get({ automationId }));
    expect(changes[0]).toMatchObject({ what: "settings", reason: "a gate for the test" });
    expect(changes[0]?.settings).toContainEqual({
      setting: "gates.approve.agreementLower",
      from: settings.gates.approve.agreementLower,
      to: 0.5,
    });
    await setStage("approve");
    const look = async () => {
      await sweepAutomations(house.services, new AbortController().signal);
      await land();
    };
    await look();
    const proposed = await effects(["proposed"]);
    expect(proposed.map(({ case_id: caseId }) => caseId)).toEqual(expect.arrayContaining(waiting));
    await look();
    expect(await effects(["proposed"])).toEqual(proposed);
  }, 400_000);
});
