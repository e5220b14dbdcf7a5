import type { Page } from "@playwright/test";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

test.describe.configure({ mode: "serial" });

const WORKSPACE = "Harbour & Pine";
const SHOP = "Harbour & Pine, demo shop";
/** The sandbox shop's own address, known from its consent page. */
let shop: string;

// The vendor's log-in is a window of its own; while the sandbox shop fills, the first answers may be refusals. 409: connected already.
test.use({ expectedErrors: /status of (400|409|503)/ });

async function open(page: Page, path: string): Promise<void> {
  await signInOwner(page.context());
  // A second try begins anew: what the first one connected would be in its way.
  const { retry } = test.info();
  await enterWorkspace(page.request, retry === 0 ? WORKSPACE : `${WORKSPACE}, try ${retry + 1}`);
  await page.goto(path);
}

/** Opens the connect page once Nango answers, which it does some seconds after the portal. */
async function openConnectPage(page: Page): Promise<ReturnType<Page["frameLocator"]>> {
  const connect = page.getByRole("button", { name: "Connect Shopify" });
  await expect(async () => {
    await page.goto("/connections");
    await expect(connect).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await connect.click();
  return page.frameLocator("#connect-ui");
}

test("access that is denied leaves nothing behind, and neither does a closed window", async ({ page }) => {
  await open(page, "/connections");
  await expect(page.getByText("Nothing is connected yet")).toBeVisible();
  const frame = await openConnectPage(page);
  for (const end of ["deny", "close"] as const) {
    const opening = page.waitForEvent("popup");
    await frame.getByRole("button", { name: "Continue to Shopify" }).click();
    const consent = await opening;
    await expect(consent.getByRole("heading", { name: /Connect Slipstream to/ })).toBeVisible();
    if (end === "deny") await consent.getByRole("button", { name: "Deny" }).click();
    else await consent.close();
    await expect(
      frame.getByText(
        end === "deny" ? "Access was not granted. Nothing was connected." : "The window was closed before the connection was made.",
      ),
    ).toBeVisible();
  }
  await frame.getByRole("button", { name: "Close" }).click();
  await expect(page.locator("#connect-ui")).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Nothing is connected yet")).toBeVisible();
});

test("a connect page that stood open too long says that it is over, and a new one works", async ({ page }) => {
  await open(page, "/connections");
  const asking = page.waitForRequest((request) => request.url().endsWith("/connect/session"));
  const frame = await openConnectPage(page);
  await frame.getByRole("button", { name: "Continue to Shopify" }).waitFor();
  const asked = await asking;
  const ended = await page.request.delete(asked.url(), { headers: { authorization: (await asked.allHeaders())["authorization"] ?? "" } });
  expect(ended.ok()).toBe(true);
  await frame.getByRole("button", { name: "Continue to Shopify" }).click();
  await expect(frame.getByText("This link is over.")).toBeVisible();
  await frame.getByRole("button", { name: "Close" }).click();
  await expect(page.locator("#connect-ui")).toHaveCount(0);

  await page.getByRole("button", { name: "Connect Shopify" }).click();
  await expect(frame.getByRole("button", { name: "Continue to Shopify" })).toBeVisible();
  await expect(frame.getByText("This link is over.")).toHaveCount(0);
});

test("a shop is connected by its consent page, read while one watches, and stands in the audit", async ({ page }) => {
  test.setTimeout(300_000); // A whole back-fill, behind whatever else the machine does.
  await open(page, "/connections");
  const frame = await openConnectPage(page);
  const opening = page.waitForEvent("popup");
  await frame.getByRole("button", { name: "Continue to Shopify" }).click();
  const consent = await opening;
  const allow = consent.getByRole("button", { name: "Allow" });
  await allow.waitFor();
  shop = new URL(consent.url()).origin;
  await allow.click();

  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("progressbar", { name: /First sync of Shopify/ })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: SHOP })).toBeVisible({ timeout: 200_000 });
  await expect(page.getByRole("table", { name: "Permissions" }).getByText("missing")).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Actors" }).getByText("a person").first()).toBeVisible();
  await expect(async () => {
    await page.goto("/audit");
    await expect(page.getByRole("link", { name: "Order exceptions" }).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
});

test("access that the merchant took away is said, and given again it goes on where it was", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/connections");
  await page.getByRole("region", { name: "Connections" }).getByRole("link", { name: SHOP }).click();
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}$/);
  const connection = page.url();
  const events = (await page.getByRole("table", { name: "Actors" }).getByRole("row").allInnerTexts()).join(" | ");
  await page.request.post(`${shop}/_sandbox/faults`, { data: { kind: "tokens revoked" } });
  await page.getByRole("button", { name: "Sync now" }).click();
  const again = page.getByRole("button", { name: "Connect again" });
  await expect(async () => {
    await page.goto(connection);
    await expect(again).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  // The failed run says it too, as long as it stands among what runs.
  await expect(page.getByText("it was revoked, or has expired").first()).toBeVisible();

  await again.click();
  const opening = page.waitForEvent("popup");
  await page
    .frameLocator("#connect-ui")
    .getByRole("button", { name: /^Continue to/ })
    .click();
  await (await opening).getByRole("button", { name: "Allow" }).click();
  await expect(async () => {
    await page.goto(connection);
    await expect(page.getByRole("button", { name: "Sync now" })).toBeVisible({ timeout: 1_000 });
    // It stands as long as the failed run is the last one.
    await expect(again).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  expect((await page.getByRole("table", { name: "Actors" }).getByRole("row").allInnerTexts()).join(" | ")).toBe(events);
});

test("the same account is not connected a second time, and the page says as what it is connected", async ({ page }) => {
  await open(page, "/connections");
  await page.getByRole("button", { name: "Connect another Shopify" }).click();
  await expect(page.getByText(`is connected already, as ${SHOP} (Shopify). Nothing was added`)).toBeVisible();
  await expect(page.locator("#connect-ui")).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("region", { name: "Connections" }).getByRole("link", { name: SHOP })).toHaveCount(1);
});

test("it is paused, resumed, and deleted with its data", async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, "/connections");
  await page.getByRole("region", { name: "Connections" }).getByRole("link", { name: SHOP }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("It is being paused. A sync that has begun ends first.")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: "Resume" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("It is being resumed.")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("button", { name: "Sync now" })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await page.getByRole("button", { name: "Delete with its data" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(SHOP);
  await dialog.getByRole("button", { name: "Delete the connection" }).click();
  await expect(page).toHaveURL(/\/connections$/);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("Nothing is connected yet")).toBeVisible({ timeout: 1_000 });
  }).toPass();
});
