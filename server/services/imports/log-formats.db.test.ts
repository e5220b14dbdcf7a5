import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { contextOf, importFile, uploadFile } from "#tests/import-file.ts";
import { openRejected } from "./open-rejected.ts";

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-formats-"));
  house = await openTestHouse({ settings: { dataFolder: folder, uploadLimitBytes: 40 * 1024 * 1024 } });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

const step = (activity: string, transition: string, time: string) =>
  `<event><string key="concept:name" value="${activity}"/><string key="lifecycle:transition" value="${transition}"/>` +
  `<string key="org:resource" value="ana"/><date key="time:timestamp" value="${time}"/></event>`;
const xes = (events: string) => `<log><trace><string key="concept:name" value="T1"/>${events}</trace></log>`;

const linksOf = (member: Member) =>
  house.store.within({ workspaceId: member.workspaceId }, async (tx) => ({
    objects: await tx
      .selectFrom("object")
      .select(["object_type as type", "object_id as id"])
      .orderBy("object_type")
      .orderBy("object_id")
      .execute(),
    links: await tx
      .selectFrom("event_object")
      .select(["event_id as event", "object_id as id", "qualifier"])
      .orderBy("event_id")
      .orderBy("object_id")
      .execute(),
    changes: await tx.selectFrom("object_change").select(["object_id as id", "attribute", "value"]).orderBy("changed_at").execute(),
  }));

describe("XES", () => {
  test("the lifecycle becomes recorded hours, and the same file again adds nothing", async () => {
    const owner = await house.ownerOf("XES");
    const log = xes(
      step("check", "start", "2026-01-05T09:00:00.000+01:00") +
        step("check", "complete", "2026-01-05T09:20:00.000+01:00") +
        step("file", "complete", "2026-01-05T10:00:00.000+01:00") +
        step("call", "start", "2026-01-05T10:10:00.000+01:00"),
    );
    const { preview, result } = await importFile(house, owner, log, { fileName: "claims.xes" });
    expect(preview).toMatchObject({ format: "XES", sourceName: "claims", questions: [], taken: 2, looked: 2 });
    expect(result).toMatchObject({ state: "done", rowsRead: 4, rowsAdded: 2, rowsKnown: 0, rowsRejected: 1, rowsJoined: 1 });
    const { audit } = await owner.call((api) => api.audit.get({}));
    const check = audit?.report.activities.find(({ activity }) => activity === "check");
    expect(check).toMatchObject({ evidence: "recorded", recordedMinutes: { touches: 1, raw: 20, winsorised: 20 } });
    const again = await importFile(house, owner, log, { fileName: "claims.xes" });
    expect(again.result).toMatchObject({ rowsRead: 4, rowsAdded: 0, rowsKnown: 2, rowsRejected: 1, rowsJoined: 1 });
    expect(again.preview.mappedBy).toBe("earlier import");
    expect([preview.joinsSource, again.preview.joinsSource]).toEqual([false, true]);
  });

  test("a broken file is refused whole, with its line, and nothing is kept", async () => {
    const owner = await house.ownerOf("Broken XES");
    const broken = xes(`\n${step("check", "complete", "2026-01-05T09:00:00Z")}<event>`);
    await expect(uploadFile(owner, broken, { fileName: "b.xes" })).rejects.toThrow(/^Line 2: the XML is broken/);
    await expect(uploadFile(owner, Uint8Array.of(0x1f, 0x8b, 8, 0), { fileName: "b.xes.gz" })).rejects.toThrow("compressed");
    expect(await owner.call((api) => api.imports.list({}))).toEqual([]);
  });
});

const link = (objectId: string, qualifier = "") => ({ objectId, qualifier });
const event = (id: string, time: string, more: object = {}) => ({
  id,
  type: "pack",
  time,
  attributes: [{ name: "resource", value: "ana" }],
  relationships: [link("o1"), link("i1"), link("i2")],
  ...more,
});
const OBJECTS = [
  { id: "o1", type: "order", attributes: [{ name: "state", value: "open", time: "1970-01-01T00:00:00Z" }] },
  { id: "i1", type: "item" },
  { id: "i2", type: "item" },
];
const ocel = (events: unknown[], objects: unknown[] = OBJECTS) => JSON.stringify({ objectTypes: [], eventTypes: [], events, objects });

