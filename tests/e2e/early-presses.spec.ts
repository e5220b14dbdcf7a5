import type { Page } from "@playwright/test";
import { enterWorkspace, OWNER, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

// A wrong password is answered with 401, and the browser says so.
test.use({ expectedErrors: /status of 401/ });

/** Holds back the page's script, as a slow line does, until it is asked for. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

test("a form that is sent before the page's script has come is sent once it has, and once only", async ({ page }) => {
  await signInOwner(page.context());
  await page.context().clearCookies();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") sent.push(new URL(request.url()).pathname);
  });
  const release = await holdScripts(page);
  await page.goto("/sign-in", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill("not her password");
  await page.getByLabel("Password").press("Enter");
  await page.getByRole("button", { name: "Sign in" }).click();
  expect(sent).toEqual([]);
  release();
  await expect(page.locator("form").getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("E-mail")).toHaveValue(OWNER.email);
  await expect(page).toHaveURL("/sign-in");
  expect(sent).toEqual(["/api/trpc/people.signIn"]);
});

test("a button that is pressed before the page's script has come does what it does once it has", async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Early presses");
  const release = await holdScripts(page);
  await page.goto("/overview", { waitUntil: "commit" });
  await page.getByRole("button", { name: /: account$/ }).click();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toHaveCount(0);
  release();
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
});
