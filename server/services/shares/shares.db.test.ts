import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";

const DAY = 86_400_000;
const TASK = { title: "Release held orders", timesPerDay: 36, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 };

let house: TestHouse;
let owner: Member;
let scenarioId: string;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  ({ scenarioId } = await owner.call((api) => api.roi.create({ name: "Board case", start: { kind: "by hand", task: TASK } })));
});
beforeEach(() => house.clock.advance(3_600_000)); // Each test has its own minute of tries.
afterAll(() => house.close());

async function share(days = 7): Promise<{ token: string; shareId: string }> {
  const { link, shareId } = await owner.call((api) => api.shares.create({ scenarioId, days }));
  return { token: link.split("/").at(-1) ?? "", shareId };
}
const open = (token: string) => house.browser().call((api) => api.shares.open({ token }));

test("whoever holds the link sees the scenario without a session, and nothing of people or audits", async () => {
  const { token } = await share();
  const seen = await open(token);
  expect(seen).toMatchObject({ workspaceName: "Northwind Supply", version: 1, scenario: { name: "Board case" } });
  const said = JSON.stringify(seen);
  for (const secret of [owner.email, owner.name, owner.userId, owner.workspaceId, scenarioId]) expect(said).not.toContain(secret);
});

test("it shows the version that was shared, whatever is saved later", async () => {
  const { token } = await share();
  const { scenario, version } = await owner.call((api) => api.roi.get({ scenarioId }));
  const changed = { ...scenario, name: "Changed later" };
  await owner.call((api) => api.roi.save({ scenarioId, baseVersion: version, scenario: changed, notes: "secret notes", auditId: null }));
  const seen = await open(token);
  expect(seen.scenario.name).toBe("Board case");
  expect(JSON.stringify(seen)).not.toContain("secret notes");
  await owner.call((api) => api.roi.restore({ scenarioId, version, baseVersion: version + 1 }));
});

test("it holds for its days and not a moment longer", async () => {
  const { token } = await share(7);
  house.clock.advance(7 * DAY - 1);
  expect(await outcome(open(token))).toBe("ok");
  house.clock.advance(1);
  expect(await outcome(open(token))).toBe("SHARE_LINK_INVALID");
  const listed = await owner.call((api) => api.shares.list({ scenarioId }));
  expect(listed[0]).toMatchObject({ state: "expired", createdBy: owner.name });
});

test("taken back it opens nothing, and cannot be taken back twice", async () => {
  const { token, shareId } = await share();
  await owner.call((api) => api.shares.revoke({ shareId }));
  expect(await outcome(open(token))).toBe("SHARE_LINK_INVALID");
  expect(await outcome(owner.call((api) => api.shares.revoke({ shareId })))).toBe("NOT_FOUND");
  expect((await owner.call((api) => api.shares.list({ scenarioId })))[0]).toMatchObject({ id: shareId, state: "revoked" });
});

test("a link that never was answers as one that ended: nothing can be learnt from the difference", async () => {
  const { token, shareId } = await share();
  await owner.call((api) => api.shares.revoke({ shareId }));
  const refusal = (of: string) => open(of).catch((error: unknown) => String(error));
  expect(await refusal("x".repeat(43))).toBe(await refusal(token));
});

test("a scenario that was archived is not shown any more", async () => {
  const { token } = await share();
  await owner.call((api) => api.roi.archive({ scenarioId, archived: true }));
  expect(await outcome(open(token))).toBe("SHARE_LINK_INVALID");
  await owner.call((api) => api.roi.archive({ scenarioId, archived: false }));
  expect(await outcome(open(token))).toBe("ok");
});

test("the token stands nowhere in the database and in no log, only its hash", async () => {
  const { token } = await share();
  const rows = await house.store.within({ workspaceId: owner.workspaceId }, (tx) => tx.selectFrom("share_link").selectAll().execute());
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(JSON.stringify(house.logLines)).not.toContain(token);
  expect(JSON.stringify(await owner.call((api) => api.changes.list({})))).not.toContain(token);
  expect(JSON.stringify(await owner.call((api) => api.shares.list({ scenarioId })))).not.toContain(rows[0]?.token_hash ?? "none");
});

test("guessing is slowed down", async () => {
  for (let n = 0; n < 30; n += 1) await outcome(open(`${"y".repeat(40)}${n}`));
  expect(await outcome(open("z".repeat(43)))).toBe("RATE_LIMITED");
});
