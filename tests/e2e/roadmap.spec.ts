import { readFile } from "node:fs/promises";
import type { APIRequestContext, Page } from "@playwright/test";
import * as z from "zod";
import { expectSoundPage, overflow } from "./support/inspect-page.ts";
import { enterWorkspace, mutate, query, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";
import { unexplainedAmounts } from "./support/unexplained-amounts.ts";

// A plan that cannot be ordered, and an item that cannot be built yet, are refused on purpose.
test.use({ expectedErrors: /status of (400|409) .*\/rollout\./ });

const Uploaded = z.object({ uploadId: z.uuid() });
const Preview = z.object({ chosen: z.object({}).loose() });
const Audited = z.object({ audit: z.object({ eventCount: z.number() }).nullable(), runningJobId: z.string().nullable() });
const Planned = z.object({ plan: z.object({ version: z.number() }).nullable() });

/** Three workflows in the shop, each done by hand every working day of four weeks, with recorded times. */
function eventLog(): string {
  const rows = ["event_id,case_id,activity,actor,actor_kind,workflow,started_at,ended_at"];
  const work = [
    ["returns", "Check the parcel", 30, 12],
    ["carrier-choice", "Choose the carrier", 20, 6],
    ["ticket-routing", "Pass the ticket on", 15, 8],
  ] as const;
  for (let day = 0; day < 26; day += 1) {
    if (day % 7 > 4) continue; // from a Monday on, without weekends
    for (const [workflow, activity, count, minutes] of work)
      for (let touch = 0; touch < count; touch += 1) {
        // Nobody works by the second: regular times would be taken for those of a bot.
        const wobble = ((day * 7919 + touch * 104_729 + minutes * 1299) % 211) * 1000;
        const start = Date.UTC(2026, 1, 2 + day, 8) + touch * 14 * 60_000 + wobble;
        const at = (offset: number) => new Date(start + offset * 60_000).toISOString();
        rows.push(
          `${workflow}-${day}-${touch},${workflow}-${day}-${touch},${activity},${workflow} desk,person,${workflow},${at(0)},${at(minutes - wobble / 120_000)}`,
        );
      }
  }
  return `${rows.join("\n")}\n`;
}

async function enterAuditedShop(request: APIRequestContext): Promise<void> {
  await enterWorkspace(request, "Rollout");
  const { audit } = Audited.parse(await query(request, "audit.get", {}));
  if (audit) return;
  const response = await request.post("/api/uploads", {
    headers: { "content-type": "application/octet-stream", "x-file-name": "shop.csv" },
    data: Buffer.from(eventLog()),
  });
  const { uploadId } = Uploaded.parse(await response.json());
  const { chosen } = Preview.parse(await query(request, "imports.preview", { uploadId }));
  await mutate(request, "imports.start", { uploadId, sourceName: "The shop", chosen });
  await expect
    .poll(async () => Audited.parse(await query(request, "audit.get", {})), { timeout: 90_000 })
    .toMatchObject({ audit: { eventCount: expect.any(Number) }, runningJobId: null });
}

async function open(page: Page, path: string): Promise<void> {
  await signInOwner(page.context());
  await enterAuditedShop(page.request);
  await page.goto(path);
}

const versionNow = async (request: APIRequestContext) => Planned.parse(await query(request, "rollout.get", {})).plan?.version;

test("one press on the audit makes the rollout plan, proven best, with the price of rules first", async ({ page }) => {
  await open(page, "/audit");
  await page.getByRole("button", { name: "Make the rollout plan" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^This order saves/ })).toBeVisible();
  await expect(page.getByText(/^Proven: no other order of these \d+ items is better/)).toBeVisible();
  await expect(page.getByRole("heading", { name: /^Phase 1/ })).toBeVisible();
  await expectSoundPage(page);
});

test("no dollars and no hours stand on the roadmap without saying where they come from", async ({ page }) => {
  await open(page, "/roadmap");
  if (!Planned.parse(await query(page.request, "rollout.get", {})).plan) await mutate(page.request, "rollout.make", {});
  for (const path of ["/roadmap", "/roadmap/timeline", "/roadmap/compare", "/roadmap/plan", "/roadmap/item?id=automate-returns"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await unexplainedAmounts(page), path).toEqual([]);
  }
});

test("an item is moved by keyboard alone: the price is there at once, said aloud, and the order can be followed and left", async ({
  page,
}) => {
  await open(page, "/roadmap");
  const version = await versionNow(page.request);
  const down = page.getByRole("button", { name: /^Move down: / }).first();
  const title = ((await down.getAttribute("aria-label")) ?? "").replace("Move down: ", "");
  await down.focus();
  await page.keyboard.press("Enter");
  const said = page.locator("main [aria-live=polite]");
  await expect(said).toContainText(`${title} is number`);
  await expect(said).toContainText(/This order (saves|costs)/);
  await expect(page.getByRole("button", { name: new RegExp(`^Move (up|down): ${title}$`) }).and(page.locator(":focus"))).toHaveCount(1);

  await page
    .getByRole("button", { name: /^Move….* to a place$/ })
    .last()
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "To the first place" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "To place 2" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter"); // "To the first place"
  const bar = page.getByRole("region", { name: "Your order" });
  await expect(bar.getByText(/less than the best one by the horizon/)).toBeVisible();
  await bar.getByRole("button", { name: "Follow this order" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/You follow an order of your own/)).toBeVisible();
  expect(await versionNow(page.request)).toBe((version ?? 0) + 1);
  await bar.getByRole("button", { name: "Back to the best order" }).click();
  await expect(page.getByText(/You follow an order of your own/)).toBeHidden();
});

