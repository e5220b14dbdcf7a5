import { sql } from "kysely";
import type { JobContext } from "#server/context.ts";
import type { Stage } from "#server/domain/automations/stages.ts";
import type { RuleTable } from "#server/domain/decisions/rule-table.ts";
import { supplierPo } from "#server/playbooks/supplier-po/playbook.ts";
import { findTransaction } from "#server/sandbox/departments/purchasing/state.ts";
import type { Transaction } from "#server/sandbox/departments/purchasing/transaction.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { decideCases } from "#server/services/automations/decide-cases.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runEffects } from "#server/services/automations/run-effects.ts";
import { startIngest } from "#server/services/connections/start-ingest.ts";
import { startSandboxNango, type SandboxNango } from "#tests/connections/sandbox-nango.ts";
import { openTestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { UNBRAKED } from "./effects-world.ts";

/** Another program that works with the ERP; its changes are those of somebody else. */
const SOMEBODY = { kind: "app", id: 4711, title: "Checker" } as const;

export type Row = { id: string; state: string; kind: string; problem: string | null; attempts: number };

/**
 * A connected sandbox ERP in the night to a Monday, so that no buyer interferes: what came in since Thursday waits. The house's clock stands
 * still unless a test moves it.
 *
 * @param shared the ERP of another world, for a merchant who begins anew with it
 */
export async function openBuyingWorld(table: RuleTable, shared?: SandboxNango) {
  const world = shared ?? (await startSandboxNango({ days: 7, ordersPerDay: 2_500, seed: "buying-night" }));
  const house = await openTestHouse({ settings: { nango: world.settings } });
  const owner = await house.ownerOf("Harbour buying");
  const { workspaceId } = owner;
  const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
  const advance = (ms: number): void => {
    world.sandbox.advance(world.sandbox.shop.state.nowMs + ms);
    house.clock.now = new Date(Math.max(world.sandbox.shop.state.nowMs, house.clock.now.getTime()));
  };
  advance(1_000);
  const { sessionToken } = await owner.call((api) => api.connections.begin({ integration: "netsuite" }));
  const nangoConnectionId = await world.consent(sessionToken, "allow", "netsuite");
  const { connectionId } = await owner.call((api) => api.connections.confirm({ integration: "netsuite", nangoConnectionId }));
  const { purchasing } = world.sandbox.departments;

  async function read(syncs: readonly string[] = ["purchase-orders", "system-notes"]): Promise<void> {
    for (const sync of syncs) await world.harness.runSync("netsuite", sync, nangoConnectionId);
    await house.store.within({ workspaceId }, (tx) => startIngest(house.services, tx, { workspaceId, connectionId, actor: context.actor }));
    const ingest = house.jobs.filter(({ name }) => name === "ingest-records").slice(0, 1);
    house.jobs.length = 0;
    await runJobs({ services: house.services, jobs: ingest });
  }
  /** Brings what is new in the ERP to our copy and decides on it. What was decided is not carried out. */
  async function decide(): Promise<void> {
    await read();
    await decideCases(context, { connectionId });
    house.jobs.length = 0;
  }
  await read();
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: "supplier-po" }));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table, tests: [], note: "for the test" }));
  await owner.call((api) => api.automations.saveSettings({ automationId, settings: { ...supplierPo.settings, ...UNBRAKED } }));

  return {
    world,
    house,
    owner,
    context,
    workspaceId,
    connectionId,
    automationId,
    advance,
    decide,
    run: (by: JobContext = context) => runEffects(by),
    put: (stage: Stage) =>
      house.store.within({ workspaceId }, async (tx) => {
        const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
        if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
      }),
    order(id: number): Transaction {
      const found = findTransaction(purchasing.state, id);
      if (!found) throw new Error(`no purchase order ${id}`);
      return found;
    },
    /** Somebody else writes into the memo. */
    edit(id: number): void {
      advance(1_000);
      purchasing.act({ kind: "update purchase order", orderId: id, memo: "Seen by Anna", lines: [] }, SOMEBODY);
      advance(1_000);
    },
    /** What the ERP took from us for an order, in order of time. */
    ledger: (id: number) =>
      world.sandbox
        .departmentLedger()
        .filter(({ by, action }) => by.id !== SOMEBODY.id && Object(action).orderId === id)
        .map(({ action, changed }) => ({ kind: String(Object(action).kind), changed })),
    /** Every effect of a case, or all; those that take back stand apart. */
    effects: (id: number, undoes = false): Promise<Row[]> =>
      house.store.within({ workspaceId }, async (tx) => {
        const { rows } = await sql<Row>`select id, state, kind, problem, attempts from effect
          where case_id = ${`purchase_order:${id}`} and (undoes is not null) = ${undoes} order by created_at, position`.execute(tx);
        return rows;
      }),
    /** Orders on which a decision was taken, by its outcome, in order of their ids. */
    decided: (outcome: string): Promise<number[]> =>
      house.store.within({ workspaceId }, async (tx) => {
        const { rows } = await sql<{ id: number }>`select distinct split_part(case_id, ':', 2)::int as id from decision
          where outcome = ${outcome} order by 1`.execute(tx);
        return rows.map(({ id }) => id);
      }),
    /** Waits for a job that a person began, by doing everything that is enqueued. */
    async done(jobRunId: string | null): Promise<unknown> {
      house.jobs.splice(0, house.jobs.length, ...house.jobs.filter(({ name }) => name !== "build-audit"));
      await runJobs(house);
      return (await owner.call((api) => api.jobs.get({ jobRunId: jobRunId ?? "" }))).result;
    },
    async close() {
      await house.close();
      if (!shared) await world.stop();
    },
  };
}
export type BuyingWorld = Awaited<ReturnType<typeof openBuyingWorld>>;
