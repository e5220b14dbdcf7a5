import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import type { AuditedLog } from "./audit-events.ts";
import { chosenEvents, type Chosen } from "./chosen-events.ts";
import { upsertUploadSource } from "./event-sources.ts";
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

const ofCases = (...caseIds: string[]): Chosen => ({ by: "cases", caseIds, said: [] });

async function read(log: AuditedLog, chosen: Chosen): Promise<string[]> {
  const events = await chosenEvents(house.store, log, chosen);
  return Array.from({ length: events.length }, (_, i) => {
    const { activity, kind, role, recordedWorkflow } = events.words[events.wordsIx[i]!]!;
    const actor = events.actorIx[i]! < 0 ? null : events.actors[events.actorIx[i]!]!;
    const times = [events.startedAtMs[i]! - NINE, events.endedAtMs[i]! - NINE];
    return [events.cases[events.caseIx[i]!], activity, actor, kind, role, recordedWorkflow, ...times].join(" ");
  });
}

test("events come in the order of time, and of one millisecond in the order of ids by code unit", async () => {
  const log = await logOf("Chosen In Order", [
    anEvent({ eventId: "\u{1F600}", activity: "third" }),
    anEvent({ eventId: "Ａ", activity: "fourth" }),
    anEvent({ eventId: "b", activity: "second" }),
    anEvent({ eventId: "a", activity: "first", endedAtMs: NINE - 1, startedAtMs: NINE - 2000, role: "desk", workflow: "returns" }),
    anEvent({ eventId: "c", caseId: "O2 ü", actor: null, actorKind: "unknown" }),
  ]);
  expect(await read(log, ofCases("O1"))).toEqual([
    "O1 first ana person desk returns -2000 -1",
    "O1 second ana person   NaN 0",
    "O1 third ana person   NaN 0",
    "O1 fourth ana person   NaN 0",
  ]);
  expect(await read(log, ofCases("O2 ü"))).toEqual(["O2 ü pack  unknown   NaN 0"]);
  expect(await read(log, ofCases("O3"))).toEqual([]);
});

test("a touch that lies beside two stretches comes once", async () => {
  const hour = 3_600_000;
  const at = (eventId: string, ms: number) => anEvent({ eventId, activity: eventId, endedAtMs: NINE + ms });
  const log = await logOf("Chosen Stretches", [at("a", 0), at("b", hour), at("c", 2 * hour), at("d", 9 * hour)]);
  const stretch = (from: number, to: number) => ({ actor: "ana", fromMs: NINE + from, toMs: NINE + to, alone: false });
  const chosen: Chosen = { by: "stretches", said: [], stretches: [stretch(-1, 1), stretch(2 * hour, 3 * hour)] };
  expect((await read(log, chosen)).map((row) => row.split(" ")[1])).toEqual(["a", "b", "c", "d"]);
});

test("values that a person typed come with the event, and of no other", async () => {
  const log = await logOf("Chosen Typed", [
    anEvent({ eventId: "a", attributes: { sku: "A-1" } }),
    anEvent({ eventId: "b", attributes: { sku: "A-2" }, actor: "cy", actorKind: "app" }),
    anEvent({ eventId: "c", attributes: { sku: "A-3" }, actor: "ben", actorKind: "unknown" }),
  ]);
  const typed = async (said: string[]) => {
    const events = await chosenEvents(house.store, log, { by: "cases", caseIds: ["O1"], said });
    return events.typed.map(({ event: { actor, attributes } }) => `${actor} ${attributes?.["sku"]}`).sort();
  };
  expect(await typed([])).toEqual(["ana A-1"]);
  expect(await typed(["ben"])).toEqual(["ana A-1", "ben A-3"]);
});

test("a copy of rows keeps to the workspace it names, whatever it asks for, and gives the connection back when it fails", async () => {
  const own = await logOf("Chosen Own", [anEvent({ eventId: "a", activity: "own" })]);
  const other = await logOf("Chosen Other", [anEvent({ eventId: "a", activity: "other" })]);
  // An id that ends the literal and would begin another condition is a text like any other.
  const forged = { ...own, workspaceId: `${own.workspaceId}' or e.workspace_id = '${other.workspaceId}` };
  for (let round = 0; round < 25; round += 1) await expect(read(forged, ofCases("O1"))).rejects.toThrow(/uuid/);
  expect(await read(own, ofCases("O1"))).toEqual(["O1 own ana person   NaN 0"]);
});
