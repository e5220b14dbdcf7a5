import { expect, test, type Page } from "@playwright/test";
import { axeFindings, layoutShift, overflow } from "./support/inspect-page.ts";

const THEMES = ["light", "dark"] as const;
const WIDTHS = [1280, 360] as const;

async function openGallery(page: Page, theme: string, baseURL: string | undefined) {
  await page.context().addCookies([{ name: "slipstream-theme", value: theme, url: baseURL ?? "" }]);
  await page.goto("/gallery");
  await expect(page.getByRole("figure", { name: "Hours by workflow" }).locator("svg").first()).toBeAttached();
}

for (const theme of THEMES) {
  for (const width of WIDTHS) {
    test(`every component, ${theme}, ${width} px: axe finds nothing, nothing sticks out, nothing jumps`, async ({ page, baseURL }) => {
      await page.setViewportSize({ width, height: 800 });
      await openGallery(page, theme, baseURL);
      expect(await axeFindings(page)).toEqual([]);
      expect(await overflow(page)).toBe(0);
      const { score, moved } = await layoutShift(page);
      expect(score, moved.join("\n")).toBeLessThan(0.05);
    });
  }

  test(`what opens over the page, ${theme}: axe finds nothing in figure, palette, menu, dialog and form errors`, async ({
    page,
    baseURL,
  }) => {
    await openGallery(page, theme, baseURL);
    await page.getByRole("button", { name: /^\$133,000/ }).click();
    const explanation = page.getByRole("dialog", { name: "Drag a year: how it was computed" });
    await explanation.getByText("Hours a week by hand", { exact: true }).click();
    await expect(explanation.getByRole("link", { name: "34 timed samples" })).toBeVisible();
    expect(await axeFindings(page, "body > .popover")).toEqual([]);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Page or action" })).toBeFocused();
    expect(await axeFindings(page, "dialog.palette")).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "More actions" }).click();
    await expect(page.getByRole("menu", { name: "More actions" })).toBeVisible();
    expect(await axeFindings(page, "body > .popover")).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Ask before deleting" }).click();
    await expect(page.getByRole("dialog", { name: "Delete the connection to Shopify?" })).toBeVisible();
    expect(await axeFindings(page, "#gallery-confirm")).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Save the team" }).click();
    await expect(page.getByRole("alert").first()).toBeFocused();
    expect(await axeFindings(page, "#gallery-form")).toEqual([]);
  });
}

test("a figure opens and closes by keyboard, and the focus comes back to it", async ({ page, baseURL }) => {
  await openGallery(page, "light", baseURL);
  const figure = page.getByRole("button", { name: /^\$133,000/ });
  await figure.focus();
  await page.keyboard.press("Enter");
  const explanation = page.getByRole("dialog", { name: "Drag a year: how it was computed" });
  await expect(explanation.getByText("hours a week by hand × 52 weeks × loaded rate")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(explanation).toBeHidden();
  await expect(figure).toBeFocused();
});

test("the palette goes to a page by a few letters, and says so when nothing is called that", async ({ page, baseURL }) => {
  await openGallery(page, "light", baseURL);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Page or action" }).fill("zebra");
  await expect(page.getByText("Nothing is called that.")).toBeVisible();
  await page.getByRole("combobox", { name: "Page or action" }).fill("log csv");
  await expect(page.getByRole("listbox", { name: "Found" }).getByRole("option", { selected: true })).toHaveText("Import an event log");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/gallery#forms$/);
});

test("a menu is run by arrows, and what it did can be taken back", async ({ page, baseURL }) => {
  await openGallery(page, "light", baseURL);
  await page.getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Rule deleted")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByText("Rule is back")).toBeVisible();
});

test("a form says what is missing, leads to it, and keeps what was typed", async ({ page, baseURL }) => {
  await openGallery(page, "light", baseURL);
  await page.getByLabel("Name of the team").fill("taken");
  await page.getByRole("button", { name: "Save the team" }).click();
  await page.getByRole("button", { name: "Loaded rate is missing." }).click();
  await expect(page.getByLabel("Loaded rate")).toBeFocused();
  await page.keyboard.type("1,234.5");
  await page.getByLabel("Desk", { exact: true }).selectOption("Returns");
  await page.getByRole("button", { name: "Save the team" }).click();
  await expect(page.getByRole("button", { name: "There is a team of this name already: choose another." })).toBeVisible();
  await expect(page.getByLabel("Name of the team")).toHaveValue("taken");
  await expect(page.getByLabel("Loaded rate")).toHaveValue("1,234.50");
  await page.getByLabel("Name of the team").fill("Returns desk");
  await page.getByRole("button", { name: "Save the team" }).click();
  await expect(page.getByText("Saved with 123450 minor units an hour")).toBeVisible();
});

test("a table's order, page and filter are in the address, and one heading turns it round", async ({ page, baseURL }) => {
  await openGallery(page, "light", baseURL);
  const table = page.getByRole("table", { name: "Where automation pays first" });
  await table.getByRole("link", { name: "Touches" }).click();
  await expect(page).toHaveURL(/sort=-touches/);
  await expect(table.getByRole("columnheader", { name: "Touches" })).toHaveAttribute("aria-sort", "descending");
  await table.getByRole("link", { name: "Touches" }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("Supplier PO status");
  await page.getByLabel("Known by").selectOption("timed");
  await expect(page).toHaveURL(/evidence=timed/);
  await expect(page).toHaveURL(/sort=touches/);
  await expect(table.getByRole("row")).toHaveCount(3);
});

test("the theme that was chosen is there before the first paint of the next page", async ({ page, baseURL, request }) => {
  await openGallery(page, "light", baseURL);
  await page.getByRole("radio", { name: "Dark" }).first().check({ force: true });
  await expect(page.locator("html")).toHaveClass(/dark/);
  const cookies = await page.context().cookies();
  const html = await (
    await request.get("/gallery", { headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") } })
  ).text();
  expect(html).toMatch(/<html[^>]*class="[^"]*\bdark\b/);
});
