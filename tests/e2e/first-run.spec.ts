import type { BrowserContext, Page } from "@playwright/test";
import { FIRST_WORKSPACE, OWNER } from "./support/people.ts";
import { expectSoundPage } from "./support/inspect-page.ts";
import { NO_WORLD, PAGES } from "./support/pages.ts";
import { expect, test, watch } from "./support/portal-test.ts";

// One person on a new installation, step after step, in one window.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext();
  page = await context.newPage();
  watch(page, complaints);
});
test.afterAll(() => context.close());
test.afterEach(() => expect(complaints.splice(0)).toEqual([]));

const demoMark = () => page.getByRole("region", { name: "Demo" });

test("the first page asks one question", async () => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How do you want to begin?");
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Look at the demo shop"]);
  await expect(page.getByRole("main").getByRole("link")).toHaveText(["Set up my own workspace"]);
});

for (const { route, address, heading } of PAGES.filter(({ visitor }) => visitor === "first")) {
  test(`${route} before anybody has set up: axe finds nothing, nothing sticks out`, async () => {
    await page.goto(address(NO_WORLD));
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expectSoundPage(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

test("a page of the portal leads a stranger back to the question", async () => {
  await page.goto("/audit");
  await expect(page).toHaveURL("/");
});

test("one press opens the demo, and its headline and ranking come by themselves", async () => {
  test.setTimeout(180_000);
  await page.goto("/");
  await page.getByRole("button", { name: "Look at the demo shop" }).click();
  await expect(page).toHaveURL("/overview", { timeout: 30_000 });
  await expect(demoMark()).toContainText("This is the demo shop.");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^Your team spends \d+ to \d+ hours a week .*by hand in 6 workflows\.$/,
    { timeout: 150_000 },
  );
  const ranking = page.getByRole("table", { name: "Workflows by what removing the work would return" });
  for (const name of [
    "Order exceptions",
    "Inventory across channels",
    "Supplier PO status",
    "Returns and restocking",
    "Escalation routing",
    "Carrier selection",
  ])
    await expect(ranking.getByRole("link", { name, exact: true })).toBeVisible();
  await expect(ranking.getByRole("row").nth(1)).toContainText(/1 · /);
  await expect(page.getByRole("link", { name: /^Look into / })).toHaveCount(1);
});

test("a dollar figure opens to formula, inputs and date, and leads to the events behind it", async () => {
  const ranking = page.getByRole("table", { name: "Workflows by what removing the work would return" });
  const first = ranking.getByRole("row").nth(1);
  const workflow = await first.getByRole("link").textContent();
  await first.getByRole("button", { name: /Drag a year: how it was computed/ }).click();
  const explanation = page.getByRole("dialog", { name: "Drag a year: how it was computed" });
  await expect(explanation).toContainText("drag a year = 52 x hours a week x loaded rate");
  await expect(explanation).toContainText("Loaded rate an hour");
  await expect(explanation).toContainText(/\$\d\d/);
  await expect(explanation).toContainText("As of");
  await explanation.getByText("Hours a week by hand", { exact: true }).click();
  await expect(explanation).toContainText("hours a week = minutes / 60 / weeks");
  await expect(explanation).toContainText("Touches (events by people)");
  await explanation
    .getByRole("link", { name: /events? behind it$/ })
    .last()
    .click();
  await expect(page).toHaveURL(/\/audit\/events\?/);
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText(workflow ?? "?");
  await expect(page.getByRole("table", { name: "Events" }).getByRole("row").nth(10)).toBeVisible();
});

test("the headline's own figures lead to their events as well", async () => {
  for (const name of [/Hours a week by hand: how it was computed/, /Drag a year: how it was computed/]) {
    await page.goto("/overview");
    await page.getByRole("button", { name }).first().click();
    await page
      .getByRole("dialog")
      .getByRole("link", { name: /events? behind it$/ })
      .last()
      .click();
    await expect(page).toHaveURL(/\/audit\/events\?/);
    await expect(page.getByRole("table", { name: "Events" }).getByRole("row").nth(10)).toBeVisible();
  }
});

test("every page of the demo is marked as demo", async () => {
  await page.goto("/overview");
  const importId = /[^/]+$/.exec((await (await openImports()).getAttribute("href")) ?? "")?.[0] ?? "";
  for (const { address, visitor, route } of PAGES) {
    if (visitor !== "owner" || route === "/new-workspace" || (route.includes("[") && route !== "/imports/[importId]")) continue;
    // A page left while it still loads can take the next address along; what counts is the page that stands there in the end.
    await expect(async () => {
      await page.goto(address({ ...NO_WORLD, importId, workflow: "returns" }));
    }).toPass();
    await expect(demoMark(), route).toBeVisible();
  }
});

async function openImports() {
  await page.goto("/imports");
  return page.getByRole("table", { name: "Earlier imports" }).getByRole("link").first();
}

test("one press deletes the demo, and the question is asked again", async () => {
  await page.goto("/audit");
  await demoMark().getByRole("button", { name: "Delete the demo" }).click();
  await expect(page).toHaveURL("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How do you want to begin?");
  await page.goto("/overview");
  await expect(page).toHaveURL("/");
});

test("the set-up says what is missing and keeps what was typed", async () => {
  await page.goto("/");
  await page.getByRole("link", { name: "Set up my own workspace" }).click();
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "What you typed is kept." });
  await expect(alert).toBeFocused();
  await expect(alert.getByRole("button")).toHaveText([
    "Workspace is missing.",
    "E-mail is missing.",
    "Password needs at least 12 characters.",
  ]);
  await expect(page.getByLabel("Your name")).toHaveValue(OWNER.name);
  await expect(page.getByLabel("Time zone")).toHaveValue("UTC");
});

test("the owner sets up a workspace, is signed in, and sees where to begin", async () => {
  await page.getByLabel("Workspace").fill(FIRST_WORKSPACE);
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page).toHaveURL("/overview");
  await expect(page.getByRole("heading", { level: 2, name: "No evidence yet" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Import an event log" })).toBeVisible();
  await expect(demoMark()).toHaveCount(0);
  await expectSoundPage(page);
  await page.goto("/set-up");
  await expect(page).toHaveURL("/overview");
});
