import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLog, type LogItem } from "./read-log.ts";
import { surveyLog } from "./survey-log.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-formats-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const READING = { zone: "UTC", dateOrder: null };

async function survey(text: string) {
  const path = join(folder, "log");
  await writeFile(path, text);
  return { path, found: await surveyLog(path) };
}

async function itemsOf(text: string): Promise<{ header: readonly string[]; items: LogItem[]; events: number | null; lifecycle: boolean }> {
  const { path, found } = await survey(text);
  const items: LogItem[] = [];
  for await (const item of readLog(path, found, READING)) items.push(item);
  return { header: found.header, items, events: found.events, lifecycle: found.lifecycle };
}

const rows = (items: readonly LogItem[]) => items.flatMap((item) => (item.kind === "row" ? [item] : []));
const bad = (items: readonly LogItem[]) => items.flatMap((item) => (item.kind === "bad" ? [item] : []));

const step = (activity: string, transition: string, time: string, who = "ana") =>
  `<event><string key="concept:name" value="${activity}"/><string key="lifecycle:transition" value="${transition}"/>` +
  `<string key="org:resource" value="${who}"/><date key="time:timestamp" value="${time}"/></event>`;
const xes = (...traces: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">` +
  `<global scope="event"><string key="concept:name" value="?"/></global>${traces
    .map((events, index) => `<trace><string key="concept:name" value="C${index + 1}"/>${events}</trace>`)
    .join("\n")}</log>`;

describe("XES", () => {
  test("a start and its end are one row with both times; other steps join it; a start without an end is refused", async () => {
    const log = xes(
      step("check", "schedule", "2026-01-05T08:00:00Z") +
        step("check", "start", "2026-01-05T09:00:00Z") +
        step("check", "START", "2026-01-05T09:05:00Z", "ben") +
        step("check", "complete", "2026-01-05T09:20:00Z", "ben") +
        step("check", "complete", "2026-01-05T09:30:00Z") +
        step("file", "complete", "2026-01-05T09:31:00Z"),
      step("check", "start", "2026-01-05T10:00:00Z"),
    );
    const { header, items, events, lifecycle } = await itemsOf(log);
    expect([events, lifecycle]).toEqual([7, true]);
    expect(header).toEqual([
      "start timestamp",
      "case:concept:name",
      "concept:name",
      "org:resource",
      "time:timestamp",
      "lifecycle:transition",
    ]);
    expect(rows(items).map(({ cells }) => cells.slice(0, 5))).toEqual([
      ["2026-01-05T09:05:00Z", "C1", "check", "ben", "2026-01-05T09:20:00Z"],
      ["2026-01-05T09:00:00Z", "C1", "check", "ana", "2026-01-05T09:30:00Z"],
      ["", "C1", "file", "ana", "2026-01-05T09:31:00Z"],
    ]);
    expect(bad(items)).toMatchObject([{ row: 7, line: 3, reason: expect.stringContaining("never completed") }]);
    expect(items.filter(({ kind }) => kind === "joined")).toHaveLength(3);
  });

  test("without ends every event is a row, and attributes of attributes are not its own", async () => {
    const nested = `<event><string key="concept:name" value="a &lt; b"><string key="concept:name" value="inner"/></string><list key="l"><values><string key="x" value="y"/></values></list></event>`;
    const { header, items, lifecycle } = await itemsOf(xes(nested + step("c", "start", "2026-01-05T09:00:00Z")));
    expect(lifecycle).toBe(true); // an event without a step is complete
    const plain = await itemsOf(xes(step("c", "start", "2026-01-05T09:00:00Z") + step("c", "start", "2026-01-05T09:01:00Z")));
    expect([plain.lifecycle, rows(plain.items)]).toMatchObject([false, [{ row: 1 }, { row: 2 }]]);
    expect(rows(items)[0]?.cells[header.indexOf("concept:name")]).toBe("a < b");
    expect(header).not.toContain("x");
  });

  test("what is broken or dangerous is refused with its line", async () => {
    const refused = (text: string) => surveyOf(text);
    const surveyOf = async (text: string) => {
      try {
        await survey(text);
        return "taken";
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
    };
    const bomb = `<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<log><trace><string key="concept:name" value="&b;"/></trace></log>`;
    expect(await refused(bomb)).toMatch(/^Line 2: the document declares a type/);
    expect(await refused(`<log><trace>\n<event><string key="a" value="&b;"/></event></trace></log>`)).toMatch(/^Line 2: the XML is broken/);
    expect(await refused(xes(step("a", "complete", "2026-01-05T09:00:00Z")).slice(0, -20))).toMatch(/^Line 2: the XML is broken/);
    expect(await refused(`<log><trace><event><string key="a" value="\u0001"/></event></trace></log>`)).toMatch(/the XML is broken/);
    expect(await refused(`<log><trace><event><string key="a" value="&#xD800;"/></event></trace></log>`)).toMatch(/the XML is broken/);
    expect(await refused(`<html><body>no</body></html>`)).toBe("The file is XML, but no event log: it begins with <html>.");
    expect(await refused(`<log>${"<a>".repeat(300)}`)).toMatch(/nested more than 200 deep/);
    expect(await refused(`<log xes.version="1.0"></log>`)).toBe("The file has no events.");
    expect(await refused("{")).toBe("Line 1: the JSON ends before it is whole.");
  });
});

const OCEL = {
  objectTypes: [{ name: "order", attributes: [{ name: "state", type: "string" }] }],
  eventTypes: [{ name: "pack", attributes: [{ name: "resource", type: "string" }] }],
  events: [
    {
      id: "e1",
      type: "pack",
      time: "2026-01-05T09:00:00Z",
      attributes: [
        { name: "resource", value: "ana" },
        { name: "weight", value: 2.5 },
        { name: "gift", value: false },
      ],
      relationships: [
        { objectId: "o2", qualifier: "part" },
        { objectId: "i1", qualifier: "" },
        { objectId: "o1", qualifier: "" },
        { objectId: "i2", qualifier: "" },
      ],
    },
    { id: "e2", type: "pack", time: "2026-01-05T09:05:00Z", relationships: [{ objectId: "o2", qualifier: "case" }, { objectId: "o1" }] },
    { id: "e3", type: "pack", time: "2026-01-05T09:06:00Z", attributes: [], relationships: [{ objectId: "gone", qualifier: "" }] },
    { id: "e4", type: 4 },
  ],
  objects: [
    { id: "i1", type: "item" },
    { id: "i2", type: "item" },
    {
      id: "o1",
      type: "order",
      attributes: [
        { name: "state", value: "open", time: "1970-01-01T00:00:00Z" },
        { name: "state", value: "paid", time: "2026-01-04T00:00:00Z" },
      ],
      relationships: [{ objectId: "i1", qualifier: "contains" }],
    },
    { id: "o2", type: "order", relationships: [{ objectId: "nowhere", qualifier: "" }] },
  ],
};

describe("OCEL 2.0", () => {
  test("events become rows with a column for each type of object, one object each, and all links beside them", async () => {
    const { header, items, events } = await itemsOf(JSON.stringify(OCEL));
    expect(events).toBe(3);
    expect(header).toEqual(["event id", "activity", "ended at", "resource", "weight", "gift", "object item", "object order"]);
    expect(rows(items).map(({ cells, objects }) => [cells, objects?.map(({ id, qualifier }) => `${id}/${qualifier}`)])).toEqual([
      [
        ["e1", "pack", "2026-01-05T09:00:00Z", "ana", "2.5", "false", "i1", "o1"],
        ["i1/", "i2/", "o1/", "o2/part"],
      ],
      [
        ["e2", "pack", "2026-01-05T09:05:00Z", "", "", "", "", "o2"],
        ["o2/case", "o1/"],
      ],
    ]);
    expect(bad(items).map(({ row, reason }) => [row, reason])).toEqual([
      [3, 'it touches the object "gone", which the file does not define'],
      [4, "it is no OCEL event: type: Invalid input: expected string, received number"],
      [4, 'object "o2": it belongs to the object "nowhere", which the file does not define'],
    ]);
    expect(items.flatMap((item) => (item.kind === "object" ? [item.object] : []))[2]).toEqual({
      type: "order",
      id: "o1",
      relations: [{ type: "item", id: "i1", qualifier: "contains" }],
      changes: [
        { attribute: "state", value: "open", atMs: 0 },
        { attribute: "state", value: "paid", atMs: Date.UTC(2026, 0, 4) },
      ],
    });
  });

  test("XML says the same as JSON", async () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<log>
  <object-types><object-type name="order"><attributes><attribute name="state" type="string"/></attributes></object-type></object-types>
  <event-types><event-type name="pack"><attributes><attribute name="resource" type="string"/></attributes></event-type></event-types>
  <objects>
    <object id="i1" type="item"/>
    <object id="o1" type="order">
      <attributes><attribute name="state" time="1970-01-01T00:00:00Z">open &amp; <![CDATA[<new>]]></attribute></attributes>
      <objects><relationship object-id="i1" qualifier="contains"/></objects>
    </object>
  </objects>
  <events>
    <event id="e1" type="pack" time="2026-01-05T09:00:00Z">
      <attributes><attribute name="resource">ana</attribute></attributes>
      <objects><relationship object-id="o1" qualifier=""/><relationship object-id="i1" qualifier="x"/></objects>
    </event>
  </events>
</log>`;
    const { header, items } = await itemsOf(xml);
    expect(header).toEqual(["event id", "activity", "ended at", "resource", "object item", "object order"]);
    expect(rows(items)).toMatchObject([{ row: 1, line: 13, cells: ["e1", "pack", "2026-01-05T09:00:00Z", "ana", "i1", "o1"] }]);
    expect(items.flatMap((item) => (item.kind === "object" ? [item.object] : []))[1]).toEqual({
      type: "order",
      id: "o1",
      relations: [{ type: "item", id: "i1", qualifier: "contains" }],
      changes: [{ attribute: "state", value: "open & <new>", atMs: 0 }],
    });
  });

  test("OCEL 1.0 is named as what it is", async () => {
    await expect(survey('{"ocel:events": {"e1": {}}, "ocel:objects": {}}')).rejects.toThrow("OCEL 1.0");
    await expect(survey(`<log><events><event><string key="id" value="e1"/></event></events></log>`)).rejects.toThrow("OCEL 1.0");
  });
});