test("an item is moved by dragging", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 2600 }); // All items at once: nothing scrolls while one is held.
  await open(page, "/roadmap");
  const items = page.getByRole("main").locator("li[draggable=true]");
  await items.last().dragTo(items.first());
  await expect(page.getByRole("region", { name: "Your order" })).toBeVisible();
  await page.getByRole("button", { name: "Drop the changes" }).click();
  await expect(page.getByRole("region", { name: "Your order" })).toBeHidden();
});

test("the first steps are explained in words, and the certificate is checked in the browser", async ({ page }) => {
  await open(page, "/roadmap/compare");
  const why = page.getByRole("heading", { name: "Why this first" });
  await expect(why).toBeVisible();
  await expect(page.getByText("The certificate holds.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 3, name: /^3\. / })).toBeVisible();
  await expect(
    page.getByText(/^The next best choice at this point is|^Nothing else can be started|would be just as good\.$/).first(),
  ).toBeVisible();
  await expect(page.getByRole("figure", { name: "Savings that add up" }).locator("svg").first()).toBeAttached();
  await expect(page.getByRole("button", { name: "Stop searching" })).toBeHidden();
  await expectSoundPage(page);
});

test("needs that go round in a circle are named at the form, and what was chosen stays", async ({ page }) => {
  await open(page, "/roadmap/item?id=connect-store");
  await page.getByRole("checkbox", { name: "Automate returns and restocking" }).check();
  await page.getByRole("button", { name: "Save the item" }).click();
  await expect(page.getByText(/These items wait for each other: .*"Connect the store"/).first()).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Automate returns and restocking" })).toBeChecked();
});

test("an item is begun, built and watched; a task is given, done and in my work", async ({ page }) => {
  await open(page, "/roadmap/item?id=ticket-topics");
  await page.getByLabel("Owner").selectOption({ label: "Olivia Marsh" });
  await expect(page.getByText("The owner is named.")).toBeVisible();
  await page.getByLabel("New task").fill("List the topics of last month");
  await page.getByRole("combobox", { name: /^For/ }).selectOption({ label: "Olivia Marsh" });
  await page.getByRole("button", { name: "Add the task" }).click();
  await expect(page.getByRole("checkbox", { name: "List the topics of last month" })).toBeVisible();
  await page.getByLabel("Comment").fill("Two topics mean the same.");
  await page.getByRole("button", { name: "Add the comment" }).click();
  await expect(page.getByText("Two topics mean the same.")).toBeVisible();
  await page.getByRole("button", { name: "Begin the work" }).click();
  await page.getByRole("button", { name: "It is built" }).click();
  await expect(page.getByText(/needs "Connect the help desk" first/)).toBeVisible();
  await expectSoundPage(page);

  await page.goto("/roadmap/my-work");
  const task = page.getByRole("checkbox", { name: "List the topics of last month" });
  await task.click(); // The tick comes with the server's answer.
  await expect(task).toBeChecked();
  await expect(page.getByText("The task is done.")).toBeVisible();
  await page.getByRole("button", { name: "Make an address" }).click();
  const address = await page.getByLabel("The address, shown this once").inputValue();
  const calendar = await page.request.get(new URL(address).pathname);
  expect(calendar.headers()["content-type"]).toContain("text/calendar");
  expect(await calendar.text()).toContain("BEGIN:VEVENT");
  await expectSoundPage(page);
});

test("the plan is changed and exported, and an earlier version comes back", async ({ page }) => {
  await open(page, "/roadmap/plan");
  await page.getByLabel("Build days of a team").fill("5");
  await page.getByRole("button", { name: "Save the plan" }).click();
  await expect(page.getByText("The plan is saved, and its best order found anew.")).toBeVisible();
  await expectSoundPage(page);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  expect(text).toMatch(/^place,item,kind,/);

  await page.goto("/roadmap/versions");
  await page.getByRole("button", { name: "Go back to it: version 1" }).click();
  await expect(page.getByText("The plan is as in version 1 again.")).toBeVisible();
  await expectSoundPage(page);
  await page.goto("/roadmap/timeline");
  await expect(page.getByRole("heading", { level: 1, name: /^Built by/ })).toBeVisible();
  await expectSoundPage(page);
});

test("at 360 px the roadmap can be moved through and nothing sticks out", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, "/roadmap");
  expect(await overflow(page)).toBe(0);
  await page
    .getByRole("button", { name: /^Move down: / })
    .first()
    .click();
  await expect(page.locator("main [aria-live=polite]")).toContainText("is number");
  expect(await overflow(page)).toBe(0);
});
