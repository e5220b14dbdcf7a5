import { afterAll, beforeAll, expect, test } from "vitest";
import { A_PASSWORD, openTestHouse, outcome, type Member, type TestBrowser, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

async function phone(): Promise<TestBrowser> {
  const userAgent =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1";
  const browser = house.browser({ address: "192.0.2.44", headers: { "user-agent": userAgent } });
  await browser.call((api) => api.people.signIn({ email: owner.email, password: A_PASSWORD }));
  return browser;
}

test("each sign-in is a session with its device, address and last use; one of them is this one", async () => {
  await phone();
  const sessions = await owner.call((api) => api.people.sessions());
  expect(
    sessions
      .map(({ device, ipAddress, current }) => ({ device, ipAddress, current }))
      .sort((a, b) => Number(b.current) - Number(a.current)),
  ).toEqual([
    { device: "Chrome 153 on Linux", ipAddress: "127.0.0.1", current: true },
    { device: "Safari 19 on iPhone", ipAddress: "192.0.2.44", current: false },
  ]);
  expect(JSON.stringify(sessions)).not.toMatch(/token/);
});

test("ending one session ends that one at once", async () => {
  const lost = await phone();
  const { user } = await lost.context();
  await owner.call((api) => api.people.endSession({ sessionId: user?.sessionId ?? "" }));
  expect(await outcome(lost.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await outcome(owner.call((api) => api.people.me()))).toBe("ok");
});

test("ending all others leaves this one", async () => {
  const others = [await phone(), await phone()];
  const { ended } = await owner.call((api) => api.people.endOtherSessions());
  expect(ended).toBeGreaterThanOrEqual(2);
  for (const other of others) expect(await outcome(other.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await owner.call((api) => api.people.sessions())).toHaveLength(1);
});

test("nobody ends the session of somebody else", async () => {
  const other = await house.ownerOf("Harbour Goods");
  const { user } = await owner.context();
  expect(await outcome(other.call((api) => api.people.endSession({ sessionId: user?.sessionId ?? "" })))).toBe("NOT_FOUND");
  expect(await outcome(owner.call((api) => api.people.me()))).toBe("ok");
});

test("a session that has expired opens nothing", async () => {
  const browser = await phone();
  const { user } = await browser.context();
  await house.store.db
    .updateTable("auth_session")
    .set({ expires_at: new Date("2020-01-01T00:00:00.000Z") })
    .where("id", "=", user?.sessionId ?? "")
    .execute();
  expect(await outcome(browser.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
});

test("a cookie whose signature does not fit opens nothing", async () => {
  const forger = house.browser();
  for (const [name, value] of owner.cookies) forger.cookies.set(name, value.replace(/\.[^.]*$/, ".forged%3D"));
  expect(await outcome(forger.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
});
