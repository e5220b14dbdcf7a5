import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";

let house: TestHouse;
let visitor: Pick<Member, "call">;
beforeAll(async () => {
  house = await openTestHouse();
  visitor = house.browser();
  await visitor.call((api) => api.workspaces.enterDemo());
  await runJobs(house);
});
afterAll(() => house.close());

const newest = async () => (await visitor.call((api) => api.audit.get({}))).audit!;

test("the demo shop's audit knows what its people decide in all six workflows, and by which rule where there is one", async () => {
  const { id, report } = await newest();
  const named = report.workflows.flatMap(({ workflow }) => workflow ?? []);
  expect(named).toHaveLength(6);
  expect(report.workflows.filter(({ decisions }) => decisions === null)).toEqual([]);
  const workflowReport = (await visitor.call((api) => api.audit.workflow({ workflow: "inventory-sync", auditId: id })))!;
  const words = workflowReport.decisions!.mining!.table.map((row) => row.words).join("\n");
  expect(words).toMatch(/units apart is above \d.*: ask for recount/);
  expect(words).toMatch(/units apart is at most \d.*: adjust stock/);
});

test("its people have roles, between which work is handed over, and whose rates price it", async () => {
  const { report } = await newest();
  expect(report.roles.map(({ role }) => role)).toContain("customer service");
  expect(report.teamHandoffs.map(({ from, to }) => `${from} to ${to}`)).toContain("customer service to warehouse lead");
  const perHour = new Map(report.workflows.map((row) => [row.workflow, row.minorPerHour]));
  expect(perHour.get("supplier-po")).toBeCloseTo(4_600, 6); // Buyers alone.
  expect(perHour.get("returns")).toBe(3_500); // A role without a rate of its own.
});
