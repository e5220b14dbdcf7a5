import type { Page } from "@playwright/test";
import { expectSoundPage, lowTargets, overflow } from "./support/inspect-page.ts";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { pageRoutes } from "./support/page-routes.ts";
import { NO_WORLD, PAGES, type PagePlace, type World } from "./support/pages.ts";
import { expect, test } from "./support/portal-test.ts";
import { unexplainedAmounts } from "./support/unexplained-amounts.ts";
import { enterFilledWorkspace } from "./support/world.ts";

// No test here changes what another one sees.
test.describe.configure({ mode: "parallel" });

test.use({ expectedErrors: /status of 404 .*\/(no-such-page|shared|supplier)/ });

test("every page of app/ is in the list that these tests go through", async () => {
  expect(await pageRoutes()).toEqual([...new Set(PAGES.map(({ route }) => route))].filter((route) => route.startsWith("/")).sort());
});

async function open(page: Page, place: PagePlace): Promise<void> {
  let world: World = NO_WORLD;
  // A stranger too comes to an installation that somebody has set up.
  await signInOwner(page.context());
  if (place.visitor === "owner") world = await enterFilledWorkspace(page.request);
  else await page.context().clearCookies();
  await page.goto(place.address(world));
  await expect(page.getByRole("heading", { level: 1, name: place.heading }).first()).toBeVisible();
}

/** Where links stand alone. */
const LINKS_ALONE = ["/overview", "/audit/events", "/automations", "/connections", "/value", "/imports", "/settings/people"];

// One visit for all that is asked of a page as it stands: opening it takes longer than looking.
for (const place of PAGES.filter(({ visitor, route }) => visitor !== "first" && route !== "/gallery")) {
  const { route, heading, visitor } = place;
  test(`${route} (${heading}): light and dark, wide and on a phone, axe finds nothing and nothing sticks out`, async ({ page }) => {
    await open(page, place);
    await test.step("no dollars and no hours stand there without saying where they come from", async () => {
      if (visitor !== "owner") return;
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      expect(await unexplainedAmounts(page)).toEqual([]);
    });
    await expectSoundPage(page);
    await test.step("a link that stands alone is a target of 24 px, on a phone too", async () => {
      for (const width of LINKS_ALONE.includes(route) ? [1280, 360] : []) {
        await page.setViewportSize({ width, height: 800 });
        expect(await lowTargets(page), `at ${width} px`).toEqual([]);
      }
    });
  });
}

test("with less motion wanted, nothing passes slowly from one theme to the other", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Empty");
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto("/overview");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(() => getComputedStyle(document.body).color && document.getAnimations().length), colorScheme).toBe(0);
  }
});

test("every page on which links stand alone is visited", () => {
  expect(LINKS_ALONE.filter((route) => !PAGES.some((place) => place.route === route && place.visitor === "owner"))).toEqual([]);
});

test("pages without anything to show say what will stand there and how it gets there", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Empty");
  for (const [path, title, action] of [
    ["/overview", "No evidence yet", "Import an event log"],
    ["/audit", "No evidence yet", "Import an event log"],
    ["/imports", "No file yet", null],
    ["/audit/events?workflow=none", "No such events", null],
  ] as const) {
    await page.goto(path);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { name: title })).toBeVisible();
    if (action) await expect(main.getByRole("link", { name: action })).toHaveAttribute("href", "/imports");
    await expectSoundPage(page);
  }
});

test("long names and emoji break no page", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, `${"Superkalifragilistischexpialigetisch".repeat(3)} 🧦`);
  for (const path of ["/overview", "/imports", "/settings/account", "/settings/people", "/settings/workspace", "/settings/changes"]) {
    await page.goto(path);
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await overflow(page), `${path} at ${width} px`).toBe(0);
      const side = page.locator("header").first();
      expect(await side.evaluate((header) => header.scrollWidth - header.clientWidth), `side of ${path} at ${width} px`).toBe(0);
    }
  }
});
