import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const SETTINGS = { name: "Northwind Supply", currency: "USD", timeZone: "UTC", locale: "en-US", workingDaysAYear: 260 };

test("a person makes another workspace, is its owner, and switches between the two", async () => {
  const { workspaceId } = await owner.call((api) =>
    api.workspaces.create({ name: "Harbour Goods", currency: "GBP", timeZone: "Europe/London" }),
  );
  expect((await owner.call((api) => api.workspaces.get())).name).toBe("Harbour Goods");
  expect((await owner.call((api) => api.workspaces.list())).map(({ name, role }) => ({ name, role }))).toEqual([
    { name: "Harbour Goods", role: "owner" },
    { name: "Northwind Supply", role: "owner" },
  ]);
  await owner.call((api) => api.workspaces.switch({ workspaceId: owner.workspaceId }));
  expect((await owner.call((api) => api.workspaces.get())).name).toBe("Northwind Supply");
  expect(workspaceId).not.toBe(owner.workspaceId);
});

test("only what differs stands in the log, and a save without a change leaves no line", async () => {
  await owner.call((api) => api.workspaces.update({ ...SETTINGS, workingDaysAYear: 252, was: SETTINGS }));
  await owner.call((api) => api.workspaces.update({ ...SETTINGS, workingDaysAYear: 252, was: SETTINGS }));
  const { changes } = await owner.call((api) => api.changes.list({ noun: "workspace" }));
  expect(changes.map(({ verb, before, after }) => ({ verb, before, after }))).toMatchObject([
    { verb: "update", before: { workingDaysAYear: 260 }, after: { workingDaysAYear: 252 } },
    { verb: "create" },
  ]);
  expect(changes[0]?.after).toEqual({ workingDaysAYear: 252 });
});

test("two forms open at once keep each other's changes, and do not overwrite the same one", async () => {
  const shop = await house.ownerOf("Two Tabs");
  const was = { ...SETTINGS, name: "Two Tabs" };
  await shop.call((api) => api.workspaces.update({ ...was, workingDaysAYear: 250, was }));
  await shop.call((api) => api.workspaces.update({ ...was, locale: "en-GB", was }));
  expect(await shop.call((api) => api.workspaces.get())).toMatchObject({ workingDaysAYear: 250, locale: "en-GB" });
  expect(await outcome(shop.call((api) => api.workspaces.update({ ...was, workingDaysAYear: 230, was })))).toBe("CONFLICT");
  expect(await shop.call((api) => api.workspaces.get())).toMatchObject({ workingDaysAYear: 250, locale: "en-GB" });
});

test("a new currency converts no rate: each keeps its number as an assumption and says so", async () => {
  const shop = await house.ownerOf("Pine Trading");
  const pine = { ...SETTINGS, name: "Pine Trading" };
  await shop.call((api) => api.rates.set({ role: "Warehouse", minorAnHour: 2_450, class: "recorded", source: "Payroll of March" }));
  await shop.call((api) => api.workspaces.update({ ...pine, currency: "JPY", was: pine }));
  const { currency, rates } = await shop.call((api) => api.rates.list());
  expect(currency).toBe("JPY");
  // 24.50 dollars have two decimals, yen have none: 24.5 rounds to 25.
  expect(rates.map(({ role, minorAnHour, class: evidence }) => ({ role, minorAnHour, evidence }))).toEqual([
    { role: "default", minorAnHour: 35, evidence: "assumed" },
    { role: "Warehouse", minorAnHour: 25, evidence: "assumed" },
  ]);
  expect(rates[1]?.source).toContain("entered in USD before the currency became JPY");
});

test("erasing asks for the exact name, and leaves people and other workspaces alone", async () => {
  const shop = await house.ownerOf("To be erased");
  const admin = await house.memberOf(shop, "admin");
  expect(await outcome(admin.call((api) => api.workspaces.erase({ confirmName: "To be erased" })))).toBe("PERMISSION_MISSING");
  expect(await outcome(shop.call((api) => api.workspaces.erase({ confirmName: "to be erased" })))).toBe("INPUT_INVALID");
  expect(await outcome(shop.call((api) => api.workspaces.erase({ confirmName: "To be erased" })))).toBe("ok");
  expect(await outcome(shop.call((api) => api.workspaces.get()))).toBe("WORKSPACE_NEEDED");
  expect((await shop.call((api) => api.people.me())).workspaces).toEqual([]);
  expect((await owner.call((api) => api.workspaces.get())).name).toBe("Northwind Supply");
});
