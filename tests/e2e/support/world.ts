import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { APIRequestContext } from "@playwright/test";
import * as z from "zod";
import { expect } from "@playwright/test";
import { GOLDEN_LOG } from "./imports.ts";
import { enterWorkspace, keptFile, mutate, query } from "./people.ts";
import type { World } from "./pages.ts";

const Uploaded = z.object({ uploadId: z.uuid() });
const Preview = z.object({ chosen: z.object({}).loose() });
const Started = z.object({ importId: z.uuid() });
const Kept = z.object({ uploadId: z.uuid(), importId: z.uuid(), workflow: z.string(), scenarioId: z.uuid() });
const Audit = z.object({ audit: z.object({ eventCount: z.number() }).nullable(), runningJobId: z.string().nullable() });

const WORKFLOW = "Exceptions of the web shop";

async function send(request: APIRequestContext, name: string, content: Buffer): Promise<string> {
  const response = await request.post("/api/uploads", {
    headers: { "content-type": "application/octet-stream", "x-file-name": name },
    data: content,
  });
  return Uploaded.parse(await response.json()).uploadId;
}

/** Enters a workspace of the person signed in where every page has something to show; the first test that asks fills it for all. */
export async function enterFilledWorkspace(request: APIRequestContext): Promise<World> {
  const lock = keptFile("world.lock");
  while (!(await takes(lock))) await wait(200);
  try {
    await enterWorkspace(request, "Pages");
    const kept = await readFile(keptFile("world.json"), "utf8").catch(() => null);
    if (kept !== null) return Kept.parse(JSON.parse(kept));
    const world = await fillWorkspace(request);
    await writeFile(keptFile("world.json"), JSON.stringify(world));
    return world;
  } finally {
    await rmdir(lock);
  }
}

const takes = (lock: string): Promise<boolean> =>
  mkdir(lock).then(
    () => true,
    () => false,
  );

async function fillWorkspace(request: APIRequestContext): Promise<World> {
  // With two rows that cannot be read, so that the page of an import shows refused ones.
  const log = Buffer.concat([await readFile(GOLDEN_LOG), Buffer.from("e98,O1,tag,,,,some day\ne99,O1\n")]);
  const imported = await send(request, "exceptions.csv", log);
  const { chosen } = Preview.parse(await query(request, "imports.preview", { uploadId: imported }));
  const { importId } = Started.parse(await mutate(request, "imports.start", { uploadId: imported, sourceName: WORKFLOW, chosen }));
  await mutate(request, "rates.set", { role: "Order desk", minorAnHour: 3_150, class: "recorded", source: "Payroll of March" });
  await expect
    .poll(async () => Audit.parse(await query(request, "audit.get", {})), { timeout: 90_000 })
    .toMatchObject({ audit: { eventCount: 41 }, runningJobId: null });
  await mutate(request, "rollout.make", {});
  // The same file once more, waiting for its columns to be chosen.
  const uploadId = await send(request, "exceptions.csv", log);
  return { uploadId, importId, workflow: WORKFLOW, scenarioId: await makeScenario(request) };
}

/** A scenario from the calculator's example. */
async function makeScenario(request: APIRequestContext): Promise<string> {
  const task = { title: "Order exceptions", timesPerDay: 36, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 };
  const made = await mutate(request, "roi.create", { name: "Order exceptions", start: { kind: "by hand", task } });
  return z.object({ scenarioId: z.uuid() }).parse(made).scenarioId;
}
