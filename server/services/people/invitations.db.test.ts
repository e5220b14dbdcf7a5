import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { A_PASSWORD, openTestHouse, outcome, tokenOf, type Member, type TestHouse } from "#tests/house.ts";

const DAY = 86_400_000;

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
beforeEach(() => house.clock.advance(3_600_000)); // Each test has its own hour of invitations.
afterAll(() => house.close());

async function invite(email: string, by = owner): Promise<string> {
  await by.call((api) => api.people.invite({ email, role: "contributor" }));
  return tokenOf(house.letters.at(-1)?.text ?? "");
}
const accept = (token: string, name = "Bo") => {
  const browser = house.browser();
  return outcome(browser.call((api) => api.people.acceptInvitation({ token, name, password: A_PASSWORD })));
};

test("a letter goes to the address with the names, the role and a link that opens once", async () => {
  const answer = await owner.call((api) => api.people.invite({ email: "Bo@Example.com", role: "ops_lead" }));
  expect(answer).toEqual({ sent: true, link: null });
  const letter = house.letters.at(-1);
  expect(letter?.to).toBe("bo@example.com");
  expect(letter?.subject).toBe(`${owner.name} invites you to Northwind Supply on Slipstream`);
  expect(letter?.text).toContain("as Ops lead");
  const token = tokenOf(letter?.text ?? "");

  const bo = house.browser();
  expect(await bo.call((api) => api.people.invitation({ token }))).toMatchObject({
    workspaceName: "Northwind Supply",
    email: "bo@example.com",
    role: "ops_lead",
    hasAccount: false,
  });
  await bo.call((api) => api.people.acceptInvitation({ token, name: "Bo", password: A_PASSWORD }));
  expect((await bo.call((api) => api.people.me())).workspace).toMatchObject({ workspaceId: owner.workspaceId, role: "ops_lead" });
  expect(await accept(token)).toBe("INVITATION_INVALID");
});

test("without a mail server the link is shown to the one who invites, once", async () => {
  const quiet = await openTestHouse({ mail: false });
  try {
    const boss = await quiet.ownerOf("Northwind Supply");
    const { sent, link } = await boss.call((api) => api.people.invite({ email: "bo@example.com", role: "finance" }));
    expect(sent).toBe(false);
    expect(link).toMatch(/^http:\/\/localhost:3000\/invitation\?token=[\w-]{43}$/);
    expect(JSON.stringify(await boss.call((api) => api.people.invitations()))).not.toContain(tokenOf(link ?? ""));
  } finally {
    await quiet.close();
  }
});

test("the token stands nowhere in the database and in no log, only its hash", async () => {
  const token = await invite("hash@example.com");
  const { rows } = await house.store.pool.query<{ found: boolean }>(
    "select exists (select 1 from auth_verification where value || identifier like '%' || $1 || '%') as found",
    [token],
  );
  expect(rows).toEqual([{ found: false }]);
  const invitations = await house.store.within({ workspaceId: owner.workspaceId }, (tx) =>
    tx.selectFrom("invitation").selectAll().execute(),
  );
  expect(JSON.stringify(invitations)).not.toContain(token);
  expect(JSON.stringify(house.logLines)).not.toContain(token);
  expect(JSON.stringify(await owner.call((api) => api.changes.list({})))).not.toContain(token);
});

test("it holds for seven days and not a moment longer", async () => {
  const token = await invite("late@example.com");
  house.clock.advance(7 * DAY - 1);
  expect(await outcome(house.browser().call((api) => api.people.invitation({ token })))).toBe("ok");
  house.clock.advance(1);
  expect(await outcome(house.browser().call((api) => api.people.invitation({ token })))).toBe("INVITATION_INVALID");
  expect(await accept(token)).toBe("INVITATION_INVALID");
  const listed = await owner.call((api) => api.people.invitations());
  expect(listed.find(({ email }) => email === "late@example.com")?.expired).toBe(true);
});

