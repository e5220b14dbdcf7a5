import { createHmac } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { insertConnection } from "#db/queries/connections.ts";
import type { JobContext, Services } from "#server/context.ts";
import { NEEDS_PERSON, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import { bossQueue, openBoss } from "#server/jobs/boss.ts";
import { jobs } from "#server/jobs/index.ts";
import { createQueues, workOn } from "#server/jobs/work.ts";
import { createLog } from "#server/log.ts";
import { changeStage } from "#server/services/automations/change-stage.ts";
import { loadAutomation } from "#server/services/automations/load-automation.ts";
import { receiveWebhook } from "#server/services/connections/receive-webhook.ts";
import { startSmallVendor, type SmallVendor } from "#tests/faults/small-vendor.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import { benchDatabase, type BenchDatabase } from "./bench-database.ts";
import { verdict } from "./incremental.ts";

/** Orders that wait for people meanwhile: two days of a shop with 500 a day of which a tenth is held. */
const WAITING = 100;
const MOST_MS = 1_000; // automations.md, "Speed"
const LOOKS_EVERY_MS = 2;
const GIVEN_UP_AFTER_MS = 60_000;
/** The vendor stamps a change a second after the one before, and nothing is decided on before it happened. */
const HELD_A_SECOND_LATER_MS = 2_000;
const AT_NANGO = "c-bench";
const SIGNING_KEY = "signing";

const is = (...values: string[]) => ({ test: "is" as const, values });
/** As many rows as the back-test's bench has, of which only the last ones ever fire. */
const TABLE: RuleTable = {
  columns: ["situation", "holdReason", "orderTotal"],
  rows: [
    ...Array.from({ length: 48 }, (_, at) => ({
      id: `row-${at}`,
      when: { situation: is("held"), orderTotal: { test: "between" as const, low: 10_000 + at, high: 10_001 + at } },
      outcome: "release",
      reason: "For the measurement.",
    })),
    { id: "release", when: { situation: is("held"), holdReason: is("incorrect_address") }, outcome: "release", reason: "Let it go." },
    { id: "else", when: {}, outcome: NEEDS_PERSON, reason: "No rule covers this." },
  ],
};

/**
 * How long a live decision takes: from the webhook at our door, over the queue, the reading of the record from Nango and the landing of it in our
 * copy, to the decision in the database, one order at a time, with a worker as in an installation. Beside it what the way costs at the least: two
 * jobs that do nothing handed over by the same queue, and two commits.
 *
 * @param args orders that are decided on, 200 unless told
 * @returns 0 when 95 % were within a second, else 1
 */
export async function benchDecision(args: readonly string[]): Promise<number> {
  const [rounds = 200] = args.map(Number);
  const database = await benchDatabase({ fresh: true });
  const clock = { now: () => new Date(0) };
  const vendor = await startSmallVendor(() => clock.now());
  const boss = await openBoss({ databaseUrl: database.appUrl, role: "worker", log: createLog({ process: "bench", level: "silent" }) });
  const nango = { host: vendor.url, secretKey: "secret-key", webhookSigningKey: SIGNING_KEY, connectUrl: vendor.url, embedded: true };
  const house = await openTestHouse({
    settings: { nango },
    queue: bossQueue(boss),
    database: { name: "bench", ownerUrl: database.ownerUrl, appUrl: database.appUrl, drop: async () => {} },
  });
  clock.now = () => house.clock.now;
  try {
    await createQueues(boss, jobs);
    const workspaceId = await openShop(house);
    await workOn(boss, jobs, { ...house.services, settings: { ...house.services.settings, nango } });
    for (let at = 0; at < WAITING; at += 1) hold(vendor, `waiting-${at}`, "inventory_out_of_stock");
    house.clock.advance(HELD_A_SECOND_LATER_MS);
    await landed(house.services, vendor, database, "waiting-0");
    const tookMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      hold(vendor, `order-${round}`, "incorrect_address");
      house.clock.advance(HELD_A_SECOND_LATER_MS);
      const began = performance.now();
      await landed(house.services, vendor, database, `order-${round}`);
      tookMs.push(performance.now() - began);
      await quiet(database);
    }
    const leastMs = await leastPossible(house, workspaceId);
    tookMs.sort((a, b) => a - b);
    const at = (share: number): number => tookMs[Math.floor(share * (rounds - 1))] ?? 0;
    console.log(
      `  ${rounds} orders among ${WAITING} that wait: median ${at(0.5).toFixed(0)} ms, worst ${at(1).toFixed(0)} ms; two commits alone take ${leastMs.toFixed(1)} ms`,
    );
    return verdict("decision", [{ name: "from the webhook to the decision, p95", value: at(0.95), digits: 0, unit: "ms", most: MOST_MS }]);
  } finally {
    await boss.stop({ graceful: true, timeout: 10_000 });
    await house.close();
    await vendor.close();
    await database.close();
  }
}

