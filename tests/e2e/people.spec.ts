import type { Browser, BrowserContext, Page } from "@playwright/test";
import { enterWorkspace, mutate, OWNER, signIn, signInOwner, signInOwnerApart, type Person } from "./support/people.ts";
import { expect, test } from "./support/portal-test.ts";

test.describe.configure({ mode: "serial" });

// A wrong password and a refused page are answered with 4xx, which the browser notes.
test.use({ expectedErrors: /status of 40[1349]/ });

// A second try runs in another process: whom the first one invited is not in its way.
const TRY = process.env["TEST_WORKER_INDEX"] ?? "0";
const WORKSPACE = `Quayside Books ${TRY}`;

const colleague = (name: string, role: string): Person & { role: string } => ({
  name,
  role,
  email: `${name.toLowerCase().replaceAll(" ", ".")}@quayside-${TRY}.example`,
  password: `${name} reads 3 maps`,
});

/** Each role with the pages of the navigation and the settings that it may open, and whether it may send files and invitations. */
const ROLES = [
  {
    person: colleague("Adam Lowry", "Admin"),
    settings: ["Account", "People", "Workspace", "Teams", "Rates", "Benchmarks", "Log of changes"],
    mayInvite: true,
    mayImport: true,
    maySetRates: true,
  },
  {
    person: colleague("Opal Dane", "Ops lead"),
    settings: ["Account", "People", "Workspace", "Teams", "Rates", "Benchmarks", "Log of changes"],
    mayInvite: false,
    mayImport: true,
    maySetRates: false,
  },
  {
    person: colleague("Carl Moss", "Contributor"),
    settings: ["Account", "Workspace", "Teams", "Benchmarks"],
    mayInvite: false,
    mayImport: false,
    maySetRates: false,
  },
  {
    person: colleague("Fay Quill", "Finance (read only)"),
    settings: ["Account", "Workspace", "Teams", "Rates", "Benchmarks", "Log of changes"],
    mayInvite: false,
    mayImport: false,
    maySetRates: false,
  },
];

async function asOwner(page: Page): Promise<void> {
  await signInOwner(page.context());
  await enterWorkspace(page.request, WORKSPACE);
  await page.goto("/overview");
}

async function otherWindow(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  return { context, page: await context.newPage() };
}