test("taken back it opens nothing; sent again only the new link does", async () => {
  const first = await invite("again@example.com");
  const idOf = async (email: string) =>
    (await owner.call((api) => api.people.invitations())).find((invitation) => invitation.email === email)?.id ?? "";
  await owner.call(async (api) => api.people.renewInvitation({ invitationId: await idOf("again@example.com") }));
  const second = tokenOf(house.letters.at(-1)?.text ?? "");
  expect(second).not.toBe(first);
  expect(await accept(first)).toBe("INVITATION_INVALID");

  const invitationId = await idOf("again@example.com");
  await owner.call((api) => api.people.revokeInvitation({ invitationId }));
  expect(await accept(second)).toBe("INVITATION_INVALID");
  expect(await outcome(owner.call((api) => api.people.revokeInvitation({ invitationId })))).toBe("NOT_FOUND");
});

test("inviting an address twice leaves one link that works", async () => {
  const first = await invite("twice@example.com");
  const second = await invite("twice@example.com");
  expect((await owner.call((api) => api.people.invitations())).filter(({ email }) => email === "twice@example.com")).toHaveLength(1);
  expect(await accept(first)).toBe("INVITATION_INVALID");
  expect(await accept(second)).toBe("ok");
});

test("of four acceptances at the same moment one joins", async () => {
  const token = await invite("race@example.com");
  const all = await Promise.all([1, 2, 3, 4].map((n) => accept(token, `Bo ${n}`)));
  expect(all.filter((code) => code === "ok")).toHaveLength(1);
  expect((await owner.call((api) => api.people.list())).filter(({ email }) => email === "race@example.com")).toHaveLength(1);
});

test("a person with an account joins by signing in, and only with the address that was invited", async () => {
  const other = await house.ownerOf("Harbour Goods");
  const token = await invite(other.email);
  expect(await other.call((api) => api.people.invitation({ token }))).toMatchObject({ hasAccount: true });
  expect(await accept(token)).toBe("CONFLICT");
  const third = await house.ownerOf("Pine Trading");
  expect(await outcome(third.call((api) => api.people.acceptInvitationSignedIn({ token })))).toBe("INVITATION_FOR_OTHER");
  await other.call((api) => api.people.acceptInvitationSignedIn({ token }));
  const { workspace, workspaces } = await other.call((api) => api.people.me());
  expect(workspace?.name).toBe("Northwind Supply");
  expect(workspaces.map(({ name }) => name)).toEqual(["Harbour Goods", "Northwind Supply"]);
});

test("somebody who is in the workspace is not invited, and the field says so", async () => {
  const refused = await owner.call((api) => api.people.invite({ email: owner.email, role: "admin" })).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    cause: { code: "CONFLICT", fields: [{ path: "email", message: `${owner.name} is in this workspace already.` }] },
  });
});

test("an admin invites anyone but an owner", async () => {
  const admin = await house.memberOf(owner, "admin");
  expect(await outcome(admin.call((api) => api.people.invite({ email: "boss@example.com", role: "owner" })))).toBe("ROLE_TOO_HIGH");
  expect(await outcome(admin.call((api) => api.people.invite({ email: "peer@example.com", role: "admin" })))).toBe("ok");
});

test("a workspace's name with line breaks writes no lines of its own into the letter", async () => {
  const sly = await house.ownerOf("Pay now\n\nOpen http://evil.example");
  await sly.call((api) => api.people.invite({ email: "victim@example.com", role: "contributor" }));
  expect(house.letters.at(-1)?.subject).not.toMatch(/\n/);
  expect(house.letters.at(-1)?.text).toContain("to the workspace Pay now Open http://evil.example on Slipstream");
});

test("the forty-first invitation of an hour waits", async () => {
  const busy = await house.ownerOf("Busy");
  for (let n = 1; n <= 40; n += 1) await busy.call((api) => api.people.invite({ email: `person${n}@example.com`, role: "contributor" }));
  expect(await outcome(busy.call((api) => api.people.invite({ email: "person41@example.com", role: "contributor" })))).toBe("RATE_LIMITED");
});
