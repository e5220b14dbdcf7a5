import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFile, uploadFile } from "#tests/import-file.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { uploadPath } from "../uploads/upload-path.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const HEADER = "case_id,activity,resource,kind,end_time\n";
const WAREHOUSE = `${HEADER}O1,pack,wms app,app,2026-01-05T09:10:00Z\nO1,check,ana,person,2026-01-05T09:15:00Z\nO2,pack,wms app,app,2026-01-05T09:20:00Z\n`;
const DESK = `${HEADER}T1,answer,ben,person,2026-01-05T10:10:00Z\n`;

const logsOf = (member: Member) => member.call((api) => api.imports.logs({}));
const logOf = async (member: Member, name: string) => (await logsOf(member)).find((log) => log.name === name)!;
const totalOf = async (member: Member) => (await member.call((api) => api.audit.get({}))).audit!.report.total;
const takeBack = (member: Member, { sourceId, name }: { sourceId: string; name: string }) =>
  member.call((api) => api.imports.takeBack({ sourceId, confirmName: name }));

test("a log whose columns were chosen wrongly is taken back, and imported anew counts as it should", async () => {
  const owner = await house.ownerOf("Wrong columns");
  await importFile(house, owner, DESK, { fileName: "desk.csv" });
  const { uploadId } = await uploadFile(owner, WAREHOUSE, { fileName: "warehouse.csv" });
  const { chosen } = await owner.call((api) => api.imports.preview({ uploadId }));
  const wrong = { ...chosen, columns: { ...chosen.columns, actorKind: null } };
  await owner.call((api) => api.imports.start({ uploadId, sourceName: "warehouse", chosen: wrong }));
  await runJobs(house);
  expect(await totalOf(owner)).toMatchObject({ events: 4, touches: 4 });

  const log = await logOf(owner, "warehouse");
  const path = uploadPath(house.services.settings, uploadId);
  expect(existsSync(path)).toBe(true);
  await takeBack(owner, log);
  await runJobs(house);
  expect((await logsOf(owner)).map(({ name }) => name)).toEqual(["desk"]);
  expect((await owner.call((api) => api.imports.list({}))).map(({ fileName }) => fileName)).toEqual(["desk.csv"]);
  expect(await totalOf(owner)).toMatchObject({ events: 1, touches: 1 });
  expect(existsSync(path)).toBe(false);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "log", limit: 5 }));
  expect(changes).toMatchObject([
    { verb: "take back", before: { name: "warehouse" }, after: { events: 3, files: 1 }, actor: { type: "user", userId: owner.userId } },
  ]);

  const again = await uploadFile(owner, WAREHOUSE, { fileName: "warehouse.csv" });
  const right = { ...chosen, columns: { ...chosen.columns, actorKind: 3 }, attributes: [] };
  await owner.call((api) => api.imports.start({ uploadId: again.uploadId, sourceName: "warehouse", chosen: right }));
  await runJobs(house);
  expect(await totalOf(owner)).toMatchObject({ events: 4, touches: 2 });
});

test("only under its exact name, by who may import, and in its own workspace", async () => {
  const owner = await house.ownerOf("Guarded");
  await importFile(house, owner, DESK, { fileName: "desk.csv" });
  const log = await logOf(owner, "desk");
  expect(await outcome(takeBack(owner, { ...log, name: "Desk" }))).toBe("INPUT_INVALID");
  expect(await outcome(takeBack(await house.memberOf(owner, "contributor"), log))).toBe("PERMISSION_MISSING");
  expect(await outcome(takeBack(await house.ownerOf("Elsewhere"), log))).toBe("NOT_FOUND");
  await runJobs(house);
  expect(await totalOf(owner)).toMatchObject({ events: 1 });
});

test("nothing is imported while a log is being taken back, and none is taken back while a file is being imported", async () => {
  const owner = await house.ownerOf("Both at once");
  await importFile(house, owner, DESK, { fileName: "desk.csv" });
  const log = await logOf(owner, "desk");
  const begin = async () => {
    const { uploadId } = await uploadFile(owner, WAREHOUSE, { fileName: "warehouse.csv" });
    const { chosen } = await owner.call((api) => api.imports.preview({ uploadId }));
    return owner.call((api) => api.imports.start({ uploadId, sourceName: "warehouse", chosen }));
  };
  await begin();
  expect(await outcome(takeBack(owner, log))).toBe("LOG_BUSY");
  await runJobs(house);
  await takeBack(owner, log);
  expect((await logOf(owner, "desk")).takenBackBy).not.toBeNull();
  expect(await outcome(begin())).toBe("LOG_BUSY");
  expect(await outcome(takeBack(owner, await logOf(owner, "warehouse")))).toBe("LOG_BUSY");
  await runJobs(house);
  expect((await logsOf(owner)).map(({ name }) => name)).toEqual(["warehouse"]);
});
