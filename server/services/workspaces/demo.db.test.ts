import { afterEach, beforeEach, expect, test } from "vitest";
import { PERMISSIONS } from "#server/permissions.ts";
import { createDemoWorkspace } from "./enter-demo.ts";
import { openTestHouse, outcome, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
beforeEach(async () => {
  house = await openTestHouse();
});
afterEach(() => house.close());

test("one press opens the demo shop, marked as demo, with a real session", async () => {
  const visitor = house.browser();
  await visitor.call((api) => api.workspaces.enterDemo());
  const { user, workspace } = await visitor.call((api) => api.people.me());
  expect(user).toMatchObject({ name: "Demo visitor", demo: true });
  expect(workspace).toMatchObject({ name: "Harbour & Pine", demo: true });
});

test("the visitor tries everything but people, and but erasing by name", async () => {
  const visitor = house.browser();
  await visitor.call((api) => api.workspaces.enterDemo());
  const held = new Set<string>((await visitor.call((api) => api.people.me())).workspace?.permissions);
  expect(Object.keys(PERMISSIONS).filter((permission) => !held.has(permission))).toEqual(["workspace.erase", "people.manage"]);
  expect(await outcome(visitor.call((api) => api.people.invite({ email: "x@example.com", role: "finance" })))).toBe("DEMO_CANNOT");
  expect(await outcome(visitor.call((api) => api.workspaces.create({ name: "Mine", currency: "USD", timeZone: "UTC" })))).toBe(
    "DEMO_CANNOT",
  );
  expect(
    await outcome(visitor.call((api) => api.people.changePassword({ currentPassword: "any", newPassword: "a quiet harbour morning" }))),
  ).toBe("DEMO_CANNOT");
  expect(
    await outcome(visitor.call((api) => api.rates.set({ role: "Warehouse", minorAnHour: 2_800, class: "assumed", source: null }))),
  ).toBe("ok");
});

test("it is offered on this machine only, and not where it is switched off", async () => {
  expect(await outcome(house.browser({ fromThisMachine: false }).call((api) => api.workspaces.enterDemo()))).toBe("DEMO_ONLY_LOCAL");
  const off = await openTestHouse({ settings: { demoOffered: false } });
  try {
    expect(await outcome(off.browser().call((api) => api.workspaces.enterDemo()))).toBe("DEMO_ONLY_LOCAL");
    expect((await off.browser().call((api) => api.people.setUpState())).demoOffered).toBe(false);
  } finally {
    await off.close();
  }
});

test("five presses at the same moment make one demo, filled once", async () => {
  let filled = 0;
  const fill = async () => {
    filled += 1;
  };
  const made = await Promise.all([1, 2, 3, 4, 5].map(() => createDemoWorkspace(house.services, fill)));
  expect(new Set(made.map(({ workspaceId }) => workspaceId)).size).toBe(1);
  expect(made.filter(({ created }) => created)).toHaveLength(1);
  expect(filled).toBe(1);
});

test("a demo that cannot be filled is not there at all", async () => {
  const fail = async () => {
    throw new Error("no data");
  };
  await expect(createDemoWorkspace(house.services, fail)).rejects.toThrow("no data");
  expect((await createDemoWorkspace(house.services)).created).toBe(true);
});

test("nobody signs in as the visitor by password, and no link is sent to it", async () => {
  await house.browser().call((api) => api.workspaces.enterDemo());
  const browser = house.browser({ address: "10.0.0.9" });
  expect(await outcome(browser.call((api) => api.people.signIn({ email: "visitor@demo.invalid", password: "any password at all" })))).toBe(
    "SIGN_IN_FAILED",
  );
  expect(await outcome(browser.call((api) => api.people.requestPasswordReset({ email: "visitor@demo.invalid" })))).toBe("ok");
  expect(house.letters).toEqual([]);
});

test("one press deletes it with its visitor; pressing again makes a new one", async () => {
  const visitor = house.browser();
  const first = await visitor.call((api) => api.workspaces.enterDemo());
  await visitor.call((api) => api.workspaces.eraseDemo());
  expect(await outcome(visitor.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await house.store.db.selectFrom("auth_user").select("id").execute()).toEqual([]);
  const second = await visitor.call((api) => api.workspaces.enterDemo());
  expect(second.workspaceId).not.toBe(first.workspaceId);
});

test("who is signed in enters as themselves, keeps their own workspace, and can delete the demo too", async () => {
  const owner = await house.ownerOf("Northwind Supply");
  await owner.call((api) => api.workspaces.enterDemo());
  const inside = await owner.call((api) => api.people.me());
  expect(inside.user.email).toBe(owner.email);
  expect(inside.workspace).toMatchObject({ name: "Harbour & Pine", role: "admin" });
  await owner.call((api) => api.workspaces.eraseDemo());
  expect((await owner.call((api) => api.people.me())).workspace?.name).toBe("Northwind Supply");
  expect(await outcome(owner.call((api) => api.workspaces.eraseDemo()))).toBe("NOT_FOUND");
});
