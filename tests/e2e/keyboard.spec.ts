import type { Page } from "@playwright/test";
import { axeFindings } from "./support/inspect-page.ts";
import { enterWorkspace, OWNER, signInOwner, signInOwnerApart } from "./support/people.ts";
import { GOLDEN_LOG } from "./support/imports.ts";
import { expect, test } from "./support/portal-test.ts";
import { enterFilledWorkspace } from "./support/world.ts";

// Here the mouse is never touched: what is asserted to have the focus was reached by keys.

/** Presses Tab until the element with this role and name has the focus; fails when a whole round of the page does not reach it. */
async function tabTo(page: Page, role: Parameters<Page["getByRole"]>[0], name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      expect(await isFocusSeen(page), `the focus on ${String(name)} can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`no ${role} called ${String(name)} is reached by the Tab key`);
}

/** Whether something is drawn around what has the focus, and the place is on screen. */
const isFocusSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return false;
    const drawn = [focused, focused.parentElement, focused.closest("label")].some((element) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
    });
    const { top, bottom } = focused.getBoundingClientRect();
    return drawn && bottom > 0 && top < innerHeight;
  });

test("sign-in, by keyboard alone", async ({ page }) => {
  await signInOwner(page.context());
  await page.context().clearCookies();
  await page.goto("/overview");
  await tabTo(page, "textbox", "E-mail");
  await page.keyboard.type(OWNER.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(OWNER.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/overview");
});

test("from the file to the events behind a row, by keyboard alone", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "By keyboard");
  await page.goto("/overview");
  await tabTo(page, "link", "Import an event log");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/imports");
  // The window in which a file is chosen belongs to the system: it opens by keyboard, and is answered here. The browser is told so before
  // the key is pressed, and not in the same moment.
  const choosing = page.waitForEvent("filechooser");
  await tabTo(page, "button", "Event log");
  await page.keyboard.press("Enter");
  const chooser = await choosing;
  await chooser.setFiles(GOLDEN_LOG);
  await tabTo(page, "button", "Upload");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "What do the columns mean?" })).toBeVisible();
  await tabTo(page, "combobox", /^Role or team/);
  await page.keyboard.type("event");
  await expect(page).toHaveURL(/role=0/);
  // A column means one thing: the field that had it gave it up.
  await expect(page.getByRole("combobox", { name: /^Event id/ })).toHaveValue("");
  await tabTo(page, "combobox", /^Event id/);
  await page.keyboard.type("event");
  await expect(page).toHaveURL(/role=&.*eventId=0|eventId=0.*role=&/);
  await tabTo(page, "button", "Import");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}$/);
  await tabTo(page, "link", "See the ranking");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Where automation pays first" })).toBeVisible();
  await tabTo(page, "link", "Order exceptions");
  await page.keyboard.press("Enter");
  await tabTo(page, "link", "fix address");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "fix address" })).toBeVisible();
});

test("a figure opens, its inputs open further, and Escape gives the focus back, by keyboard alone", async ({ page }) => {
  await signInOwner(page.context());
  await enterFilledWorkspace(page.request);
  await page.goto("/overview");
  await tabTo(page, "button", /Drag a year: how it was computed/);
  await page.keyboard.press("Enter");
  const explanation = page.getByRole("dialog", { name: "Drag a year: how it was computed" });
  await expect(explanation).toContainText("drag a year = 52 x hours a week x loaded rate");
  await page.keyboard.press("Tab");
  await expect(explanation.locator("summary").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(explanation).toContainText("Touches (events by people)");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(explanation).toBeHidden();
  await expect(page.getByRole("button", { name: /Drag a year: how it was computed/ }).first()).toBeFocused();
});

test("the palette goes to a page by a few letters, and the first Tab offers to skip the navigation", async ({ page }) => {
  await signInOwner(page.context());
  await enterFilledWorkspace(page.request);
  await page.goto("/overview");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Page or action" }).press("i");
  await page.keyboard.type("mpo");
  await expect(page.getByRole("option", { selected: true })).toHaveText("Imports");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/imports");
});

test("the switcher and the account, by keyboard alone", async ({ page }) => {
  await signInOwnerApart(page.context());
  await enterWorkspace(page.request, "Zeta side");
  await enterFilledWorkspace(page.request);
  await page.goto("/overview");
  await tabTo(page, "button", /switch workspace$/);
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menu", { name: "Workspaces" })).toBeVisible();
  await page.keyboard.press("Z");
  await expect(page.getByRole("menuitem", { name: "Zeta side" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Zeta side/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No evidence yet" })).toBeVisible();
  await tabTo(page, "button", /: account$/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/sign-in");
});

test("a dialog keeps the focus and gives it back", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Zeta side");
  await page.goto("/settings/workspace");
  await tabTo(page, "button", "Erase the workspace");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Erase Zeta side?" });
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press("Tab");
    expect(await dialog.evaluate((element) => document.activeElement === document.body || element.contains(document.activeElement))).toBe(
      true,
    );
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Erase the workspace" })).toBeFocused();
});
