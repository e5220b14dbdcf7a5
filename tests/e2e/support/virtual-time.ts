import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect } from "@playwright/test";
import * as z from "zod";
import { atLocal, dayOf, HOUR_MS, weekdayOf } from "#server/sandbox/calendar.ts";
import { SHOP } from "#server/sandbox/shop/settings.ts";
import { startInstallation } from "./installation.ts";
import { mutate, query } from "./people.ts";
import { test as portalTest } from "./portal-test.ts";

const THURSDAY = 4;
const Clock = z.object({ nowMs: z.number() });
const Connections = z.array(z.object({ id: z.uuid() }));
const Jobs = z.array(z.object({ name: z.string(), title: z.string() }));
const AUDIT = "build-audit";
const Ledger = z.object({
  entries: z.array(z.object({ action: z.object({ kind: z.string() }).loose(), ids: z.object({ orderId: z.string() }).loose() }).loose()),
});

/** The sandbox shop of an installation, at its own address. */
export type Shop = { request: APIRequestContext; origin: string };

type Options = {
  /** Settings of the installation on top of those of every test. */
  installationEnv: Record<string, string>;
  /** Whether its clock is put ahead; without, it goes with ours. */
  isAhead: boolean;
};
type Own = { installation: string };

/**
 * A test on an installation of its own, whose clock is ahead of ours: sessions and schedules of others do not grow old with it. It begins
 * at the shop's midnight before the Thursday to come, whatever the day, so that weekends always lie in the same places.
 */
export const test = portalTest.extend<object, Options & Own>({
  installationEnv: [{}, { option: true, scope: "worker" }],
  isAhead: [true, { option: true, scope: "worker" }],
  installation: [
    async ({ installationEnv, isAhead }, use) => {
      const sessions = await mkdtemp(join(tmpdir(), "slipstream-e2e-own-"));
      const clock = join(sessions, "ahead-ms");
      process.env["SLIPSTREAM_E2E_SESSIONS"] = sessions;
      process.env["SLIPSTREAM_E2E_CLOCK"] = clock;
      await writeFile(clock, String(isAhead ? thursdayFrom(Date.now()) - Date.now() : 0));
      const { url, stop } = await startInstallation({
        env: {
          ...installationEnv,
          NODE_OPTIONS: [process.env["NODE_OPTIONS"], `--import ${new URL("../virtual-clock.ts", import.meta.url).href}`]
            .filter(Boolean)
            .join(" "),
          SLIPSTREAM_E2E_CLOCK: clock,
        },
        logs: "logs-virtual-time",
      });
      await use(url);
      await stop();
      await rm(sessions, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation),
});

/** The instant at which the next Thursday begins in the shop's zone. */
function thursdayFrom(nowMs: number): number {
  const tomorrow = dayOf(SHOP.zone, nowMs) + 1;
  const daysAhead = (THURSDAY - weekdayOf(tomorrow) + 7) % 7;
  return atLocal(SHOP.zone, tomorrow + daysAhead, 0);
}

/**
 * Lets hours pass in the shop and in the installation alike, a step at a time: after each, what happened in the shop is read and every
 * job that follows from it has run.
 * Webhooks are lost meanwhile, as the syncs make up for: a day's thousands, one by one, take most of a minute.
 */
export async function passTime({ request, origin }: Shop, { hours, stepHours }: { hours: number; stepHours: number }): Promise<void> {
  const file = process.env["SLIPSTREAM_E2E_CLOCK"];
  if (file === undefined) throw new Error("the installation under test was started without a clock of its own");
  const connections = Connections.parse(await query(request, "connections.list", {}));
  for (let passed = 0; passed < hours; passed += stepHours) {
    const before = Clock.parse(await (await request.get(`${origin}/_sandbox/clock`)).json());
    const toMs = before.nowMs + stepHours * HOUR_MS;
    await writeFile(file, String(toMs - Date.now()));
    const moved = await request.post(`${origin}/_sandbox/advance`, { data: { toMs, webhooks: "drop" } });
    expect(moved.ok()).toBe(true);
    for (const { id } of connections) await mutate(request, "connections.syncNow", { connectionId: id });
    // The next step need not wait for the audit: one that waits reads what every step before it brought.
    await untilIdle(request, { besides: AUDIT });
  }
  await untilIdle(request);
}

/** Waits until no job of the workspace is at work or about to be; `besides`: a kind of job that is not waited for. */
export async function untilIdle(request: APIRequestContext, { besides }: { besides?: string } = {}): Promise<void> {
  const states = ["waiting", "running", "retrying"];
  await expect
    .poll(async () => Jobs.parse(await query(request, "jobs.list", { limit: 50, states })).filter(({ name }) => name !== besides), {
      timeout: 120_000,
      intervals: [100],
    })
    .toEqual([]);
}

/** What the vendor accepted, as the vendor has it. */
export async function ledgerOf({ request, origin }: Shop) {
  return Ledger.parse(await (await request.get(`${origin}/_sandbox/ledger`)).json()).entries;
}
