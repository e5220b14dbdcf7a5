import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { log } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const DAY = 86_400_000;

let house: TestHouse;
let owner: Member;
let auditId: string;
beforeAll(async () => {
  house = await openTestHouse();
  house.clock.now = new Date("2026-03-09T10:00:00.000Z"); // A log that is drawn begins a week before.
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  const id = house.services.newId();
  const sourceId = await house.store.within({ workspaceId }, (tx) =>
    upsertUploadSource(tx, { workspaceId, id, name: "desk", mapping: {} }),
  );
  const events = log("CASE-7 ask:ana@0 pick:ben@60 ask:ana@70").map((event) => ({ ...event, workflow: "returns" }));
  await ingestEvents(house.store, { workspaceId, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
  auditId = (await owner.call((api) => api.audit.get({}))).audit!.id;
});
beforeEach(() => house.clock.advance(3_600_000)); // Each test has its own minute of tries.
afterAll(() => house.close());

async function share(days = 7) {
  const { link, shareId } = await owner.call((api) => api.shares.createForAudit({ auditId, days }));
  return { link, token: link.split("/").at(-1) ?? "", shareId };
}
const open = (token: string) => house.browser().call((api) => api.shares.openAudit({ token }));

test("whoever holds the link sees the figures of that audit and how they came about, and nothing of people, events or ids", async () => {
  const { link, token } = await share();
  expect(link).toMatch(/\/shared\/audit\/[\w-]{43}$/);
  const seen = await open(token);
  const { audit } = await owner.call((api) => api.audit.get({}));
  expect(seen).toMatchObject({ workspaceName: "Northwind Supply", workflows: [{ title: "Returns and restocking", touches: 3 }] });
  expect(seen.total.hours.value).toBe(audit!.report.total.hoursPerWeek.point);
  expect(seen.total.drag.provenance.inputs.length).toBeGreaterThan(0);
  const said = JSON.stringify(seen);
  expect(said).not.toMatch(/\bana\b|\bben\b|actor [0-9a-f]{6}|CASE-7|"source":\{/);
  for (const secret of [owner.email, owner.name, owner.userId, owner.workspaceId, auditId]) expect(said).not.toContain(secret);
});

test("it holds for its days, and not once it was taken back; the answer is the same as for a link that never was", async () => {
  const { token } = await share(7);
  house.clock.advance(7 * DAY - 1);
  expect(await outcome(open(token))).toBe("ok");
  house.clock.advance(1);
  expect(await outcome(open(token))).toBe("SHARE_LINK_INVALID");
  const second = await share();
  await owner.call((api) => api.shares.revoke({ shareId: second.shareId }));
  const refusal = (of: string) => open(of).catch((error: unknown) => String(error));
  expect(await refusal(second.token)).toBe(await refusal("x".repeat(43)));
  const states = (await owner.call((api) => api.shares.ofAudit({ auditId }))).map(({ state }) => state);
  expect(states.slice(0, 2)).toEqual(["revoked", "expired"]);
});

test("a link to an audit opens no case, another workspace cannot share it, and its token is kept nowhere", async () => {
  const { token } = await share();
  expect(await outcome(house.browser().call((api) => api.shares.open({ token })))).toBe("SHARE_LINK_INVALID");
  const other = await house.ownerOf("Another");
  expect(await outcome(other.call((api) => api.shares.createForAudit({ auditId, days: 7 })))).toBe("NOT_FOUND");
  expect(await other.call((api) => api.shares.ofAudit({ auditId }))).toEqual([]);
  const rows = await house.store.within({ workspaceId: owner.workspaceId }, (tx) => tx.selectFrom("share_link").selectAll().execute());
  expect(JSON.stringify([rows, house.logLines])).not.toContain(token);
});
