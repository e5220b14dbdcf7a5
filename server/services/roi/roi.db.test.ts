import { afterAll, beforeAll, expect, test } from "vitest";
import { HyperFormula } from "hyperformula";
import { authorize } from "#server/api/authorize.ts";
import { assumed } from "#server/domain/roi/input.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { readWorkbook } from "#tests/roi/read-workbook.ts";
import { exportScenario } from "./export-scenario.ts";

const TASK = { title: "Release held orders", timesPerDay: 36, minutesEach: 5, daysPerYear: 260, rateMinorPerHour: 3_500 };
const FORMULA = "=cmd|'/c calc'!A1";

let house: TestHouse;
let owner: Member;
beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
});
afterAll(() => house.close());

const make = async (name: string, task = TASK) =>
  (await owner.call((api) => api.roi.create({ name, start: { kind: "by hand", task } }))).scenarioId;
const get = (scenarioId: string, version?: number) => owner.call((api) => api.roi.get({ scenarioId, ...(version ? { version } : {}) }));

test("a scenario by hand needs no connection and no data", async () => {
  const kept = await get(await make("By hand"));
  expect(kept).toMatchObject({ version: 1, headVersion: 1, auditId: null, newerAudit: null, savedBy: owner.name, archived: false });
  expect(kept.scenario).toMatchObject({ name: "By hand", currency: "USD", asOf: "2026-01-12" });
});

test("each save is a version that says who changed what; restoring one is a version too", async () => {
  const scenarioId = await make("Versions");
  const first = await get(scenarioId);
  const changed = { ...first.scenario, discountRatePerYear: assumed(0.12) };
  await owner.call((api) => api.roi.save({ scenarioId, baseVersion: 1, scenario: changed, notes: "Finance wants 12 %", auditId: null }));
  const versions = await owner.call((api) => api.roi.versions({ scenarioId }));
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(versions[0]).toMatchObject({
    savedBy: owner.name,
    changes: [{ of: "Scenario", input: "Discount rate a year", from: 0.1, to: 0.12 }],
  });
  expect((await get(scenarioId)).notes).toBe("Finance wants 12 %");
  expect((await get(scenarioId, 1)).scenario).toEqual(first.scenario);

  await owner.call((api) => api.roi.restore({ scenarioId, version: 1, baseVersion: 2 }));
  const restored = await get(scenarioId);
  expect(restored.version).toBe(3);
  expect(restored.scenario).toEqual(first.scenario);
  const { changes } = await owner.call((api) => api.changes.list({ noun: "scenario", limit: 2 }));
  expect(changes.map(({ verb }) => verb)).toEqual(["restore", "update"]);
  expect(changes[1]?.after).toMatchObject({ version: 2, inputs: ["Scenario, Discount rate a year: 0.12"] });
});

test("of two people who save the same version the second is told, and nothing is lost", async () => {
  const scenarioId = await make("Race");
  const { scenario } = await get(scenarioId);
  const save = (rate: number) =>
    outcome(
      owner.call((api) =>
        api.roi.save({
          scenarioId,
          baseVersion: 1,
          scenario: { ...scenario, discountRatePerYear: assumed(rate) },
          notes: "",
          auditId: null,
        }),
      ),
    );
  expect((await Promise.all([save(0.2), save(0.3)])).sort()).toEqual(["CONFLICT", "ok"]);
  expect((await get(scenarioId)).version).toBe(2);
});

test("what the model cannot compute is not kept, and the field is named", async () => {
  const scenarioId = await make("Wrong");
  const { scenario } = await get(scenarioId);
  const wrong = { ...scenario, discountRatePerYear: assumed(7) };
  const refused = await owner
    .call((api) => api.roi.save({ scenarioId, baseVersion: 1, scenario: wrong, notes: "", auditId: null }))
    .catch((error: unknown) => error);
  expect(refused).toMatchObject({ cause: { code: "INPUT_INVALID", fields: [{ path: "discountRatePerYear.value" }] } });
  expect((await get(scenarioId)).version).toBe(1);
});

test("without an audit there is nothing to start from, and the message says what to do", async () => {
  expect(await owner.call((api) => api.roi.fromAudit({ name: "x" }))).toBeNull();
  await expect(owner.call((api) => api.roi.create({ name: "x", start: { kind: "audit" } }))).rejects.toThrow(/import an event log/);
});

test("a copy goes its own way; an archived scenario leaves the list and comes back", async () => {
  const scenarioId = await make("Original");
  const copy = await owner.call((api) => api.roi.create({ name: "Copy", start: { kind: "copy", scenarioId } }));
  expect((await get(copy.scenarioId)).scenario).toEqual({ ...(await get(scenarioId)).scenario, name: "Copy" });
  const names = async () => (await owner.call((api) => api.roi.list({}))).map(({ name }) => name);
  await owner.call((api) => api.roi.archive({ scenarioId, archived: true }));
  expect(await names()).not.toContain("Original");
  expect(await names()).toContain("Copy");
  await owner.call((api) => api.roi.archive({ scenarioId, archived: false }));
  expect(await names()).toContain("Original");
});

test("a version is never changed or deleted by the application", async () => {
  const scenarioId = await make("Append only");
  const attempt = house.store.within({ workspaceId: owner.workspaceId }, (tx) =>
    tx.updateTable("scenario_version").set({ notes: "changed" }).where("scenario_id", "=", scenarioId).execute(),
  );
  await expect(attempt).rejects.toThrow(/permission denied/);
});

test("the files survive a workflow called like a formula", async () => {
  const scenarioId = await make(FORMULA, { ...TASK, title: FORMULA });
  const context = authorize(await owner.context(), "roi.read");
  const file = (format: string) => exportScenario(context, { scenarioId, format });

  const xlsx = await file("xlsx");
  expect(xlsx.fileName).toBe("cmd c calc A1 v1.xlsx");
  const sheets = readWorkbook(xlsx.body);
  const texts = Object.values(sheets).flat(2);
  expect(texts).not.toContain(FORMULA);
  const recomputed = HyperFormula.buildFromSheets(sheets, { licenseKey: "gpl-v3" });
  expect(recomputed.getSheetNames().length).toBeGreaterThan(3);

  const csv = new TextDecoder().decode((await file("csv")).body);
  expect(csv).toContain(`'${FORMULA}`);
  expect(csv).not.toMatch(/(^|,)"?=cmd/m);
  const pdf = await file("pdf");
  expect(pdf.contentType).toBe("application/pdf");
  expect(Buffer.from(pdf.body.subarray(0, 5)).toString()).toBe("%PDF-");
  const json: unknown = JSON.parse(new TextDecoder().decode((await file("json")).body));
  expect(json).toMatchObject({ format: 1, scenario: { name: FORMULA } });
  expect(await outcome(file("docx").catch((error: unknown) => Promise.reject(Object.assign(new Error("refused"), { cause: error }))))).toBe(
    "NOT_FOUND",
  );
});
