import { afterAll, beforeAll, expect, test } from "vitest";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { houseJobs } from "#server/jobs/index.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

const DAY = 86_400_000;
const start = Date.UTC(2025, 11, 1, 9);

let house: TestHouse;
let owner: Member;
let sourceId: string;

const sweep = async () => {
  await houseJobs.find(({ name }) => name === "sweep-digests")!.run(house.services, new AbortController().signal);
};
// At other times than the log before: twenty pairs of one instant would be the work of a machine.
const auditWith = async (prefix: string, count: number, minutesLater = 0) => {
  const events = Array.from({ length: count }, (_, n) =>
    anEvent({
      eventId: `${prefix}${n}`,
      caseId: `${prefix}${n}`,
      workflow: prefix,
      activity: "check",
      endedAtMs: start + minutesLater * 60_000 + n * 7_000_000,
    }),
  );
  await ingestEvents(house.store, { workspaceId: owner.workspaceId, sourceId, importId: null, events });
  await owner.call((api) => api.audit.request({}));
  await runJobs(house);
};
const digest = () => owner.call((api) => api.audit.digest({}));

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  const source = { workspaceId, id: house.services.newId(), name: "desk.csv", mapping: {} };
  sourceId = await house.store.within({ workspaceId }, (tx) => upsertUploadSource(tx, source));
});
afterAll(() => house.close());

test("after the first audit there is nothing to compare, so nothing is told", async () => {
  await auditWith("returns", 20);
  await sweep();
  expect(await digest()).toBeNull();
  expect(house.letters).toEqual([]);
});

test("a week later the digest stands in the portal and goes once by mail to those who run audits", async () => {
  house.clock.advance(7 * DAY);
  await house.memberOf(owner, "finance");
  house.letters.length = 0;
  await auditWith("gift cards", 20, 31);
  await sweep();
  expect(await digest()).toMatchObject({ digest: { changed: [{ workflow: "gift cards", change: "new" }], alarms: [] } });
  expect(house.letters.map(({ to }) => to)).toEqual([owner.email]);
  expect(house.letters[0]!.text).toContain("gift cards: new.");
  await sweep();
  expect(house.letters).toHaveLength(1);
});

test("a digest is told of its own audit only: without a new one nothing is sent again", async () => {
  house.clock.advance(7 * DAY);
  await sweep();
  expect(house.letters).toHaveLength(1);
});
