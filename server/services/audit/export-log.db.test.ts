import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertConnection } from "#db/queries/connections.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import { ingestLinks, ingestObjects } from "#db/queries/ingest-objects.ts";
import { scenarios } from "#db/seed/index.ts";
import { log } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { contextOf, importFile } from "#tests/import-file.ts";
import { runJobs } from "#tests/run-jobs.ts";
import { readWorkbook, unzip } from "#tests/roi/read-workbook.ts";
import { workflowTitle } from "#server/domain/audit/workflow-title.ts";
import { exportAudit } from "./export-audit.ts";
import { exportLog } from "./export-log.ts";

let house: TestHouse;
let folder: string;
let from: Member;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-export-"));
  house = await openTestHouse({ settings: { dataFolder: folder } });
  house.clock.now = new Date("2026-03-09T10:00:00.000Z"); // A log that is drawn begins a week before.
  from = await house.ownerOf("From");
  const { store } = house;
  const { workspaceId } = from;
  // Three sources with equal event ids: a scenario, one whose events touch objects, and one with a machine that claims to be a person.
  const desk = log("O1 ask:ana@0 tag:svc-sync@1 pick:ben@60 \n O2 ask:ana@70 tag:svc-sync@71 =cmd:ben@72").map((event) => ({
    ...event,
    attributes: { "case id": "own", note: '=HYPERLINK("x")' },
    objects: [
      { type: "order", id: event.caseId, qualifier: "case" },
      { type: "item", id: "i1", qualifier: "" },
    ],
  }));
  const late = log("O1 check:cay@3000 check:ana@3005").map((event) => ({ ...event, startedAtMs: event.endedAtMs - 120_000 }));
  for (const [name, events] of [
    ["Shop", scenarios[0]!.events],
    ["Desk", desk],
    ["Late", late],
  ] as const) {
    const id = house.services.newId();
    const sourceId = await store.within({ workspaceId }, (tx) => upsertUploadSource(tx, { workspaceId, id, name, mapping: {} }));
    await ingestEvents(store, { workspaceId, sourceId, importId: null, events });
    await ingestLinks(store, { workspaceId, sourceId, events });
    const changes = [{ attribute: "state", atMs: 0, value: "open" }];
    const relations = [{ type: "item", id: "i1", qualifier: "contains" }];
    if (name === "Desk") await ingestObjects(store, { workspaceId, sourceId, objects: [{ type: "order", id: "O1", changes, relations }] });
  }
  await from.call((api) => api.audit.request({}));
  await runJobs(house);
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const exported = async (member: Member, format: string) => new Response((await exportLog(await contextOf(member), { format })).body).text();

/** What an audit measures. Accounts are named anew in every workspace, so that only their numbers can be compared. */
async function measures(member: Member) {
  const { audit } = await member.call((api) => api.audit.get({}));
  const { handovers, hiddenBots, ...report } = audit!.report;
  return {
    ...report,
    eventCount: audit!.eventCount,
    handovers: handovers.map(({ count }) => count).sort((a, b) => a - b),
    machines: hiddenBots.map(({ touches }) => touches),
  };
}

