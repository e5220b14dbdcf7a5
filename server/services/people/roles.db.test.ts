import { afterEach, beforeEach, expect, test } from "vitest";
import { raceAt } from "#tests/gate.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeEach(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterEach(() => house.close());

const changeRole = (by: Member, whom: Member, role: "owner" | "admin" | "finance") =>
  outcome(by.call((api) => api.people.changeRole({ userId: whom.userId, role })));
const remove = (by: Member, whom: Member) => outcome(by.call((api) => api.people.remove({ userId: whom.userId })));
const roles = async () => Object.fromEntries((await owner.call((api) => api.people.list())).map(({ name, role }) => [name, role]));

test("the last owner can neither leave, nor be removed, nor be made anything else", async () => {
  expect(await outcome(owner.call((api) => api.people.leave()))).toBe("LAST_OWNER");
  expect(await remove(owner, owner)).toBe("LAST_OWNER");
  expect(await changeRole(owner, owner, "admin")).toBe("LAST_OWNER");
  expect(await roles()).toEqual({ "Owner 1": "owner" });
});

test("with a second owner the first may go", async () => {
  const bo = await house.memberOf(owner, "owner", "Bo");
  expect(await outcome(owner.call((api) => api.people.leave()))).toBe("ok");
  expect((await bo.call((api) => api.people.list())).map(({ name }) => name)).toEqual(["Bo"]);
  expect(await outcome(owner.call((api) => api.people.list()))).toBe("WORKSPACE_NEEDED");
});

test("two owners who demote each other at the same moment leave one owner", async () => {
  const bo = await house.memberOf(owner, "owner", "Bo");
  const both = await raceAt(house, "change_log", [() => changeRole(owner, bo, "admin"), () => changeRole(bo, owner, "admin")]);
  expect(both.filter((code) => code === "ok")).toHaveLength(1);
  const people = await owner.call((api) => api.people.list());
  expect(people.filter(({ role }) => role === "owner")).toHaveLength(1);
});

test("an admin changes and removes everyone but owners, and appoints none", async () => {
  const admin = await house.memberOf(owner, "admin", "Ann");
  const bo = await house.memberOf(owner, "contributor", "Bo");
  expect(await changeRole(admin, owner, "finance")).toBe("ROLE_TOO_HIGH");
  expect(await remove(admin, owner)).toBe("ROLE_TOO_HIGH");
  expect(await changeRole(admin, bo, "owner")).toBe("ROLE_TOO_HIGH");
  expect(await changeRole(admin, admin, "owner")).toBe("ROLE_TOO_HIGH");
  expect(await changeRole(admin, bo, "finance")).toBe("ok");
  expect(await roles()).toEqual({ "Owner 1": "owner", Ann: "admin", Bo: "finance" });
  expect(await remove(admin, bo)).toBe("ok");
});

test("a role and a removal hold from the very next request of the open session", async () => {
  const bo = await house.memberOf(owner, "admin", "Bo");
  expect(await outcome(bo.call((api) => api.people.invite({ email: "x@example.com", role: "finance" })))).toBe("ok");
  await changeRole(owner, bo, "finance");
  expect(await outcome(bo.call((api) => api.people.invite({ email: "y@example.com", role: "finance" })))).toBe("PERMISSION_MISSING");
  await remove(owner, bo);
  expect(await outcome(bo.call((api) => api.workspaces.get()))).toBe("WORKSPACE_NEEDED");
});

test("a person of another workspace is not there", async () => {
  const stranger = await house.ownerOf("Harbour Goods");
  expect(await changeRole(owner, stranger, "admin")).toBe("NOT_FOUND");
  expect(await remove(owner, stranger)).toBe("NOT_FOUND");
});

test("each change of people stands in the log, with who did it, before and after", async () => {
  const bo = await house.memberOf(owner, "contributor", "Bo");
  await changeRole(owner, bo, "admin");
  await remove(owner, bo);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "person", limit: 2 }));
  expect(changes).toMatchObject([
    {
      verb: "remove",
      nounId: bo.userId,
      actor: { type: "user", userId: owner.userId, name: "Owner 1" },
      before: { name: "Bo", role: "admin" },
      after: null,
    },
    { verb: "change role", nounId: bo.userId, before: { role: "contributor" }, after: { role: "admin" } },
  ]);
});