function hold(vendor: SmallVendor, orderId: string, reason: string): void {
  vendor.place(AT_NANGO, orderId);
  vendor.hold(orderId, reason);
}

/** A workspace with one shop and an automation of order exceptions that decides in shadow. @returns the workspace's id */
async function openShop(house: TestHouse): Promise<string> {
  const owner = await house.ownerOf("Harbour");
  const { workspaceId } = owner;
  const context: JobContext = { ...house.services, workspaceId, actor: { type: "system", name: "bench" } };
  const { newId } = house.services;
  await house.store.within({ workspaceId }, (tx) =>
    insertConnection(tx, {
      workspaceId,
      id: newId(),
      sourceId: newId(),
      integration: "shopify",
      provider: "shopify",
      nangoConnectionId: AT_NANGO,
      name: "Shop",
      connectedBy: context.actor,
      now: house.clock.now,
    }),
  );
  const { automationId } = await owner.call((api) => api.automations.create({ playbook: "order-exceptions" }));
  await owner.call((api) => api.automations.saveVersion({ automationId, baseVersion: 1, table: TABLE, tests: [], note: "for the bench" }));
  await house.store.within({ workspaceId }, async (tx) => {
    const automation = await loadAutomation(tx, { workspaceId, automationId, lock: true });
    await changeStage(context, tx, { automation, stage: "shadow", reason: "for the bench", evidence: null });
  });
  return workspaceId;
}

/** Sends the webhook that Nango sends after a sync and waits until the order has been decided on. */
async function landed(services: Services, vendor: SmallVendor, { admin }: BenchDatabase, orderId: string): Promise<void> {
  const place = { connectionId: AT_NANGO, providerConfigKey: "shopify", model: "Order" };
  const rawBody = JSON.stringify({ from: "nango", type: "sync", ...place, modifiedAfter: vendor.orders.get(orderId)?.updatedMs });
  const headers = { "x-nango-hmac-sha256": createHmac("sha256", SIGNING_KEY).update(rawBody).digest("hex") };
  const taken = await receiveWebhook(services, { rawBody, headers });
  if (taken !== "enqueued") throw new Error(`the webhook was ${taken}`);
  const since = performance.now();
  while (performance.now() - since < GIVEN_UP_AFTER_MS) {
    const { rowCount } = await admin.query("select 1 from decision where case_id = $1", [`order:${orderId}`]);
    if (rowCount) return;
    await wait(LOOKS_EVERY_MS);
  }
  throw new Error(`${orderId} was not decided on within a minute`);
}

/** Until nothing of the last order is under way any more. */
async function quiet({ admin }: BenchDatabase): Promise<void> {
  for (;;) {
    const { rowCount } = await admin.query(
      "select 1 from pgboss.job where state in ('created', 'active') and name in ('ingest-records', 'decide-cases')",
    );
    if (!rowCount) return;
    await wait(LOOKS_EVERY_MS);
  }
}

/** Milliseconds, the median of two transactions that each write one row: what is landed and what is decided are committed, whatever else is done. */
async function leastPossible({ store, services }: TestHouse, workspaceId: string): Promise<number> {
  const tookMs: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const began = performance.now();
    for (let commit = 0; commit < 2; commit += 1)
      await store.within({ workspaceId }, (tx) =>
        insertConnection(tx, {
          workspaceId,
          id: services.newId(),
          sourceId: services.newId(),
          integration: "shopify",
          provider: "shopify",
          nangoConnectionId: `limit-${round}-${commit}`,
          name: "Limit",
          connectedBy: { type: "system", name: "bench" },
          now: services.now(),
        }),
      );
    tookMs.push(performance.now() - began);
  }
  return tookMs.sort((a, b) => a - b)[25] ?? 0;
}
