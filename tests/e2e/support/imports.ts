import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { expect } from "./portal-test.ts";

/** A small log of our own whose every number is worked out by hand beside it. */
export const GOLDEN_LOG = fileURLToPath(new URL("../../../server/domain/audit/golden/order-exceptions.csv", import.meta.url));

export type FileToSend = string | { name: string; mimeType: string; buffer: Buffer };

export const csvFile = (name: string, content: string | Buffer): FileToSend => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.isBuffer(content) ? content : Buffer.from(content),
});

/** Chooses a file on the page of imports and sends it. */
export async function sendFile(page: Page, file: FileToSend): Promise<void> {
  await page.goto("/imports");
  await page.getByLabel("Event log").setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
}

/** As sendFile, and waits until the columns are shown. */
export async function uploadFile(page: Page, file: FileToSend): Promise<void> {
  await sendFile(page, file);
  await expect(page.getByRole("heading", { level: 1, name: "What do the columns mean?" })).toBeVisible();
}

/** The columns as chosen: label of the field to name of the column; fields that are not in the file are left out. */
export async function chosenColumns(page: Page): Promise<Record<string, string>> {
  const chosen: Record<string, string> = {};
  for (const label of ["Case", "Activity", "End time", "Start time", "Actor", "Kind of actor", "Role or team", "Event id", "Workflow"]) {
    const field = page.locator("form#mapping").getByLabel(label === "Role or team" ? label : new RegExp(`^${label}( \\(optional\\))?$`));
    const name = await field.evaluate((select) =>
      select instanceof HTMLSelectElement && select.value !== "" ? (select.selectedOptions[0]?.text ?? "") : null,
    );
    if (name !== null) chosen[label] = name;
  }
  return chosen;
}

/** Starts the import from the page of columns and waits, without loading anything anew, until it has ended. */
export async function runImport(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/imports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(countOf(page, "Rows read")).toBeVisible({ timeout: 60_000 });
}

/** One of the counts of an ended import: "Rows read", "Added", "Known before", "Refused". */
export const countOf = (page: Page, label: string): Locator =>
  page
    .getByRole("main")
    .locator("dl > div")
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator("dd");