test("a wrong password is refused without saying which part was wrong; the right one leads to the page that was asked for", async ({
  page,
}) => {
  await signInOwner(page.context());
  await page.context().clearCookies();
  await page.goto("/settings/rates");
  await expect(page).toHaveURL("/sign-in?to=%2Fsettings%2Frates");
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill("not her password");
  await page.getByRole("button", { name: "Sign in" }).click();
  const refusal = page.getByRole("form").or(page.locator("form")).getByRole("alert");
  await expect(refusal).toBeFocused();
  const said = await refusal.textContent();
  await page.getByLabel("E-mail").fill("nobody@northlight.example");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(refusal).toHaveText(said ?? "");
  await expect(page.getByLabel("E-mail")).toHaveValue("nobody@northlight.example");
  await page.getByLabel("E-mail").fill(OWNER.email);
  await page.getByLabel("Password").fill(OWNER.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/settings/rates");
  await expect(page.getByRole("heading", { level: 1, name: "Rates" })).toBeVisible();
});

test("signing out ends the session, also for the way back", async ({ page }) => {
  await signInOwnerApart(page.context());
  await page.goto("/overview");
  await page.getByRole("button", { name: /: account$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await page.goto("/overview");
  await expect(page).toHaveURL("/sign-in?to=%2Foverview");
});

test("without mail, the page for a forgotten password says whom to ask", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot password" }).click();
  await expect(page.getByRole("main")).toContainText("Ask an owner or admin of your workspace for a link");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await expect(page).toHaveURL("/sign-in");
});

test("somebody who is here already is not invited, and the field says who it is", async ({ page }) => {
  await asOwner(page);
  await page.goto("/settings/people");
  const address = page.getByLabel("E-mail");
  await address.fill(OWNER.email);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await expect(address).toHaveAccessibleDescription(`${OWNER.name} is in this workspace already.`);
});

for (const { person, settings, mayInvite, mayImport, maySetRates } of ROLES) {
  test(`${person.role}: invited, joins by the link, and sees what the role may see and no more`, async ({ page, browser }) => {
    await asOwner(page);
    await page.goto("/settings/people");
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Role").selectOption({ label: await optionOf(page, person.role) });
    await page.getByRole("button", { name: "Invite" }).click();
    const shown = page.getByRole("region", { name: "Invitation link" });
    await expect(shown).toContainText(`Invitation for ${person.email}`);
    const link = await shown.getByLabel("Link").inputValue();
    await expect(page.getByRole("table", { name: "Invitations" })).toContainText(person.email);

    const { context, page: own } = await otherWindow(browser);
    await own.goto(link);
    await expect(own.getByRole("heading", { level: 1 })).toHaveText(`Join ${WORKSPACE}`);
    await expect(own.getByLabel("E-mail")).toHaveValue(person.email);
    await own.getByLabel("Your name").fill(person.name);
    await own.getByLabel("Password").fill(person.password);
    await own.getByRole("button", { name: "Join and sign in" }).click();
    await expect(own).toHaveURL("/overview");
    await expect(own.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Overview" })).toBeVisible();

    await own.goto("/settings/account");
    await expect(own.getByRole("navigation", { name: "Settings" }).getByRole("link")).toHaveText(settings);
    for (const [label, path] of [
      ["People", "/settings/people"],
      ["Rates", "/settings/rates"],
      ["Log of changes", "/settings/changes"],
    ] as const) {
      await own.goto(path);
      const refused = own.getByRole("heading", { name: "Your role does not show this page" });
      if (settings.includes(label)) await expect(refused, path).toHaveCount(0);
      else await expect(refused, path).toBeVisible();
    }
    await own.goto("/settings/people");
    await expect(own.getByRole("button", { name: "Invite" })).toHaveCount(mayInvite ? 1 : 0);
    await own.goto("/settings/rates");
    await expect(own.getByRole("button", { name: "Save the rate" })).toHaveCount(maySetRates ? 1 : 0);
    await own.goto("/imports");
    await expect(own.getByRole("heading", { level: 1, name: "Import an event log" })).toBeVisible();
    await expect(own.getByRole("button", { name: "Upload" })).toHaveCount(mayImport ? 1 : 0);
    const refusedUpload = await own.request.post("/api/uploads", { data: "case_id,activity,end_time\n1,a,2026-01-05T09:00:00Z\n" });
    expect(refusedUpload.status()).toBe(mayImport ? 201 : 403);

    await own.goto(link);
    await expect(own.getByRole("heading", { level: 1 })).not.toHaveText(`Join ${WORKSPACE}`);
    await context.close();
  });
}

async function optionOf(page: Page, role: string): Promise<string> {
  const texts = await page.getByLabel("Role").getByRole("option").allTextContents();
  return texts.find((text) => text.startsWith(`${role}:`)) ?? role;
}

test("whoever forgot the password gets a link from the owner, which works once", async ({ page, browser }) => {
  const person = ROLES[2]!.person;
  await asOwner(page);
  await page.goto("/settings/people");
  await page.getByRole("button", { name: `Change ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Make a password link" }).click();
  const dialog = page.getByRole("dialog", { name: `Password link for ${person.name}` });
  const link = await dialog.getByLabel("Link").inputValue();

  const { context, page: own } = await otherWindow(browser);
  await own.goto(link);
  await own.getByLabel("New password").fill("a later, better one");
  await own.getByRole("button", { name: "Save and sign in" }).click();
  await expect(own).toHaveURL("/overview");
  await own.goto(link);
  await expect(own.getByRole("heading", { level: 1 })).toHaveText("This link does not hold any more");
  await own.context().clearCookies();
  await own.goto("/sign-in");
  await own.getByLabel("E-mail").fill(person.email);
  await own.getByLabel("Password").fill(person.password);
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.locator("form").getByRole("alert")).toBeVisible();
  await own.getByLabel("Password").fill("a later, better one");
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own).toHaveURL("/overview");
  await context.close();
});

test("a changed role and a removal count from the next click on", async ({ page, browser }) => {
  const person = ROLES[3]!.person;
  const { context, page: own } = await otherWindow(browser);
  await signIn(own.request, person);
  await own.goto("/overview");
  await asOwner(page);
  await page.goto("/settings/people");
  await page.getByRole("button", { name: `Change ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Make Contributor" }).click();
  await expect(page.getByText(`${person.name} is now Contributor.`)).toBeVisible();
  await own.goto("/settings/rates");
  await expect(own.getByRole("heading", { name: "Your role does not show this page" })).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByRole("row", { name: new RegExp(person.name) })).toContainText("Finance (read only)");

  await page.getByRole("button", { name: `Change ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove from the workspace" }).click();
  await page
    .getByRole("dialog", { name: `Remove ${person.name}?` })
    .getByRole("button", { name: "Remove" })
    .click();
  await expect(page.getByText(`${person.name} is no longer in this workspace.`)).toBeVisible();
  await own.goto("/audit");
  await expect(own).toHaveURL("/new-workspace");
  await context.close();
});

test("one sees one's sessions and ends another, whose next click leads to sign-in", async ({ page, browser }) => {
  const person = ROLES[0]!.person;
  const { context, page: other } = await otherWindow(browser);
  await signIn(page.request, person);
  await signIn(other.request, person);
  await other.goto("/overview");
  await page.goto("/settings/account");
  const sessions = page.getByRole("table", { name: "Sessions" });
  await expect(sessions.getByText("this one")).toHaveCount(1);
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(page.getByText("All other sessions have ended.")).toBeVisible();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await other.getByRole("navigation", { name: "Main", exact: true }).getByRole("link", { name: "Audit" }).click();
  await expect(other).toHaveURL("/sign-in?to=%2Faudit");
  await context.close();
});

test("the switcher leads to another workspace and back, and nothing of one shows in the other", async ({ page }) => {
  await asOwner(page);
  await page.goto("/settings/people");
  await expect(page.getByRole("table", { name: "People" })).toContainText("Adam Lowry");
  await page.getByRole("button", { name: /switch workspace$/ }).click();
  await page.getByRole("menuitem", { name: "New workspace" }).click();
  await page.getByLabel("Workspace").fill("Lantern Street");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await expect(page).toHaveURL("/overview");
  await page.goto("/settings/people");
  await expect(page.getByRole("table", { name: "People" })).toContainText(OWNER.name);
  await expect(page.getByRole("table", { name: "People" })).not.toContainText("Adam Lowry");
  await page.getByRole("button", { name: /switch workspace$/ }).click();
  await page.getByRole("menuitem", { name: WORKSPACE, exact: true }).click();
  await expect(page).toHaveURL("/overview");
  await page.goto("/settings/people");
  await expect(page.getByRole("table", { name: "People" })).toContainText("Adam Lowry");
});

test("every change of people stands in the log with who did it", async ({ page }) => {
  await asOwner(page);
  await mutate(page.request, "people.updateOwnName", { name: OWNER.name });
  await page.goto("/settings/changes");
  const log = page.getByRole("table", { name: "Changes" });
  await expect(log).toContainText(ROLES[3]!.person.email);
  await expect(log).toContainText(OWNER.name);
  for (const { person } of ROLES) await expect(log).not.toContainText(person.password);
});
