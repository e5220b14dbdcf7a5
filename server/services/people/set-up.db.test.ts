import { afterEach, expect, test } from "vitest";
import { setUpToken } from "#server/set-up-token.ts";
import { raceAt } from "#tests/gate.ts";
import { A_PASSWORD, openTestHouse, outcome, type TestBrowser, type TestHouse } from "#tests/house.ts";

let house: TestHouse;
afterEach(() => house.close());

const ADA = {
  workspaceName: "Northwind Supply",
  currency: "EUR",
  timeZone: "Europe/Berlin",
  locale: "de-DE",
  name: "Ada",
  email: "ada@example.com",
  password: A_PASSWORD,
};
const setUp = (browser: TestBrowser, changes: Partial<typeof ADA> & { setUpToken?: string } = {}) =>
  outcome(browser.call((api) => api.people.setUp({ ...ADA, ...changes })));

test("the first person becomes owner of the first workspace and is signed in", async () => {
  house = await openTestHouse();
  const browser = house.browser();
  expect(await setUp(browser)).toBe("ok");
  const me = await browser.call((api) => api.people.me());
  expect(me.workspace).toMatchObject({
    name: "Northwind Supply",
    currency: "EUR",
    timeZone: "Europe/Berlin",
    locale: "de-DE",
    role: "owner",
    demo: false,
    workingDaysAYear: 260,
  });
  expect((await browser.call((api) => api.people.setUpState())).needed).toBe(false);
});

test("it starts with one rate, 35 an hour in its own currency, assumed and said so", async () => {
  house = await openTestHouse();
  const browser = house.browser();
  await setUp(browser, { currency: "JPY" });
  const { currency, rates } = await browser.call((api) => api.rates.list());
  expect(currency).toBe("JPY");
  expect(rates).toMatchObject([{ role: "default", minorAnHour: 35, class: "assumed" }]);
  expect(rates[0]?.source).toMatch(/^Assumed at 35 JPY an hour/);
});

test("it works once: afterwards nobody can set up again", async () => {
  house = await openTestHouse();
  expect(await setUp(house.browser())).toBe("ok");
  expect(await setUp(house.browser(), { email: "eve@example.com" })).toBe("ALREADY_SET_UP");
});

test("of six set-ups at the same moment one wins, and leaves one person and one workspace", async () => {
  house = await openTestHouse();
  const works = [1, 2, 3, 4, 5, 6].map((n) => () => setUp(house.browser(), { email: `ada${n}@example.com` }));
  const all = await raceAt(house, "auth_user", works);
  expect(all.sort()).toEqual(["ALREADY_SET_UP", "ALREADY_SET_UP", "ALREADY_SET_UP", "ALREADY_SET_UP", "ALREADY_SET_UP", "ok"]);
  const { people } = await house.store.db
    .selectFrom("auth_user")
    .select((eb) => eb.fn.countAll<number>().as("people"))
    .executeTakeFirstOrThrow();
  expect(people).toBe(1);
});

test("from another machine it takes the token that was printed at the start", async () => {
  house = await openTestHouse();
  const far = house.browser({ fromThisMachine: false, address: "192.0.2.7" });
  expect(await far.call((api) => api.people.setUpState())).toMatchObject({ needed: true, allowedHere: false, demoOffered: false });
  expect(await setUp(far)).toBe("SET_UP_TOKEN_NEEDED");
  expect(await setUp(far, { setUpToken: setUpToken("another installation's secret, 32 long") })).toBe("SET_UP_TOKEN_NEEDED");
  expect(await setUp(far, { setUpToken: setUpToken(house.services.settings.secret) })).toBe("ok");
});

test("guessing the token is slowed down", async () => {
  house = await openTestHouse();
  const far = house.browser({ fromThisMachine: false, address: "192.0.2.8" });
  const tries: string[] = [];
  for (let n = 0; n < 11; n += 1) tries.push(await setUp(far, { setUpToken: `guess number ${n}` }));
  expect(tries.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => "SET_UP_TOKEN_NEEDED"));
  expect(tries[10]).toBe("RATE_LIMITED");
});

test.each([
  ["a password of eleven characters", { password: "elevenchars" }],
  ["a password of one letter", { password: "aaaaaaaaaaaaaaaa" }],
  ["no address", { email: "ada" }],
  ["an unknown currency", { currency: "ABC" }],
  ["an unknown time zone", { timeZone: "Mars/Olympus" }],
  ["an empty name", { name: "  " }],
])("%s is refused, and nothing is made", async (_what, change) => {
  house = await openTestHouse();
  const browser = house.browser();
  expect(await setUp(browser, change)).toBe("INPUT_INVALID");
  expect((await browser.call((api) => api.people.setUpState())).needed).toBe(true);
});

test("the demo's visitor does not count as the first person", async () => {
  house = await openTestHouse();
  const browser = house.browser();
  await browser.call((api) => api.workspaces.enterDemo());
  expect((await browser.call((api) => api.people.setUpState())).needed).toBe(true);
  expect(await setUp(browser)).toBe("ok");
  expect((await browser.call((api) => api.people.me())).user.email).toBe("ada@example.com");
});
