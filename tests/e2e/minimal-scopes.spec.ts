import type { Page } from "@playwright/test";
import { expectSoundPage } from "./support/inspect-page.ts";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { expect } from "./support/portal-test.ts";
import { test } from "./support/virtual-time.ts";

test.describe.configure({ mode: "serial" });
test.use({
  // While the sandbox shop fills, the first answers may be refusals.
  expectedErrors: /status of (400|404|503)/,
  installationEnv: { SLIPSTREAM_SANDBOX_DAYS: "8", SLIPSTREAM_SANDBOX_ORDERS: "150", SLIPSTREAM_SANDBOX_SCOPES: "minimal" },
  // The ERP's offset is told from its clock and that of the function, which is the machine's.
  isAhead: false,
});

async function connect(page: Page, vendor: string): Promise<void> {
  const button = page.getByRole("button", { name: `Connect ${vendor}`, exact: true });
  await expect(async () => {
    await page.goto("/connections");
    await expect(button).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await button.click();
  const opening = page.waitForEvent("popup");
  await page
    .frameLocator("#connect-ui")
    .getByRole("button", { name: `Continue to ${vendor}` })
    .click();
  const consent = await opening;
  await consent.getByRole("button", { name: "Allow" }).click();
  await expect(page).toHaveURL(/\/connections\/[0-9a-f-]{36}$/);
}

test("a shop that grants the least: each workflow says what evidence it lacks and what would bring it, and no number is made up", async ({
  page,
}) => {
  test.setTimeout(400_000);
  await signInOwner(page.context());
  await enterWorkspace(page.request, "The least");
  await connect(page, "Shopify");
  await connect(page, "NetSuite");
  const missing = page.getByRole("region", { name: "Missing evidence" });
  await expect(async () => {
    await page.goto("/audit");
    await expect(missing.getByText("count as a program")).toBeVisible({ timeout: 2_000 });
    await expect(missing.getByRole("heading", { name: "Supplier PO status" })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 300_000 });
  await expect(missing.getByRole("heading", { name: "Order exceptions" })).toBeVisible();
  await expect(missing.getByText("touches name nobody").first()).toBeVisible();
  await expect(missing.getByText("The permission read_users would bring the names of staff").first()).toBeVisible();
  await expect(missing.getByText("rest_webservices")).toHaveCount(0);
  await expect(missing.getByText("The permission system_notes would bring who changed which field").first()).toBeVisible();
  await expect(missing.getByText("Nobody’s work in it can be seen, so the audit has no number for it.").first()).toBeVisible();
  await expectSoundPage(page);

  const ranking = page.getByRole("table", { name: "Workflows by what removing the work would return" });
  await expect(ranking.getByRole("link", { name: "Supplier PO status" })).toHaveCount(0);
  await ranking.getByRole("link", { name: "Order exceptions" }).click();
  await expect(page).toHaveURL(/\/audit\/workflow\?name=order-exceptions/);
  await expect(missing.getByText("The permission read_users would bring")).toBeVisible();
  await expect(missing.getByText("system_notes")).toHaveCount(0);
  await expect(missing.getByText(/times “tag” in .* count as a program’s and not as manual work/)).toBeVisible();
  await expectSoundPage(page);
});
