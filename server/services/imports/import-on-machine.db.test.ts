import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { importOnMachine, type MachineImport } from "./import-on-machine.ts";

let house: TestHouse;
let folder: string;
let owner: Member;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-machine-"));
  house = await openTestHouse({ settings: { dataFolder: folder } });
  owner = await house.ownerOf("Machine");
  path = join(folder, "work.csv");
  await writeFile(path, "ref,what,who,at\nA,check,ana,2026-01-05 09:00\nA,file,ana,2026-01-05 09:10\nB,check,,soon\n");
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Imports; the jobs are worked on once the import waits for them, as the worker of a running installation does. */
async function run(change: Partial<MachineImport> = {}) {
  const said: string[] = [];
  let worked: Promise<void> | undefined;
  const say = (line: string) => {
    said.push(line);
    if (line === "waiting for the worker") worked = runJobs(house);
  };
  const found = await importOnMachine(house.services, {
    path,
    workspace: null,
    source: null,
    columns: {},
    zone: null,
    dateOrder: null,
    say,
    ...change,
  });
  await worked;
  return { found, said };
}

const COLUMNS = { caseId: "ref", activity: "what", actor: "who", endedAt: "at" };

test("a file on the machine is imported with the columns named, and again adds nothing", async () => {
  const { found, said } = await run({ columns: COLUMNS, zone: "Europe/Berlin" });
  expect(found).toMatchObject({ rowsRead: 3, rowsAdded: 2, rowsKnown: 0, rowsRejected: 1, sourceName: "work" });
  expect(said).toEqual(expect.arrayContaining(["work.csv: CSV", "  caseId     ref", "  2 of the first 3 rows can be read."]));
  const { events } = await owner.call((api) => api.audit.events({ workflow: null, activity: null }));
  expect(events.map(({ endedAt }) => endedAt.toISOString())).toEqual(["2026-01-05T08:10:00.000Z", "2026-01-05T08:00:00.000Z"]);
  const again = await run({ workspace: "Machine" });
  expect(again.found).toMatchObject({ rowsAdded: 0, rowsKnown: 2, rowsRejected: 1 });
});

test("what is not clear is asked for before anything is imported", async () => {
  await expect(run({ columns: { caseId: "reference" } })).rejects.toMatchObject({ code: "INPUT_INVALID" });
  await expect(run({ workspace: "Nowhere" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(run({ path: join(folder, "none.csv") })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(run({ columns: { ...COLUMNS, endedAt: "who", actor: "at" } })).rejects.toMatchObject({ code: "MAPPING_INCOMPLETE" });
});
