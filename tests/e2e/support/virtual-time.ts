import { writeFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import { expect } from "@playwright/test";
import * as z from "zod";
import { mutate, query } from "./people.ts";

const HOUR_MS = 3_600_000;
const Clock = z.object({ nowMs: z.number() });
const Connections = z.array(z.object({ id: z.uuid() }));
const Jobs = z.array(z.object({ id: z.uuid() }));
const Ledger = z.object({ entries: z.array(z.object({ action: z.object({}).loose(), ids: z.unknown() }).loose()) });

/** The sandbox shop of the installation under test, at its own address. */
export type Shop = { request: APIRequestContext; origin: string };

/**
 * Lets hours pass in the shop and in the installation alike, a step at a time: after each, what happened in the shop is read and every
 * job that follows from it has run.
 */
export async function passTime({ request, origin }: Shop, { hours, stepHours }: { hours: number; stepHours: number }): Promise<void> {
  const file = process.env["SLIPSTREAM_E2E_CLOCK"];
  if (file === undefined) throw new Error("the installation under test was started without a clock of its own");
  for (let passed = 0; passed < hours; passed += stepHours) {
    const before = Clock.parse(await (await request.get(`${origin}/_sandbox/clock`)).json());
    const toMs = before.nowMs + stepHours * HOUR_MS;
    await writeFile(file, String(Math.max(0, toMs - Date.now())));
    const moved = await request.post(`${origin}/_sandbox/advance`, { data: { toMs } });
    expect(moved.ok()).toBe(true);
    for (const { id } of Connections.parse(await query(request, "connections.list", {})))
      await mutate(request, "connections.syncNow", { connectionId: id });
    await untilIdle(request);
  }
}

/** Waits until no job of the workspace is at work or about to be. */
export async function untilIdle(request: APIRequestContext): Promise<void> {
  await expect
    .poll(async () => Jobs.parse(await query(request, "jobs.list", { limit: 50, states: ["waiting", "running", "retrying"] })).length, {
      timeout: 120_000,
      intervals: [100, 200, 400],
    })
    .toBe(0);
}

/** What the vendor accepted, as the vendor has it. */
export async function ledgerOf({ request, origin }: Shop) {
  return Ledger.parse(await (await request.get(`${origin}/_sandbox/ledger`)).json()).entries;
}
