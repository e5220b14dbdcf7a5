import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { A_PASSWORD, openTestHouse, outcome, tokenOf, type Member, type TestHouse } from "#tests/house.ts";
import { makeResetLinkOnMachine } from "./make-reset-link-on-machine.ts";

const NEW_PASSWORD = "an entirely other evening";

let house: TestHouse;
let owner: Member;
let count = 0;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
beforeEach(() => house.clock.advance(2 * 3_600_000)); // Each test has its own hour of tries.
afterAll(() => house.close());

const aPerson = (role: "contributor" | "admin" = "contributor") => house.memberOf(owner, role, `Bo ${(count += 1)}`);
const signIn = (email: string, password: string) =>
  outcome(house.browser({ address: `10.1.0.${(count += 1) % 250}` }).call((api) => api.people.signIn({ email, password })));
const ask = (email: string) =>
  outcome(house.browser({ address: `10.2.0.${(count += 1) % 250}` }).call((api) => api.people.requestPasswordReset({ email })));
const reset = (token: string, password = NEW_PASSWORD) =>
  outcome(house.browser().call((api) => api.people.resetPassword({ token, password })));

async function letterTo(email: string): Promise<string> {
  // The letter goes out after the answer.
  const letter = await vi.waitFor(() => {
    const found = house.letters.findLast(({ to, subject }) => to === email && subject.includes("password"));
    if (!found) throw new Error("no letter yet");
    return found;
  });
  return tokenOf(letter.text);
}

test("a link by mail sets a new password, once, and ends every session the person had", async () => {
  const bo = await aPerson();
  expect(await ask(bo.email)).toBe("ok");
  const token = await letterTo(bo.email);
  expect(await house.browser().call((api) => api.people.resetLinkValid({ token }))).toBe(true);
  expect(await reset(token)).toBe("ok");
  expect(await outcome(bo.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await signIn(bo.email, A_PASSWORD)).toBe("SIGN_IN_FAILED");
  expect(await signIn(bo.email, NEW_PASSWORD)).toBe("ok");
  expect(await reset(token, "a third one, a third one")).toBe("RESET_LINK_INVALID");
});

test("an address that nobody has gets the same answer and the same work, and no letter", async () => {
  const rows = async () => (await house.store.db.selectFrom("auth_verification").select("id").execute()).length;
  const letters = house.letters.length;
  const before = await rows();
  expect(await ask("nobody@example.com")).toBe("ok");
  expect(await rows()).toBe(before + 1);
  expect(house.letters.length).toBe(letters);
});

test("the link holds for an hour", async () => {
  const bo = await aPerson();
  await ask(bo.email);
  const token = await letterTo(bo.email);
  house.clock.advance(3_600_000);
  expect(await house.browser().call((api) => api.people.resetLinkValid({ token }))).toBe(false);
  expect(await reset(token)).toBe("RESET_LINK_INVALID");
  expect(await signIn(bo.email, A_PASSWORD)).toBe("ok");
});

test("using one link ends the others of the same person", async () => {
  const bo = await aPerson();
  await ask(bo.email);
  const first = await letterTo(bo.email);
  const { link } = await owner.call((api) => api.people.makeResetLink({ userId: bo.userId }));
  expect(await reset(tokenOf(link))).toBe("ok");
  expect(await reset(first, "a third one, a third one")).toBe("RESET_LINK_INVALID");
});

test("the token of a link stands nowhere in the database or the log", async () => {
  const bo = await aPerson();
  const { link } = await owner.call((api) => api.people.makeResetLink({ userId: bo.userId }));
  const stored = JSON.stringify(await house.store.db.selectFrom("auth_verification").selectAll().execute());
  expect(stored).not.toContain(tokenOf(link));
  expect(JSON.stringify(house.logLines)).not.toContain(tokenOf(link));
  expect(JSON.stringify(house.logLines)).not.toContain(A_PASSWORD);
});

test("an admin makes no link for an owner, nor for a person of a workspace they do not manage", async () => {
  const admin = await aPerson("admin");
  const link = (by: Member, userId: string) => outcome(by.call((api) => api.people.makeResetLink({ userId })));
  expect(await link(admin, owner.userId)).toBe("ROLE_TOO_HIGH");

  const elsewhere = await house.ownerOf("Harbour Goods");
  await owner.call((api) => api.people.invite({ email: elsewhere.email, role: "contributor" }));
  await elsewhere.call((api) => api.people.acceptInvitationSignedIn({ token: tokenOf(house.letters.at(-1)?.text ?? "") }));
  expect(await link(owner, elsewhere.userId)).toBe("PERSON_ELSEWHERE");
});

test("asking for the same address a fourth time in ten minutes waits", async () => {
  const browser = house.browser({ address: "10.3.0.1" });
  const again = () => outcome(browser.call((api) => api.people.requestPasswordReset({ email: "asked@example.com" })));
  expect([await again(), await again(), await again(), await again()]).toEqual(["ok", "ok", "ok", "RATE_LIMITED"]);
});

test("changing one's own password takes the present one, ends all other sessions and keeps this browser signed in", async () => {
  const bo = await aPerson();
  const phone = house.browser({ address: "10.4.0.1" });
  await phone.call((api) => api.people.signIn({ email: bo.email, password: A_PASSWORD }));
  const change = (currentPassword: string) =>
    outcome(bo.call((api) => api.people.changePassword({ currentPassword, newPassword: NEW_PASSWORD })));
  expect(await change("not the present one")).toBe("INPUT_INVALID");
  expect(await outcome(phone.call((api) => api.people.me()))).toBe("ok");
  expect(await change(A_PASSWORD)).toBe("ok");
  expect(await outcome(phone.call((api) => api.people.me()))).toBe("SIGN_IN_NEEDED");
  expect(await outcome(bo.call((api) => api.people.me()))).toBe("ok");
  expect(await signIn(bo.email, NEW_PASSWORD)).toBe("ok");
});

test("who sits at the machine makes a link for anybody who has an account, and for nobody else", async () => {
  const bo = await aPerson("admin");
  const { link } = await makeResetLinkOnMachine(house.services, { email: bo.email });
  expect(await reset(tokenOf(link))).toBe("ok");
  expect(await signIn(bo.email, NEW_PASSWORD)).toBe("ok");
  await expect(makeResetLinkOnMachine(house.services, { email: "nobody@example.com" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
