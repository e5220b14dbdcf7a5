import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobContext } from "#server/context.ts";
import { openSandbox, type Sandbox } from "#server/sandbox/open-sandbox.ts";
import { policyDecision } from "#server/sandbox/shop/policy.ts";
import { shopSettings } from "#server/sandbox/shop/settings.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { sweepAutomations } from "#server/services/automations/sweep-automations.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { SHOP, startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
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
    if (topic !== "orders/create") news = true;
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

/** Lets time pass; lands when the shop has news, at the end of each step of `minutes`. */
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

/** What a job of the product works with, as a worker of its own. */
const worker = (): JobContext => ({
  ...house.services,
  workspaceId: owner.workspaceId,
  actor: { type: "job", jobRunId: "00000000-0000-4000-8000-000000000000", name: "run-effects" },
});

const effects = (states: readonly string[]) =>
  house.store.within({ workspaceId: owner.workspaceId }, async (tx) => {
    const { rows } = await sql<{ id: string; state: string; kind: string; case_id: string; problem: string | null }>`
      select id, state, kind, case_id, problem from effect where undoes is null and state = any(${[...states]}) order by created_at, id`.execute(
      tx,
    );
    return rows;
  });

const entriesOf = (caseId: string) => {
  const number = Number(/(\d+)$/.exec(caseId)?.[1]);
  const order = world.sandbox.shop.state.orders.find(({ number: candidate }) => number % 100_000 === candidate % 100_000);
  return world.sandbox.ledger().filter(({ action }) => action.orderNumber === order?.number);
};

/** Entries of the timeline that people made on orders placed after a moment, the nightly script left out. */
const touchesSince = ({ shop: { state } }: Sandbox, sinceMs: number): number =>
  state.events.filter(
    ({ actor, atMs, orderNumber, action, detail }) =>
      actor.kind === "staff" &&
      atMs >= sinceMs &&
      (state.orders.find(({ number }) => number === orderNumber)?.placedMs ?? 0) >= sinceMs &&
      !(action === "tag_added" && detail.startsWith("batch-")),
  ).length;

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
  }, 120_000);

  test("in shadow it decides on live orders, changes nothing, and is compared with what people then do", async () => {
    expect(await outcome(setStage("auto"))).toBe("CONFLICT");
    await setStage("back-test");
    await setStage("shadow");
    expect(await outcome(setStage("approve"))).toBe("GATE_NOT_MET");
    await pass(48, 20);
    const gates = await owner.call((api) => api.automations.gates({ automationId }));
    expect(gates.approve.agreement.n).toBeGreaterThan(10);
    expect(gates.approve.agreement.share).toBeGreaterThan(0.8);
    expect(world.sandbox.ledger()).toEqual([]);
    expect(await effects(["proposed", "ready", "running", "done", "refused", "failed"])).toEqual([]);
  }, 400_000);

  test("approved, effects stand in the vendor's ledger once, though two workers take them", async () => {
    const { settings } = await owner.call((api) => api.automations.get({ automationId }));
    const gate = { agreementLower: 0.6, fewest: 20, lossPerThousandMinor: 10_000_000 };
    const loose = { ...settings, gates: { approve: { ...gate, fewest: 20 }, auto: gate }, demotion: { cusumLimit: 50, severeErrors: 50 } };
    await owner.call((api) => api.automations.saveSettings({ automationId, settings: loose }));
    for (let days = 0; days < 4 && !(await owner.call((api) => api.automations.gates({ automationId }))).approve.holds; days += 1)
      await pass(24, 30);
    await setStage("approve", "the gate holds");
    await pass(16, 15);
    const { rows } = await owner.call((api) => api.automations.inbox({ page: 0 }));
    expect(rows.length).toBeGreaterThan(0);
    const risks = rows.map(({ riskMinor }) => riskMinor ?? 0);
    expect(risks).toEqual(risks.toSorted((a, b) => b - a));
    expect(world.sandbox.ledger()).toEqual([]);
    const [first] = rows;
    await owner.call((api) => api.automations.reject({ effectIds: [first!.effectId], reason: "I know this customer" }));
    await owner.call((api) => api.automations.approve({ effectIds: rows.map(({ effectId }) => effectId) }));
    house.jobs.length = 0;
    await Promise.all([runEffects(worker()), runEffects(worker()), runEffects(worker())]);
    const finished = await effects(["done"]);
    expect(finished.length + (await effects(["refused"])).length).toBeGreaterThanOrEqual(rows.length);
    expect(world.sandbox.ledger().length).toBe(finished.length);
  }, 400_000);
});
