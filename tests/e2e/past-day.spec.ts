import { expectSoundPage } from "./support/inspect-page.ts";
import { signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";
import { enterFilledWorkspace } from "./support/world.ts";

test("the audit of a past day is made, opened and left again, and its links stay with the day", async ({ page }) => {
  test.setTimeout(240_000);
  await signInOwner(page.context());
  const { workflow } = await enterFilledWorkspace(page.request);
  await page.goto("/audit");
  const day = new Date(Date.now() - 24 * 3_600_000 * 2).toISOString().slice(0, 10);
  const control = page.getByRole("form", { name: "Show the audit of a day" });
  await control.getByLabel("As of the end of a day").fill(day);
  await control.getByRole("button", { name: "Show this day" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit\\?day=${day}$`));
  await page.getByRole("button", { name: "Audit the log as of this day" }).click();
  const mark = page.getByRole("note").filter({ hasText: "As of the end of" });
  await expect(mark).toBeVisible({ timeout: 120_000 });
  await expectSoundPage(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  const ranking = page.getByRole("table", { name: "Workflows by what removing the work would return" });
  await ranking.getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/audit/workflow\\?name=.*&day=${day}$`));
  await expect(mark).toBeVisible();
  await page.getByRole("link", { name: "Waiting", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`&day=${day}&view=times$`));
  await expect(mark).toBeVisible();
  await expectSoundPage(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await mark.getByRole("link", { name: "Back to today" }).click();
  await expect(page).toHaveURL(/\/audit\/workflow\?name=[^&]+&view=times$/);
  await expect(mark).toHaveCount(0);

  await page.goto("/audit?day=2999-01-01");
  await expect(page.getByText("2999-01-01 is not over yet.")).toBeVisible();
  await page.goto(`/audit/workflow?name=${encodeURIComponent(workflow)}&day=1999-12-31`);
  await expect(page.getByText("The log was not audited as of 1999-12-31 yet.")).toBeVisible();
  await expectSoundPage(page);
});

test("the events page filters by workflow, activity and who did it, and says how many there are", async ({ page }) => {
  await signInOwner(page.context());
  const { workflow } = await enterFilledWorkspace(page.request);
  await page.goto(`/audit/events?workflow=${encodeURIComponent(workflow)}`);
  const filters = page.getByRole("form", { name: "Which events" });
  await filters.getByLabel("Counts as done by").selectOption("person");
  await filters.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/by=person/);
  // The log worked by hand has 16 touches; see server/domain/audit/golden.
  await expect(page.getByText(/^16 events by people of ours in /)).toBeVisible();
  await expect(page.getByRole("table", { name: "Events" }).getByRole("row")).toHaveCount(1 + 16);
  await expectSoundPage(page);
});