describe("the event log as OCEL 2.0", () => {
  test.each(["ocel.json", "ocel.xml"])(
    "%s imports into another workspace to the same measures, and from there to the same file",
    async (format) => {
      const file = await exported(from, format);
      const to = await house.ownerOf(`To ${format}`);
      const { preview, result } = await importFile(house, to, file, { fileName: `log.${format.slice(-4)}` });
      expect(preview.questions).toEqual([]);
      expect(result).toMatchObject({ state: "done", rowsRejected: 0 });
      expect(await measures(to)).toEqual(await measures(from));
      const again = await importFile(house, to, file, { fileName: `log.${format.slice(-4)}` });
      expect(again.result).toMatchObject({ rowsAdded: 0, rowsKnown: result.rowsAdded });
      // Only the pseudonyms differ: they are the workspace's own.
      const nameless = (text: string) => text.replaceAll(/(actor|bot) [0-9a-f]{20}/g, "$1");
      expect(nameless(await exported(to, format))).toBe(nameless(file));
    },
  );

  test.each(["ocel.json", "ocel.xml"])(
    "%s of a connection, read into its own workspace, finds its events there and adds none",
    async (format) => {
      const own = await house.ownerOf(`Own ${format}`);
      const { store } = house;
      const { workspaceId } = own;
      const sourceId = house.services.newId();
      const place = {
        workspaceId,
        sourceId,
        id: house.services.newId(),
        integration: "shopify",
        provider: "shopify",
        nangoConnectionId: "c1",
      };
      await store.within({ workspaceId }, (tx) =>
        insertConnection(tx, { ...place, name: "Shop", connectedBy: { type: "system", name: "test" }, now: house.clock.now }),
      );
      const events = log("O1 ask:ana@0 tag:svc-sync@1 pick:ben@60 \n O2 ask:ana@70 pick:ben@72");
      await ingestEvents(store, { workspaceId, sourceId, importId: null, events });
      await own.call((api) => api.audit.request({}));
      await runJobs(house);
      const before = await measures(own);
      const { result } = await importFile(house, own, await exported(own, format), { fileName: `log.${format.slice(-4)}` });
      expect(result).toMatchObject({ state: "done", rowsRead: 5, rowsAdded: 0, rowsKnown: 5, rowsRejected: 0 });
      await own.call((api) => api.audit.request({}));
      await runJobs(house);
      expect(await measures(own)).toEqual(before);
    },
  );

  test("nobody's name leaves the house, and a machine that claims to be a person is named as one", async () => {
    for (const format of ["ocel.json", "ocel.xml", "csv"]) {
      const file = await exported(from, format);
      expect(file).not.toMatch(/\bana\b|\bben\b|\bcay\b|svc-sync/);
      expect(file).not.toContain(from.workspaceId);
    }
    const { events }: { events: { type: string; attributes: { name: string; value: string }[] }[] } = JSON.parse(
      await exported(from, "ocel.json"),
    );
    const actors = events
      .filter(({ type }) => type === "tag")
      .map(({ attributes }) => attributes.find(({ name }) => name === "actor")?.value);
    expect(actors).toEqual([expect.stringMatching(/^bot [0-9a-f]{20}$/), actors[0]]);
  });

  test("every object that a relation names is defined, and every attribute declared", async () => {
    type Type = { name: string; attributes: { name: string }[] };
    type Entry = { id: string; type: string; attributes: { name: string }[]; relationships: { objectId: string }[] };
    const file: Record<"objectTypes" | "eventTypes", Type[]> & Record<"objects" | "events", Entry[]> = JSON.parse(
      await exported(from, "ocel.json"),
    );
    const ids = new Set(file.objects.map(({ id }) => id));
    expect(ids.size).toBe(file.objects.length);
    for (const entry of [...file.objects, ...file.events]) for (const { objectId } of entry.relationships) expect(ids).toContain(objectId);
    for (const [entries, types] of [
      [file.objects, file.objectTypes],
      [file.events, file.eventTypes],
    ] as const) {
      const declared = new Map(types.map(({ name, attributes }) => [name, new Set(attributes.map((one) => one.name))]));
      for (const { type, attributes } of entries) for (const { name } of attributes) expect(declared.get(type)).toContain(name);
    }
  });
});

test("as CSV every event is a row, and what a spreadsheet would run is text", async () => {
  const lines = (await exported(from, "csv")).trimEnd().split("\r\n");
  expect(lines[0]).toMatch(/^event id,source,case id,activity,actor,actor kind,role,workflow,started at,ended at/);
  expect(lines).toHaveLength(1 + scenarios[0]!.events.length + 8);
  expect(lines.some((line) => line.includes(`"'=HYPERLINK(""x"")"`))).toBe(true);
  expect(lines.some((line) => line.includes(",'=cmd,"))).toBe(true);
});

