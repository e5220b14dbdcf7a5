import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

let world: SandboxNango;
let house: TestHouse;
let owner: Member;

// Two weeks of the sandbox shop, read through the embedded Nango and audited: what a person finds who has just connected it.
beforeAll(async () => {
  world = await startSandboxNango({ days: 14, ordersPerDay: 60 });
  house = await openTestHouse({ settings: { nango: world.settings } });
  owner = await house.ownerOf("Harbour");
  house.clock.now = new Date(world.sandbox.shop.state.nowMs);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  const nangoConnectionId = await world.consent(sessionToken);
  await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
  await world.runSyncs(nangoConnectionId);
  await runJobs(house);
}, 300_000);
afterAll(async () => {
  await house.close();
  await world.stop();
});

async function thePlan() {
  const { plan } = await owner.call((api) => api.rollout.get({}));
  if (!plan) throw new Error("there is no plan");
  return plan;
}

test("one call makes the rollout of the sandbox shop from its audit, proven best; the shop is connected already and costs nothing", async () => {
  const { audit } = await owner.call((api) => api.audit.get({}));
  const { plan: none, canMake } = await owner.call((api) => api.rollout.get({}));
  expect({ none, canMake }).toEqual({ none: null, canMake: true });
  await owner.call((api) => api.rollout.make({}));
  const plan = await thePlan();
  expect(plan.stored.auditId).toBe(audit?.id);
  expect(plan.solution?.proven).toBe(true);
  expect(plan.stored.items.find(({ id }) => id === "connect-store")?.alreadyThere).toMatch(/ is connected$/);
  expect(plan.planned.map(({ itemId }) => itemId)).not.toContain("connect-store");
});

test("its first phase starts its playbook in stage back-test, on the days of the audit", async () => {
  const [first] = (await thePlan()).phases;
  expect(first?.itemIds).toContain("automate-order-exceptions");
  for (const itemId of first?.itemIds ?? [])
    await owner.call((api) => api.rollout.setState({ itemId, state: "working", actualEffortDays: null }));
  const { automations } = await owner.call((api) => api.automations.list({}));
  expect(automations).toMatchObject([{ playbook: "order-exceptions", stage: "back-test" }]);

  await runJobs(house);
  const automationId = automations[0]?.id ?? "";
  const [run] = await owner.call((api) => api.automations.backTests({ automationId }));
  expect(run?.finishedAt).toBeInstanceOf(Date);
  const { report } = await owner.call((api) => api.automations.backTest({ backTestId: run?.id ?? "" }));
  expect(report?.decisions).toBeGreaterThan(20);
  expect(world.sandbox.ledger()).toEqual([]); // A back-test changes nothing in the shop.

  // A gate may ask for that agreement, and shows how it stands now.
  const { version, stored } = await thePlan();
  const item = stored.items.find(({ id }) => id === "automate-order-exceptions");
  const gate = { measure: "agreement", workflow: "order-exceptions", limit: 0.95, holdDays: 28 } as const;
  expect(item?.gate?.measure).toBe("hours");
  await owner.call((api) => api.rollout.changeItem({ version, itemId: "automate-order-exceptions", change: { gate } }));
  const standing = (await thePlan()).gates.find(({ itemId }) => itemId === "automate-order-exceptions");
  expect(standing).toMatchObject({ present: report?.agreement.share, passed: false });
});

test("once its rules were tried, neither the plan nor the business case counts on more than they took as people did", async () => {
  const { automations } = await owner.call((api) => api.automations.list({}));
  const [run] = await owner.call((api) => api.automations.backTests({ automationId: automations[0]?.id ?? "" }));
  const { decisions = 0, agreement } = run?.report ?? {};
  const share = (agreement?.agreed ?? 0) / decisions;
  expect(share).toBeGreaterThan(0.05);

  const draft = await owner.call((api) => api.roi.fromAudit({ name: "Case" }));
  expect(draft?.scenario.automations.find(({ id }) => id === "order-exceptions")?.automatableShare).toMatchObject({
    value: share,
    evidence: "recorded",
    source: { kind: "backTest", alike: agreement?.agreed, count: decisions },
  });

  await owner.call((api) => api.rollout.make({}));
  const { stored } = await thePlan();
  const item = stored.items.find(({ id }) => id === "automate-order-exceptions");
  expect(item?.captureShare).toBe(share);
  // Stating another share for all initiatives leaves what was tried.
  const { startsOn, objective, horizonWeeks, buildDaysPerWeek, teams, learningFactor, ramp, freezeWindows, valueBasis } = stored;
  const settings = {
    startsOn,
    objective,
    horizonWeeks,
    buildDaysPerWeek,
    teams,
    learningFactor,
    ramp: [...ramp],
    freezeWindows: [...freezeWindows],
    valueBasis,
  };
  await owner.call(async (api) => api.rollout.change({ version: (await thePlan()).version, settings: { ...settings, captureRate: 0.9 } }));
  const after = (await thePlan()).stored.items.find(({ id }) => id === "automate-order-exceptions");
  expect(after?.valuePerWeekMinor).toEqual(item?.valuePerWeekMinor);
});
