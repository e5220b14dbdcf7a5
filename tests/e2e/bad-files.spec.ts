import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { chosenColumns, countOf, csvFile, runImport, sendFile, uploadFile, type FileToSend } from "./support/imports.ts";
import { enterWorkspace, signInOwner } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

// A refused file is answered with 4xx, which the browser notes.
test.use({ expectedErrors: /status of 4\d\d .*\/api\/(uploads|trpc)/ });

test.beforeEach(async ({ page }) => {
  await signInOwner(page.context());
  await enterWorkspace(page.request, "Bad files");
});

const refusal = (page: Page) => page.locator("form#upload").getByRole("alert");

/** What stands in the file of refused rows, line by line. */
async function downloadRefused(page: Page): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Download all/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/\.rejected\.csv$/);
  return (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
}

async function refusedRows(page: Page): Promise<string[][]> {
  const rows = page.getByRole("table", { name: "Refused rows" }).getByRole("row");
  const texts: string[][] = [];
  for (const row of (await rows.all()).slice(1)) texts.push(await row.getByRole("cell").allTextContents());
  return texts;
}

async function expectCounts(page: Page, counts: { read: number; added: number; refused: number }): Promise<void> {
  await expect(countOf(page, "Rows read")).toHaveText(String(counts.read));
  await expect(countOf(page, "Added")).toHaveText(String(counts.added));
  await expect(countOf(page, "Refused")).toHaveText(String(counts.refused));
}

test("wrong dates are refused with row, line and value; the rest is imported, and the refused rows come as a file", async ({ page }) => {
  await uploadFile(
    page,
    csvFile(
      "wrong-dates.csv",
      "order,what,who,when\nW1,review,ana,2026-01-05T09:10:00Z\nW2,review,ana,2026-13-45T09:00:00Z\nW3,review,ana,yesterday\nW4,review,ana,2026-01-05T09:12:00Z\n",
    ),
  );
  await page.getByLabel("Case").selectOption("order");
  await page.getByLabel("Activity").selectOption("what");
  await page.getByLabel(/^Actor/).selectOption("who");
  await page.getByLabel("End time").selectOption("when");
  await expect(page.getByText("2 of the first 4 rows can be read.")).toBeVisible();
  await runImport(page);
  await expectCounts(page, { read: 4, added: 2, refused: 2 });
  const rows = await refusedRows(page);
  expect(rows.map(([row, line]) => [row, line])).toEqual([
    ["2", "3"],
    ["3", "4"],
  ]);
  expect(rows[0]?.[2]).toContain("2026-13-45T09:00:00Z");
  expect(rows[1]?.[2]).toContain("yesterday");
  const file = await downloadRefused(page);
  expect(file[0]).toBe("row,line,reason,order,what,who,when");
  expect(file).toHaveLength(3);
  expect(file[2]).toMatch(/^3,4,.*,W3,review,ana,yesterday$/);
});

test("a missing column is asked for by name before anything is imported", async ({ page }) => {
  await uploadFile(page, csvFile("no-time.csv", "case_id,activity,resource\nM1,review,ana\nM2,review,ben\n"));
  expect(await chosenColumns(page)).toEqual({ Case: "case_id", Activity: "activity", Actor: "resource" });
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.locator("form#mapping").getByRole("alert")).toContainText("End time");
  await expect(page).toHaveURL(/\/imports\/new\//);
});

test("short rows are refused with their numbers", async ({ page }) => {
  await uploadFile(
    page,
    csvFile(
      "short-rows.csv",
      "case_id,activity,resource,end_time\nS1,review,ana,2026-01-05T09:10:00Z\nS2,review\n,review,ana,2026-01-05T09:11:00Z\n",
    ),
  );
  await runImport(page);
  await expectCounts(page, { read: 3, added: 1, refused: 2 });
  const rows = await refusedRows(page);
  expect(rows[0]).toEqual(["2", "3", "the row has 2 fields, the header 4"]);
  expect(rows[1]?.slice(0, 2)).toEqual(["3", "4"]);
  expect(rows[1]?.[2]).toContain("case_id");
});