describe("an audit as a file", () => {
  test("the workbook holds the figures of the audit, texts stay texts, and no name leaves", async () => {
    const { audit } = await from.call((api) => api.audit.get({}));
    const { fileName, body } = await exportAudit(await contextOf(from), { format: "xlsx" });
    expect(fileName).toBe("audit 2026-03-09.xlsx");
    const sheets = readWorkbook(body);
    expect(Object.keys(sheets)).toEqual([
      "Audit",
      "Workflows",
      "Activities",
      "Ranking",
      "Learned rules",
      "Variants",
      "Waiting",
      "Approvals",
      "Exceptions",
      "Volume",
      "Hand-offs",
      "Hand-offs of teams",
      "Typed twice",
      "Data quality",
    ]);
    const [head = [], ...rows] = sheets["Activities"] ?? [];
    expect(rows).toHaveLength(audit!.report.activities.length);
    const place = (column: string) => head.indexOf(`'${column}`);
    for (const [index, activity] of audit!.report.activities.entries()) {
      const row = rows[index] ?? [];
      expect(row[place("activity")]).toBe(`'${activity.activity}`);
      expect(row[place("touches")]).toBe(activity.touches);
      expect(row[place("hours a week")]).toBe(activity.hoursPerWeek.point);
      expect(row[place("weeks counted")]).toBe(activity.weeks);
      expect(row[place("drag a year, low")]).toBe(activity.drag.totalMinor.low / 100);
    }
    expect(unzip(body).get("xl/worksheets/sheet3.xml")).not.toContain("<f>");
    expect(JSON.stringify(sheets)).not.toMatch(/\bana\b|\bben\b|svc-sync/);
  });

  test("the workbook holds the rank, the paths and the waiting of each workflow, and its days are days", async () => {
    const { audit } = await from.call((api) => api.audit.get({}));
    const { body } = await exportAudit(await contextOf(from), { format: "xlsx" });
    const sheets = readWorkbook(body);
    const first = sheets["Audit"]!.find(([label]) => label === "'First event")!;
    expect(first[1]).toBe(Math.floor(audit!.from.getTime() / 86_400_000) + 25_569);
    const ranked = audit!.report.workflows.filter(({ workflow }) => workflow !== null);
    expect(sheets["Ranking"]!.slice(1).map((row) => row[1])).toEqual(
      ranked.map(({ status }) => (status.kind === "ranked" ? status.rank : null)),
    );
    for (const { workflow } of ranked) {
      const report = (await from.call((api) => api.audit.workflow({ workflow: workflow!, auditId: audit!.id })))!;
      const own = (sheet: string) => sheets[sheet]!.filter(([name]) => name === `'${workflowTitle(workflow!)}`);
      expect(own("Variants").map((row) => row.slice(1, 3))).toEqual(
        report.variants.top.map(({ activities, cases }) => [`'${activities.join(" > ")}`, cases]),
      );
      expect(own("Waiting").length).toBeGreaterThanOrEqual(report.waiting.length);
    }
  });

  test("its days are those of the workspace's zone, in the sheet as in the name of the file", async () => {
    const member = await house.ownerOf("On the line islands");
    const was = { name: "On the line islands", currency: "USD", timeZone: "UTC", locale: "en-US", workingDaysAYear: 260 };
    await member.call((api) => api.workspaces.update({ ...was, timeZone: "Pacific/Kiritimati", was }));
    const scope = { workspaceId: member.workspaceId };
    const id = house.services.newId();
    const sourceId = await house.store.within(scope, (tx) => upsertUploadSource(tx, { ...scope, id, name: "Shop", mapping: {} }));
    // 11:00 and 11:10 UTC of 2 March are 01:00 and 01:10 of the 3rd there, and 10:00 UTC of the 9th is the midnight that begins the 10th.
    await ingestEvents(house.store, { ...scope, sourceId, importId: null, events: log("O1 ask:ana@120 pick:ben@130") });
    await member.call((api) => api.audit.request({}));
    await runJobs(house);
    const { fileName, body } = await exportAudit(await contextOf(member), { format: "xlsx" });
    expect(fileName).toBe("audit 2026-03-10.xlsx");
    const dayOf = (label: string) => readWorkbook(body)["Audit"]!.find(([name]) => name === `'${label}`)![1];
    const days = (day: string) => Date.parse(day) / 86_400_000 + 25_569;
    expect([dayOf("Audited"), dayOf("First event"), dayOf("Last event")]).toEqual(["2026-03-10", "2026-03-03", "2026-03-03"].map(days));
  });

  test("as CSV workflows and activities stand in one table, and a formula is neutralised", async () => {
    const { body } = await exportAudit(await contextOf(from), { format: "csv" });
    const lines = new TextDecoder().decode(body).trimEnd().split("\r\n");
    const { audit } = await from.call((api) => api.audit.get({}));
    expect(lines).toHaveLength(2 + audit!.report.workflows.length + audit!.report.activities.length);
    expect(lines[0]).toMatch(/^level,workflow,rank,why,events,touches,"hours a week, low"/);
    expect(lines.some((line) => line.includes("'=cmd"))).toBe(true);
    const other = await house.ownerOf("Without an audit");
    await expect(exportAudit(await contextOf(other), { auditId: audit!.id, format: "csv" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportAudit(await contextOf(from), { format: "exe" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
