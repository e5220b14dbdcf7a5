import { signInOwner } from "./support/people.ts";
import { PAGES } from "./support/pages.ts";
import { expect, test } from "./support/portal-test.ts";
import { unexplainedAmounts } from "./support/unexplained-amounts.ts";
import { enterFilledWorkspace } from "./support/world.ts";

test("no dollars and no hours stand on any page of the portal without saying where they come from", async ({ page }) => {
  test.setTimeout(300_000);
  await signInOwner(page.context());
  const world = await enterFilledWorkspace(page.request);
  const found: Record<string, string[]> = {};
  for (const { route, address, heading } of PAGES.filter(({ visitor }) => visitor === "owner")) {
    await page.goto(address(world));
    await expect(page.getByRole("heading", { level: 1, name: heading }).first()).toBeVisible();
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    const amounts = await unexplainedAmounts(page);
    if (amounts.length > 0) found[route] = amounts;
  }
  expect(found).toEqual({});
});
