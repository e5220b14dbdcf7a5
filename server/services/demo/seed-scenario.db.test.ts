import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { seedScenario } from "./seed-scenario.ts";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  house.clock.now = new Date("2026-04-06T10:00:00.000Z"); // The scenarios happened in March.
  owner = await house.ownerOf("Mine");
});
afterAll(() => house.close());

const seeded = async (name: string) => {
  const { workspaceId } = await seedScenario(house.services, { name, owner: { userId: owner.userId, name: owner.name } });
  await runJobs(house);
  await owner.call((api) => api.workspaces.switch({ workspaceId }));
  const { audit } = await owner.call((api) => api.audit.get({}));
  return audit!.report;
};

test("returns that go back and forth: two hand-overs back a return, one inspection and one check done again", async () => {
  const report = await seeded("returns-ping-pong");
  expect(report.pingPongs).toBe(20);
  expect(report.total.rework).toEqual({ sameActor: 20, otherActor: 0 });
  expect(report.total.touches).toBe(50);
});

test("tickets left open: 18 x 9 minutes, and two of 72 hours that count for four each", async () => {
  const { recordedMinutes } = (await seeded("left-open-tickets")).total;
  expect(recordedMinutes).toEqual({ touches: 20, raw: 18 * 9 + 2 * 72 * 60, winsorised: 18 * 9 + 2 * 240 });
});

test("an oversold Friday: 52 corrections, forty of them in one batch", async () => {
  const report = await seeded("oversell-friday");
  expect(report.total.touches).toBe(52);
  expect(report.batches).toEqual({ count: 5, touches: 52 });
});

test("a scenario that does not exist names those that do", async () => {
  await expect(seedScenario(house.services, { name: "nope", owner: { userId: owner.userId, name: "x" } })).rejects.toThrow(
    /returns-ping-pong, oversell-friday, left-open-tickets/,
  );
});
