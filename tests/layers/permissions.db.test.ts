import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { may, PERMISSIONS, ROLES, type Role } from "#server/permissions.ts";
import { openTestHouse, outcome, type Member, type TestBrowser, type TestHouse } from "#tests/house.ts";
import { callByPath, procedures, type DeclaredProcedure } from "#tests/procedures.ts";

// No procedure takes a bare string: those who may call it are told that the input is wrong, and nothing is done.
const NO_INPUT = "this is no input of any procedure";

let house: TestHouse;
const members = new Map<Role, Member>();
let stranger: TestBrowser;
let withoutWorkspace: Member;

beforeAll(async () => {
  house = await openTestHouse();
  const owner = await house.ownerOf("Northwind Supply");
  members.set("owner", owner);
  for (const role of ROLES) if (role !== "owner") members.set(role, await house.memberOf(owner, role));
  stranger = house.browser();
  withoutWorkspace = await house.memberOf(owner, "contributor", "A leaver");
  await withoutWorkspace.call((api) => api.people.leave());
});
afterAll(() => house.close());

const attempt = (browser: TestBrowser | undefined, { path }: DeclaredProcedure): Promise<string> => {
  if (!browser) throw new Error("nobody to call it");
  return outcome(browser.call((api) => callByPath(api, path, NO_INPUT)));
};

describe.each(procedures.map((procedure) => [procedure.path, procedure] as const))("%s", (_path, procedure) => {
  const { access } = procedure;

  test("declares who may call it, what it takes and what it gives", () => {
    expect(access).toBeDefined();
    expect(procedure.inputs).not.toEqual([]);
    expect(procedure.hasOutput).toBe(true);
  });

  test("without a session", async () => {
    expect(await attempt(stranger, procedure)).toBe(access?.access === "anyone" ? "INPUT_INVALID" : "SIGN_IN_NEEDED");
  });

  test("with a session and no workspace", async () => {
    expect(await attempt(withoutWorkspace, procedure)).toBe(access?.access === "permission" ? "WORKSPACE_NEEDED" : "INPUT_INVALID");
  });

  test.each(ROLES)("as %s", async (role) => {
    const allowed = access?.access !== "permission" || may(role, access.permission);
    expect(await attempt(members.get(role), procedure)).toBe(allowed ? "INPUT_INVALID" : "PERMISSION_MISSING");
  });
});

test("all procedures that need no session are known by name: each new one is a door to be thought about", () => {
  const open = procedures.filter(({ access }) => access?.access === "anyone").map(({ path }) => path);
  expect(open.sort()).toEqual([
    "asks.answer",
    "asks.open",
    "people.acceptInvitation",
    "people.invitation",
    "people.requestPasswordReset",
    "people.resetLinkValid",
    "people.resetPassword",
    "people.setUp",
    "people.setUpState",
    "people.signIn",
    "people.signOut",
    "shares.open",
    "shares.openAudit",
    "value.openShared",
    "workspaces.enterDemo",
  ]);
});

test("what changes something asks for more than a permission to read, but for leaving", () => {
  const readers = procedures.filter(
    ({ type, access }) => type === "mutation" && access?.access === "permission" && access.permission.endsWith(".read"),
  );
  expect(readers.map(({ path }) => path)).toEqual(["people.leave"]);
});

test("finance reads and changes nothing; only an owner erases; managing people is for owners and admins", () => {
  const held = (role: Role) =>
    Object.entries(PERMISSIONS).flatMap(([permission, roles]) => (roles.some((one) => one === role) ? [permission] : []));
  expect(held("finance").filter((permission) => !permission.endsWith(".read"))).toEqual([]);
  expect(PERMISSIONS["workspace.erase"]).toEqual(["owner"]);
  expect(PERMISSIONS["people.manage"]).toEqual(["owner", "admin"]);
  expect(held("owner")).toEqual(Object.keys(PERMISSIONS));
});
