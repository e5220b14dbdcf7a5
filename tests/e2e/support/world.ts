import { readFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import * as z from "zod";
import { expect } from "@playwright/test";
import { GOLDEN_LOG } from "./imports.ts";
import { enterWorkspace, mutate, query } from "./people.ts";
import type { World } from "./pages.ts";

const Uploaded = z.object({ uploadId: z.uuid() });
const Preview = z.object({ chosen: z.object({}).loose() });
const Started = z.object({ importId: z.uuid() });
const Imports = z.array(z.object({ id: z.uuid(), sourceName: z.string(), state: z.string() }));
const Audit = z.object({ audit: z.object({ eventCount: z.number() }).nullable(), runningJobId: z.string().nullable() });

const WORKFLOW = "Exceptions of the web shop";

async function send(request: APIRequestContext, name: string, content: Buffer): Promise<string> {
  const response = await request.post("/api/uploads", {
    headers: { "content-type": "application/octet-stream", "x-file-name": name },
    data: content,
  });
  return Uploaded.parse(await response.json()).uploadId;
}

/** Enters a workspace of the person signed in where every page has something to show; fills it the first time. */
export async function enterFilledWorkspace(request: APIRequestContext): Promise<World> {
  await enterWorkspace(request, "Pages");
  // With two rows that cannot be read, so that the page of an import shows refused ones.
  const log = Buffer.concat([await readFile(GOLDEN_LOG), Buffer.from("e98,O1,tag,,,,some day\ne99,O1\n")]);
  const uploadId = await send(request, "exceptions.csv", log);
  const earlier = await importsOf(request);
  if (earlier.length === 0) {
    const { chosen } = Preview.parse(await query(request, "imports.preview", { uploadId }));
    Started.parse(await mutate(request, "imports.start", { uploadId, sourceName: WORKFLOW, chosen }));
    await mutate(request, "rates.set", { role: "Order desk", minorAnHour: 3_150, class: "recorded", source: "Payroll of March" });
  }
  await expect
    .poll(async () => Audit.parse(await query(request, "audit.get", {})), { timeout: 90_000 })
    .toMatchObject({ audit: { eventCount: 41 }, runningJobId: null });
  const Rollout = z.object({ plan: z.object({}).nullable(), canMake: z.boolean() });
  const { plan, canMake } = Rollout.parse(await query(request, "rollout.get", {}));
  if (canMake && plan === null) await mutate(request, "rollout.make", {});
  const [imported] = await importsOf(request);
  return { uploadId, importId: imported?.id ?? "", workflow: WORKFLOW, scenarioId: await scenarioOf(request) };
}

/** A scenario from the calculator's example; made the first time. */
async function scenarioOf(request: APIRequestContext): Promise<string> {
  const [first] = z.array(z.object({ id: z.uuid() })).parse(await query(request, "roi.list", {}));
  if (first) return first.id;
  const task = { title: "Order exceptions", timesPerDay: 36, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 };
  const made = await mutate(request, "roi.create", { name: "Order exceptions", start: { kind: "by hand", task } });
  return z.object({ scenarioId: z.uuid() }).parse(made).scenarioId;
}

const importsOf = async (request: APIRequestContext) => Imports.parse(await query(request, "imports.list", {}));
