import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import type { AuditedLog } from "./audit-events.ts";
import { upsertUploadSource } from "./event-sources.ts";
import { eventSlices, type SliceOrder } from "./event-slices.ts";
import { ingestEvents } from "./ingest-events.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const NINE = Date.UTC(2025, 2, 17, 9);
const anEvent = (event: Partial<OpsEvent> & { eventId: string }): OpsEvent => ({
  caseId: "O1",
  activity: "pack",
  actor: "ana",
  actorKind: "person",
  startedAtMs: null,
  endedAtMs: NINE,
  ...event,
});

async function logOf(shop: string, events: readonly OpsEvent[]): Promise<AuditedLog> {
  const { workspaceId } = await house.ownerOf(shop);
  const scope = { workspaceId };
  const sourceId = await house.store.within(scope, (tx) =>
    upsertUploadSource(tx, { ...scope, id: house.services.newId(), name: "shop", mapping: {} }),
  );
  await ingestEvents(house.store, { ...scope, sourceId, importId: null, events });
  const { rows } = await house.store.within(scope, async (tx) => ({ rows: await tx.selectFrom("audit_batch").select("batch").execute() }));
  return { workspaceId, consuming: rows.map(({ batch }) => batch), withAttributes: true, until: null, definitions: [] };
}

const byCase: SliceOrder = { by: "case", after: null, said: [] };
const byDay: SliceOrder = { by: "day", fromMs: null, dayOf: (ms) => Math.floor(ms / 86_400_000), startOfDay: (day) => day * 86_400_000 };

async function read(log: AuditedLog, order: SliceOrder, leastRows = 1): Promise<string[][]> {
  const slices = [];
  for await (const { events } of eventSlices(house.store, log, order, leastRows))
    slices.push(
      Array.from({ length: events.length }, (_, i) => {
        const { activity, kind, role, recordedWorkflow } = events.words[events.wordsIx[i]!]!;
        const actor = events.actorIx[i]! < 0 ? null : events.actors[events.actorIx[i]!]!;
        const times = [events.startedAtMs[i]! - NINE, events.endedAtMs[i]! - NINE];
        return [events.cases[events.caseIx[i]!], activity, actor, kind, role, recordedWorkflow, ...times].join(" ");
      }),
    );
  return slices;
}

test("a slice holds whole cases in the order of time, and of one millisecond in the order of ids by code unit", async () => {
  const log = await logOf("Slices Of Cases", [
    anEvent({ eventId: "\u{1F600}", activity: "third" }),
    anEvent({ eventId: "Ａ", activity: "fourth" }),
    anEvent({ eventId: "b", activity: "second" }),
    anEvent({ eventId: "a", activity: "first", endedAtMs: NINE - 1, startedAtMs: NINE - 2000, role: "desk", workflow: "returns" }),
    anEvent({ eventId: "c", caseId: "O2 ü", actor: null, actorKind: "unknown" }),
  ]);
  expect(await read(log, byCase)).toEqual([
    [
      "O1 first ana person desk returns -2000 -1",
      "O1 second ana person   NaN 0",
      "O1 third ana person   NaN 0",
      "O1 fourth ana person   NaN 0",
    ],
    ["O2 ü pack  unknown   NaN 0"],
  ]);
  expect(await read(log, { ...byCase, after: "O1" })).toEqual([["O2 ü pack  unknown   NaN 0"]]);
  expect(await read(log, byCase, 100)).toHaveLength(1);
});

test("a slice holds whole days, and reading goes on where a day begins", async () => {
  const day = 86_400_000;
  const at = (eventId: string, ms: number) => anEvent({ eventId, activity: eventId, endedAtMs: NINE + ms });
  const log = await logOf("Slices Of Days", [at("d", 2 * day), at("a", 0), at("b", 1), at("c", day)]);
  const activities = async (order: SliceOrder, leastRows?: number) =>
    (await read(log, order, leastRows)).map((rows) => rows.map((row) => row.split(" ")[1]).join(""));
  expect(await activities(byDay)).toEqual(["ab", "c", "d"]);
  expect(await activities(byDay, 3)).toEqual(["abc", "d"]);
  expect(await activities({ ...byDay, fromMs: Math.floor((NINE + day) / day) * day })).toEqual(["c", "d"]);
});

test("values that a person typed come with the event, and of no other", async () => {
  const log = await logOf("Slices Typed", [
    anEvent({ eventId: "a", attributes: { sku: "A-1" } }),
    anEvent({ eventId: "b", attributes: { sku: "A-2" }, actor: "cy", actorKind: "app" }),
    anEvent({ eventId: "c", attributes: { sku: "A-3" }, actor: "ben", actorKind: "unknown" }),
  ]);
  const typed = async (order: SliceOrder) => {
    const found = [];
    for await (const { events } of eventSlices(house.store, log, order, 100)) found.push(...events.typed.map(({ event }) => event));
    return found.map(({ actor, attributes }) => `${actor} ${attributes?.["sku"]}`).sort();
  };
  expect(await typed(byCase)).toEqual(["ana A-1"]);
  expect(await typed({ by: "case", after: null, said: ["ben"] })).toEqual(["ana A-1", "ben A-3"]);
});

test("a copy of rows keeps to the workspace it names, whatever it asks for", async () => {
  const own = await logOf("Slices Own", [anEvent({ eventId: "a", activity: "own" })]);
  const other = await logOf("Slices Other", [anEvent({ eventId: "a", activity: "other" })]);
  expect((await read(own, byCase)).flat()).toEqual(["O1 own ana person   NaN 0"]);
  // An id that ends the literal and would begin another condition is a text like any other.
  const forged = { ...own, workspaceId: `${own.workspaceId}' or e.workspace_id = '${other.workspaceId}` };
  await expect(read(forged, byCase)).rejects.toThrow(/uuid/);
});

test("reading that is left before its end, or fails, gives the connection back", async () => {
  const log = await logOf(
    "Slices Left",
    Array.from({ length: 50 }, (_, i) => anEvent({ eventId: `e${i}`, caseId: `O${i}` })),
  );
  for (let round = 0; round < 25; round += 1)
    for await (const { events } of eventSlices(house.store, log, byCase, 1)) {
      expect(events.length).toBe(1);
      break;
    }
  const broken: SliceOrder = {
    ...byDay,
    dayOf: () => {
      throw new RangeError("no such day");
    },
  };
  await expect(read(log, broken)).resolves.toHaveLength(1); // All end in one millisecond: no day is asked for.
  const later = { ...anEvent({ eventId: "later" }), endedAtMs: NINE + 1 };
  const two = await logOf("Slices Broken", [anEvent({ eventId: "a" }), later]);
  await expect(read(two, broken)).rejects.toThrow("no such day");
  expect(await read(log, byCase, 100)).toHaveLength(1);
});