describe("OCEL 2.0", () => {
  test("the type of object that fits best is proposed as the case; objects, links and changes are kept; again adds nothing", async () => {
    const owner = await house.ownerOf("OCEL");
    const log = ocel([event("e1", "2026-01-05T09:00:00Z"), event("e2", "2026-01-05T09:10:00Z", { type: "ship" })]);
    const { preview, result } = await importFile(house, owner, log, { fileName: "orders.json" });
    expect(preview.questions).toEqual(['Which type of object is the case? "order" is proposed: most events touch exactly one.']);
    expect(preview.header[preview.chosen.columns.caseId!]).toBe("object order");
    expect(preview.chosen.attributes).toEqual([]);
    expect(result).toMatchObject({ state: "done", rowsRead: 2, rowsAdded: 2, rowsRejected: 0, rowsJoined: 0 });
    const kept = await linksOf(owner);
    expect(kept.objects).toEqual([
      { type: "item", id: "i1" },
      { type: "item", id: "i2" },
      { type: "order", id: "o1" },
    ]);
    expect(kept.links.map(({ event: of, id }) => `${of} ${id}`)).toEqual(["e1 i1", "e1 i2", "e1 o1", "e2 i1", "e2 i2", "e2 o1"]);
    expect(kept.changes).toEqual([{ id: "o1", attribute: "state", value: "open" }]);
    const again = await importFile(house, owner, log, { fileName: "orders.json" });
    expect(again.result).toMatchObject({ rowsRead: 2, rowsAdded: 0, rowsKnown: 2 });
    expect(await linksOf(owner)).toEqual(kept);
    const { events } = await owner.call((api) => api.audit.events({ workflow: null, activity: null }));
    expect(events.map(({ caseId, activity }) => [caseId, activity])).toEqual([
      ["o1", "ship"],
      ["o1", "pack"],
    ]);
  });

  test("what cannot be kept is refused entry by entry, and comes as a file; what lies in the future is kept and shown", async () => {
    const owner = await house.ownerOf("Hostile OCEL");
    const log = ocel(
      [
        event("ok", "2026-01-05T09:00:00Z"),
        event("long", "2026-01-05T09:01:00Z", { type: "x".repeat(10_000_000) }),
        event("nul\0", "2026-01-05T09:02:00Z"),
        event("half", "2026-01-05T09:03:00Z", { attributes: [{ name: "resource", value: "\ud800" }] }),
        event("when", "2026-02-30T09:00:00Z"),
        event("zone", "yesterday"),
        event("lost", "2026-01-05T09:04:00Z", { relationships: [link("nobody")] }),
        event("caseless", "2026-01-05T09:05:00Z", { relationships: [link("i1")] }),
        event("qualifier", "2026-01-05T09:06:00Z", { relationships: [link("o1", "q".repeat(300))] }),
        event("future", "2027-01-05T09:00:00Z"),
        "no event",
      ],
      [...OBJECTS, { id: "o3", type: "order", attributes: [{ name: "state", value: "\0", time: "" }] }],
    );
    const { result } = await importFile(house, owner, log, { fileName: "hostile.json" });
    expect(result).toMatchObject({ state: "done", rowsRead: 12, rowsAdded: 2, rowsKnown: 0, rowsRejected: 10 });
    expect(result.firstRejections.map(({ row, reason }) => `${row} ${reason.slice(0, 60)}`)).toEqual([
      "2 activity has 10000000 characters, at most 200 are taken",
      "3 event id contains a NUL character",
      "4 resource contains half a character (a lone surrogate)",
      '5 ended at: "2026-02-30T09:00:00Z": there is no such day',
      '6 ended at: "yesterday" is not a time',
      '7 it touches the object "nobody", which the file does not defi',
      "8 the case is missing (object order)",
      "9 a qualifier has 300 characters, at most 200 are taken",
      "11 it is no OCEL event: Invalid input: expected object, receive",
      '4 object "o3": state contains a NUL character',
    ]);
    const { body } = await openRejected(await contextOf(owner), { importId: result.id });
    const text = await new Response(body).text();
    expect(text.split("\r\n")).toHaveLength(12);
    expect(text.length).toBeLessThan(20_000);
    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(audit?.report.quality).toMatchObject([{ received: 2, inFuture: 1 }]);
  });
});
