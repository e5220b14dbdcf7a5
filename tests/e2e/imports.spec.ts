import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chosenColumns, countOf, GOLDEN_LOG, runImport, uploadFile } from "./support/imports.ts";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

const GIVEN = fileURLToPath(new URL("../../../shared/data/logs", import.meta.url));

type Log = {
  file: string;
  /** How the pages call the workflow; the file's name unless it is one of the six. */ title?: string;
  columns: Record<string, string>;
  zone: string;
  activity: string;
};

const PLAIN = { Case: "case_id", Activity: "activity", "End time": "end_time", "Start time": "start_time", Actor: "resource" };

// Real logs of other people's making, which are not part of the repository.
const GIVEN_LOGS: readonly Log[] = [
  { file: "Insurance_Claims_train.csv", columns: PLAIN, zone: "", activity: "Register Claim" },
  {
    file: "LoanApp_simplified_train.csv",
    columns: { ...PLAIN, "Role or team": "role" },
    zone: "UTC",
    activity: "Check application form completeness",
  },
  { file: "PurchasingExample.csv", columns: PLAIN, zone: "", activity: "Create Purchase Order" },
];

const LOGS: Log[] = [
  {
    file: GOLDEN_LOG,
    title: "Order exceptions",
    columns: {
      Case: "case_id",
      Activity: "activity",
      "End time": "ended_at",
      "Start time": "started_at",
      Actor: "actor",
      "Kind of actor": "actor_kind",
      "Event id": "event_id",
    },
    zone: "",
    activity: "fix address",
  },
];

for (const log of GIVEN_LOGS) {
  const file = join(GIVEN, log.file);
  if (existsSync(file)) LOGS.push({ ...log, file });
  else console.warn(`NOT RUN: the upload of ${log.file}, since ../shared/data/logs is not on this machine.`);
}

for (const { file, columns, zone, activity, ...log } of LOGS) {
  const name = basename(file, ".csv");
  const title = log.title ?? name;
  test(`${name}: columns guessed right, imported with progress, ranked on screen, with the events behind a row`, async ({ page }, {
    retry,
  }) => {
    const rows = readFileSync(file, "utf8").trim().split("\n").length - 1;
    const count = rows.toLocaleString("en-US");
    await signInOwner(page.context());
    // The same columns are proposed again in a workspace that has seen them; here each file is the first.
    // A second try needs a log that nobody has read yet.
    await enterWorkspace(page.request, retry === 0 ? `Log ${name}` : `Log ${name} ${retry}`);
    await uploadFile(page, file);
    expect(await chosenColumns(page)).toEqual(columns);
    await expect(page.getByLabel("Time zone of times without one")).toHaveValue(zone);
    await expect(page.getByLabel("Source")).toHaveValue(name);
    await expect(page.getByRole("table", { name: "Preview" }).getByText("refused")).toHaveCount(0);

    await runImport(page);
    await expect(countOf(page, "Rows read")).toHaveText(count);
    await expect(countOf(page, "Added")).toHaveText(count);
    await expect(countOf(page, "Refused")).toHaveText("0");

    await page.getByRole("link", { name: "See the ranking" }).click();
    const ranking = page.getByRole("table", { name: "Workflows by what removing the work would return" });
    const row = ranking.getByRole("row").filter({ has: page.getByRole("link", { name: title, exact: true }) });
    await expect(row).toContainText("1 · ", { timeout: 60_000 });
    await expect(row.getByRole("button", { name: /Hours a week by hand/ })).toHaveText(/^\d[\d.,]*(–\d[\d.,]*)?\sh/);
    await expect(row.getByRole("button", { name: /Drag a year/ })).toHaveText(/^\$\d/);
    await expect(page.getByText(`${count} events,`)).toBeVisible();

    await row.getByRole("link", { name: title, exact: true }).click();
    const activities = page.getByRole("table", { name: `Activities of ${title}` });
    await activities.getByRole("link", { name: activity, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: activity, exact: true })).toBeVisible();
    const events = page.getByRole("table", { name: "Events" }).getByRole("row");
    await expect(events.nth(1)).toContainText(activity);
    // Nobody's name is on the page: people stand under pseudonyms.
    const actors = readFileSync(file, "utf8").match(/\b(Kim Passa|Karel de Groot|Clerk-\d+|Call Centre Operator_\d+)\b/g) ?? [];
    for (const actor of new Set(actors)) await expect(page.getByText(actor, { exact: true })).toHaveCount(0);
  });
}

test("a file that is chosen before the page's script has arrived is shown and sent", async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.js", async (route) => {
    await released;
    await route.continue();
  });
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Imports");
  await page.goto("/imports", { waitUntil: "commit" });
  await page.getByLabel("Event log").setInputFiles(GOLDEN_LOG);
  release();
  await expect(page.locator("form#upload")).toContainText(basename(GOLDEN_LOG));
});
