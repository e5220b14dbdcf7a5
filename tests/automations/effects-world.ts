import { sql } from "kysely";
import type { JobContext } from "#server/context.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import type { HoldReason, Order } from "#server/sandbox/shop/order.ts";
import { findOrder } from "#server/sandbox/shop/state.ts";
import { orderId } from "#server/sandbox/vendors/shopify/ids.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });

/** One row for each thing that can be done, by the reason of the hold. */
const TABLE: RuleTable = {
  columns: ["situation", "holdReason"],
  rows: [
    { id: "release", when: { situation: is("held"), holdReason: is("incorrect_address") }, outcome: "release", reason: "Let it go." },
    { id: "wait", when: { situation: is("held"), holdReason: is("inventory_out_of_stock") }, outcome: "wait for stock", reason: "Wait." },
    { id: "cancel", when: { situation: is("held"), holdReason: is("high_risk_of_fraud") }, outcome: "cancel", reason: "Too risky." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

/** Another app of the shop, which holds orders; its changes are those of somebody else. */
const CHECKER = { kind: "app", id: 4711, title: "Checker" } as const;
export const UNBRAKED = { callsPerMinute: 6_000, brake: { records: 100_000, moneyMinor: 1e12 } };
const LEASE_IS_OVER_MS = 4 * 60_000;

export type EffectRow = {
  id: string;
  state: string;
  kind: string;
  caseId: string;
  problem: string | null;
  attempts: number;
  undoes: string | null;
};

/**
 * A connected sandbox shop in the dead of night, so that none of its staff interferes, with an automation of order exceptions whose rules
 * decide by the reason of the hold. The house's clock stands still unless a test moves it.
 */
export async function openEffectsWorld() {
  const world = await startSandboxNango({ days: 1, ordersPerDay: 200 });
  const house = await openTestHouse({ settings: { nango: world.settings } });
  const owner = await house.ownerOf("Harbour");
  const { workspaceId } = owner;
  const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
  followClock(world, house);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "shopify" }));
  const nangoConnectionId = await world.consent(sessionToken);
  const { connectionId } = await owner.call((api) => api.connections.confirm({ integration: "shopify", nangoConnectionId }));
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: "order-exceptions" }));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table: TABLE, tests: [], note: "by the reason" }));

  const set = (change: Partial<AutomationSettings>) =>
    owner.call((api) => api.automations.saveSettings({ automationId, settings: { ...orderExceptions.settings, ...change } }));
  // Many tests act within one standing minute: budget and brake are another test's business.
  await set(UNBRAKED);

  /** Puts it on a stage past the gates, which have tests of their own. */
  const put = (stage: Stage) =>
    house.store.within({ workspaceId }, async (tx) => {
      const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
      if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
    });

  /** Brings what is new in the shop to our copy and decides on it. What was decided is not carried out. */
  const decide = async () => {
    await world.runSyncs(nangoConnectionId);
    await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
    house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name === "ingest-records"));
    await runOnly("ingest-records");
    await decideCases(context, { connectionId });
    house.jobs.length = 0;
  };
  const runOnly = async (name: string) => {
    const only = house.jobs.filter((job) => job.name === name).slice(0, 1);
    house.jobs.length = 0;
    await runJobs({ services: house.services, jobs: only });
  };
  await decide();

  const advance = (ms: number) => {
    world.sandbox.advance(world.sandbox.shop.state.nowMs + ms);
    followClock(world, house);
  };

  function order(orderNumber: number): Order {
    const found = findOrder(world.sandbox.shop.state, orderNumber);
    if (!found) throw new Error(`no order ${orderNumber}`);
    return found;
  }
  const used = new Set<number>();
  return {
    world,
    house,
    owner,
    workspaceId,
    context,
    connectionId,
    nangoConnectionId,
    automationId,
    put,
    set,
    decide,
    advance,
    /** Carries out everything that is due, as one worker does; another context is another worker. */
    run: (by: JobContext = context) => runEffects(by),
    /** Past the loan of an effect whose worker died. */
    endLoans: () => house.clock.advance(LEASE_IS_OVER_MS),
    /** Somebody else holds open orders for a reason. @returns their numbers */
    hold(reason: HoldReason, count: number): number[] {
      advance(1_000);
      const held = world.sandbox.shop.state.orders
        .filter((order) => order.fulfilment === "OPEN" && !used.has(order.number))
        .filter(({ events }) => !events.some(({ action }) => action === "fulfillment_hold_added"))
        .slice(0, count)
        .map(({ number }) => number);
      if (held.length < count) throw new Error(`the shop has only ${held.length} orders left to hold`);
      for (const orderNumber of held) {
        used.add(orderNumber);
        world.sandbox.act({ kind: "hold", orderNumber, reason, notes: `checked ${orderNumber}`, handle: null }, CHECKER);
      }
      advance(1_000);
      return held;
    },
    /** Somebody else edits an order. */
    edit(orderNumber: number): void {
      advance(1_000);
      world.sandbox.act({ kind: "add tags", orderNumber, tags: ["seen-by-anna"] }, CHECKER);
      advance(1_000);
    },
    /** Somebody else takes a tag off an order. */
    untag(orderNumber: number, tag: string): void {
      advance(1_000);
      world.sandbox.act({ kind: "remove tags", orderNumber, tags: [tag] }, CHECKER);
      advance(1_000);
    },
    /** Somebody else releases an order and holds it again, with the same words. */
    holdAnew(orderNumber: number): void {
      const { reason, notes } = order(orderNumber).holds[0]!;
      advance(1_000);
      world.sandbox.act({ kind: "release", orderNumber, holdIds: null }, CHECKER);
      world.sandbox.act({ kind: "hold", orderNumber, reason, notes, handle: null }, CHECKER);
      advance(1_000);
    },
    /** Somebody else places a second hold. */
    holdAlso(orderNumber: number, reason: HoldReason, notes: string): void {
      world.sandbox.act({ kind: "hold", orderNumber, reason, notes, handle: "second" }, CHECKER);
      advance(1_000);
    },
    order,
    /** What a change of ours could have altered. */
    stateOf(orderNumber: number) {
      const { holds, tags, cancelled, fulfilment } = order(orderNumber);
      return { holds: holds.map(({ reason, notes }) => `${reason} ${notes}`).sort(), tags, cancelled, fulfilment };
    },
    /** What the vendor took from us for an order, in order of time. */
    ledger: (orderNumber?: number) =>
      world.sandbox
        .ledger()
        .filter(({ by, action }) => by.id !== CHECKER.id && (orderNumber === undefined || action.orderNumber === orderNumber))
        .map(({ action, changed }) => ({ kind: action.kind, orderNumber: action.orderNumber, changed })),
    effects: (orderNumber?: number): Promise<EffectRow[]> =>
      house.store.within({ workspaceId }, async (tx) => {
        const { rows } = await sql<EffectRow>`select id, state, kind, case_id as "caseId", problem, attempts, undoes from effect
          ${orderNumber === undefined ? sql`` : sql`where case_id = ${caseOf(orderNumber)}`} order by created_at, id`.execute(tx);
        return rows;
      }),
    /** Waits for a job that a person began, by doing everything that is enqueued. */
    async done(jobRunId: string | null): Promise<unknown> {
      await runJobs(house);
      return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
    },
    async close() {
      await house.close();
      await world.stop();
    },
  };
}
export type EffectsWorld = Awaited<ReturnType<typeof openEffectsWorld>>;

export const caseOf = (orderNumber: number): string => `order:${orderId(orderNumber)}`;

function followClock(world: SandboxNango, house: TestHouse): void {
  house.clock.now = new Date(Math.max(world.sandbox.shop.state.nowMs, house.clock.now.getTime()));
}
