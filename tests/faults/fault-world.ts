import { sql } from "kysely";
import pg from "pg";
import * as z from "zod";
import { inject } from "vitest";
import { upsertControl } from "#db/queries/automations.ts";
import type { JobContext, Services } from "#server/context.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { jobs } from "#server/jobs/index.ts";
import { orderExceptions } from "#server/playbooks/order-exceptions/playbook.ts";
import { ticketRouting } from "#server/playbooks/ticket-routing/playbook.ts";
import { payloads } from "#server/queue.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { runTracked } from "#server/services/jobs/run-tracked.ts";
import { Died } from "#tests/automations/mortal-worker.ts";
import { UNBRAKED } from "#tests/automations/playbook-world.ts";
import { openTestHouse } from "#tests/house.ts";
import { startSmallVendor } from "./small-vendor.ts";

const is = (...values: string[]) => ({ test: "is" as const, values });
const TABLE: RuleTable = {
  columns: ["situation", "holdReason"],
  rows: [
    { id: "release", when: { situation: is("held"), holdReason: is("incorrect_address") }, outcome: "release", reason: "Let it go." },
    { id: "wait", when: { situation: is("held"), holdReason: is("inventory_out_of_stock") }, outcome: "wait for stock", reason: "Wait." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

const Payload = z.object({ workspaceId: z.string(), jobRunId: z.string() });

const CUT_CODES: readonly unknown[] = ["57P01", "ECONNRESET", "EPIPE"];

/** Whether an error says that the server ended a session. */
const isCut = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && CUT_CODES.includes(error.code)) || /Connection terminated|terminating connection|not queryable/.test(error.message));

/**
 * A workspace with two automations at a vendor that fails on purpose, and workers that die on purpose. Everything runs when it is told to,
 * and the clock stands still unless it is moved.
 */
export async function openFaultWorld() {
  const clock = { now: () => new Date(0) };
  const vendor = await startSmallVendor(() => clock.now());
  const house = await openTestHouse({
    settings: {
      nango: { host: vendor.url, secretKey: "secret-key", webhookSigningKey: "signing", connectUrl: vendor.url, embedded: true },
    },
  });
  clock.now = () => house.clock.now;
  const admin = new pg.Client({ connectionString: inject("databaseServer").adminUrl });
  await admin.connect();
  const owner = await house.ownerOf("Harbour");
  const { workspaceId } = owner;
  const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: "order-exceptions" }));
  const { automationId: secondId } = await owner.call((api) => api.automations.create({ playbook: "ticket-routing" }));

  const put = (id: string, stage: "approve" | "auto") =>
    house.store.within({ workspaceId }, async (tx) => {
      const automation = await loadAutomation(tx, { workspaceId, automationId: id, lock: true });
      if (automation.stage !== stage) await changeStage(context, tx, { automation, stage, reason: "for the test", evidence: null });
    });
  const settings = async (id: string, value: AutomationSettings) =>
    owner.call((api) => api.automations.saveSettings({ automationId: id, settings: value, reason: "for the test" }));

  const unseen: typeof house.jobs = [];
  const isKept = ({ payload }: (typeof unseen)[number]): Promise<boolean> => {
    const { workspaceId: of, jobRunId } = Payload.parse(payload);
    return house.store.within({ workspaceId: of }, async (tx) => {
      const { rows } = await sql`select 1 from job_run where workspace_id = ${of} and id = ${jobRunId}`.execute(tx);
      return rows.length > 0;
    });
  };

  const world = {
    house,
    vendor,
    owner,
    context,
    automationId,
    secondId,
    put,
    /** The same rules once more, as a person who edits them does. */
    async saveRules(): Promise<void> {
      const { automation } = await owner.call((api) => api.automations.get({ automationId }));
      const version = { automationId, baseVersion: automation.version, table: TABLE, tests: [], note: "for the test" };
      await owner.call((api) => api.automations.saveVersion(version));
    },
    async set(change: Partial<AutomationSettings>): Promise<void> {
      await settings(automationId, { ...orderExceptions.settings, ...UNBRAKED, ...change });
      await settings(secondId, { ...ticketRouting.settings, ...UNBRAKED, ...change });
    },
    stopAll: (stopped: boolean) =>
      house.store.within({ workspaceId }, (tx) =>
        upsertControl(tx, { workspaceId, stoppedAt: stopped ? house.clock.now : null, reason: "for the test", actor: context.actor }),
      ),
    /**
     * Does what is enqueued, as a worker would. What it dies over, or is to be tried again, is handed out again later. A queue shows nothing
     * before the commit: what another worker enqueues in this moment is handed out later too, if it was committed by then.
     */
    async workOn(services: Services, signal = new AbortController().signal): Promise<void> {
      for (const job of unseen.splice(0)) if (await isKept(job)) house.jobs.push(job);
      for (let next = house.jobs.shift(); next; next = house.jobs.shift()) {
        const { name } = next;
        const job = jobs.find((candidate) => candidate.name === name);
        if (!job || name === "build-audit") continue;
        if (!(await isKept(next))) {
          unseen.push(next);
          continue;
        }
        const payload = payloads[name].parse(next.payload);
        const work = (given: JobContext, progress: Parameters<typeof job.run>[2]) => job.run(given, payload, progress);
        try {
          if ((await runTracked(services, payload, { name, signal, lastTry: false, work })) === "ended") continue;
        } catch (error) {
          if (!(error instanceof Died) && !isCut(error)) throw error;
        }
        house.jobs.push(next);
        return;
      }
    },
    /** Waits for work during which a worker may die or the server restart. */
    async unlessDied(work: Promise<unknown>): Promise<void> {
      try {
        await work;
      } catch (error) {
        if (!(error instanceof Died) && !isCut(error)) throw error;
      }
    },
    servicesWith: (store: Services["store"]): Services => ({ ...house.services, store }),
    /** A worker under whose transaction, the n-th, the server restarts before the commit: every session of the application ends. */
    underRestart(transaction: number, told: () => void): Services {
      let transactions = 0;
      const { pathname, username } = new URL(house.services.settings.databaseUrl);
      const within: Services["store"]["within"] = (scope, work) =>
        house.store.within(scope, async (tx) => {
          const result = await work(tx);
          transactions += 1;
          if (transactions !== transaction) return result;
          told();
          const sessions = [pathname.slice(1), username];
          await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2", sessions);
          return result;
        });
      return world.servicesWith({ ...house.store, within });
    },
    /** Until the pool has found out which of its sessions are gone. */
    async afterRestart(): Promise<void> {
      for (let tries = 0; tries < 100; tries += 1) {
        try {
          await Promise.all(Array.from({ length: 6 }, () => house.store.within({}, (tx) => sql`select 1`.execute(tx))));
          return;
        } catch (error) {
          if (!isCut(error)) throw error;
        }
      }
      throw new Error("the server did not come back");
    },
    async close(): Promise<void> {
      await admin.end();
      await house.close();
      await vendor.close();
    },
  };
  await world.saveRules();
  return world;
}
export type FaultWorld = Awaited<ReturnType<typeof openFaultWorld>>;