test("a byte order mark, semicolons, and quotes over several lines are read", async ({ page }) => {
  await uploadFile(
    page,
    csvFile(
      "semicolons.csv",
      '\uFEFFcase_id;activity;resource;end_time;note\r\nB1;review;ana;2026-01-05T09:10:00Z;"first line\nsecond; line"\r\nB2;"ask ""the"" customer";ana;2026-01-05T09:12:00Z;\r\n',
    ),
  );
  expect(await chosenColumns(page)).toEqual({ Case: "case_id", Activity: "activity", Actor: "resource", "End time": "end_time" });
  await expect(page.getByRole("table", { name: "Preview" })).toContainText('ask "the" customer');
  await runImport(page);
  await expectCounts(page, { read: 2, added: 2, refused: 0 });
});

test("a quote that is never closed is refused with its row, and what came before stays", async ({ page }) => {
  await uploadFile(
    page,
    csvFile(
      "open-quote.csv",
      'case_id,activity,resource,end_time\nQ1,review,ana,2026-01-05T09:10:00Z\nQ2,"review,ana,2026-01-05T09:11:00Z\nQ3,review,ana,2026-01-05T09:12:00Z\n',
    ),
  );
  await runImport(page);
  await expectCounts(page, { read: 2, added: 1, refused: 1 });
  expect((await refusedRows(page))[0]?.[2]).toContain("a quote is opened and never closed");
});

test("a field of ten million characters is refused with its number, and the rows around it are taken", async ({ page }) => {
  await uploadFile(
    page,
    csvFile(
      "long-field.csv",
      `case_id,activity,resource,end_time\nL1,review,ana,2026-01-05T09:10:00Z\nL2,${"x".repeat(10_000_000)},ana,2026-01-05T09:11:00Z\nL3,review,ana,2026-01-05T09:12:00Z\n`,
    ),
  );
  await expect(page.getByRole("table", { name: "Preview" })).toContainText("activity has 10000000 characters, at most 200 are taken");
  await runImport(page);
  await expectCounts(page, { read: 3, added: 2, refused: 1 });
  expect(await refusedRows(page)).toEqual([["2", "3", "activity has 10000000 characters, at most 200 are taken"]]);
  expect((await downloadRefused(page)).join("").length).toBeLessThan(4_000);
});

const REFUSED: readonly [what: string, file: FileToSend, said: RegExp][] = [
  ["no rows at all", csvFile("empty.csv", ""), /The file is empty\./],
  ["a header and no rows", csvFile("header.csv", "case_id,activity,resource,end_time\n"), /header line and no rows/],
  ["one column", csvFile("prose.csv", "just text\nmore text\n"), /column/],
  [
    "Latin-1 text",
    csvFile("latin1.csv", Buffer.from("case_id,activity,end_time\nM\xfcller,x,2026-01-05\n", "latin1")),
    /not UTF-8 .*line 2/,
  ],
  ["UTF-16", csvFile("utf16.csv", Buffer.from("\uFEFFcase_id,activity\nA,x\n", "utf16le")), /UTF-16\. Save it as CSV UTF-8/],
  ["a spreadsheet", csvFile("sheet.csv", Buffer.from("PK\x03\x04 and so on", "latin1")), /not a CSV file/],
];

for (const [what, file, said] of REFUSED) {
  test(`a file with ${what} is refused in a sentence, and the choice of a file stays`, async ({ page }) => {
    await sendFile(page, file);
    await expect(refusal(page)).toBeFocused();
    await expect(refusal(page)).toContainText(said);
    await expect(page).toHaveURL("/imports");
    await expect(page.locator("form#upload")).toContainText(typeof file === "string" ? file : file.name);
  });
}
