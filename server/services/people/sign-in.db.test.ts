import { afterAll, beforeAll, expect, test } from "vitest";
import { A_PASSWORD, openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

test("the right address and password open a session, whatever the case of the address", async () => {
  const browser = house.browser({ address: "10.0.0.1" });
  await browser.call((api) => api.people.signIn({ email: ` ${owner.email.toUpperCase()} `, password: A_PASSWORD }));
  const { user, workspace } = await browser.call((api) => api.people.me());
  expect(user.email).toBe(owner.email);
  expect(workspace).toMatchObject({ name: "Northwind Supply", role: "owner" });
});

test("a wrong password and an unknown address get the same answer", async () => {
  const browser = house.browser({ address: "10.0.0.2" });
  const wrong = await browser
    .call((api) => api.people.signIn({ email: owner.email, password: "not the password" }))
    .catch((error: unknown) => error);
  const unknown = await browser
    .call((api) => api.people.signIn({ email: "nobody@example.com", password: A_PASSWORD }))
    .catch((error: unknown) => error);
  expect(wrong).toBeInstanceOf(Error);
  expect(String(unknown)).toBe(String(wrong));
  expect(browser.setCookies).toEqual([]);
});

test("the session cookie cannot be read by script, comes along within the site only, and is a new one at each sign-in", async () => {
  const browser = house.browser({ address: "10.0.0.3" });
  const signIn = () => browser.call((api) => api.people.signIn({ email: owner.email, password: A_PASSWORD }));
  await signIn();
  const first = browser.cookies.get("slipstream.session_token");
  expect(browser.setCookies.join("\n")).toMatch(/slipstream\.session_token=[^;]+;.*HttpOnly.*SameSite=Lax/i);
  const stolen = new Map(browser.cookies);
  await signIn();
  expect(browser.cookies.get("slipstream.session_token")).not.toBe(first);
  const thief = house.browser();
  for (const [name, value] of stolen) thief.cookies.set(name, value);
  expect(await outcome(thief.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
});

test("over https the cookie travels over https only", async () => {
  const secure = await openTestHouse({ settings: { publicUrl: "https://slipstream.example.com" } });
  try {
    const { setCookies } = await secure.ownerOf("Northwind Supply");
    const session = setCookies.filter((cookie) => cookie.startsWith("__Secure-slipstream.session_token="));
    expect(session).not.toEqual([]);
    for (const cookie of setCookies) expect(cookie).toMatch(/; Secure/i);
  } finally {
    await secure.close();
  }
});

test("after six tries in a minute the seventh waits, right password or not; another address does not", async () => {
  const guesser = house.browser({ address: "10.0.0.4" });
  const attempt = (browser = guesser, password = "a guess") =>
    outcome(browser.call((api) => api.people.signIn({ email: owner.email, password })));
  for (let tries = 1; tries <= 6; tries += 1) expect(await attempt()).toBe("SIGN_IN_FAILED");
  expect(await attempt(guesser, A_PASSWORD)).toBe("RATE_LIMITED");
  expect(await attempt(house.browser({ address: "10.0.0.5" }), A_PASSWORD)).toBe("ok");
  house.clock.advance(60_000);
  expect(await attempt(guesser, A_PASSWORD)).toBe("ok");
});

test("signing out ends the session on the server, so a copy of the cookie opens nothing", async () => {
  const browser = house.browser({ address: "10.0.0.6" });
  await browser.call((api) => api.people.signIn({ email: owner.email, password: A_PASSWORD }));
  const copy = house.browser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  await browser.call((api) => api.people.signOut());
  expect(await outcome(browser.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await outcome(copy.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
});

test("a page of another site can change nothing with the person's cookies", async () => {
  const attack = house.browser({ headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } });
  for (const [name, value] of owner.cookies) attack.cookies.set(name, value);
  expect(await outcome(attack.call((api) => api.people.endOtherSessions()))).toBe("WRONG_ORIGIN");
  const own = house.browser({ headers: { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" } });
  for (const [name, value] of owner.cookies) own.cookies.set(name, value);
  expect(await outcome(own.call((api) => api.people.endOtherSessions()))).toBe("ok");
});
