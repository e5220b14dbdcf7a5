import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { textOf } from "#server/domain/event-log/event-block.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import { deleteAuditBatches } from "./audit-totals.ts";
import type { AuditedLog } from "./audit-events.ts";
import { listEventBlocks, listUnpackedSources, mergeNextBlocks, packNextEvents, readEventBlocks, readIdsOfBlocks } from "./event-blocks.ts";
import { upsertUploadSource } from "./event-sources.ts";
import { eraseEvents } from "./events.ts";
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

/** A workspace with a source, and what can be done to it. */
async function aLog(name: string) {
  const { workspaceId } = await house.ownerOf(name);
  const scope = { workspaceId };
  const source = (of: string) =>
    house.store.within(scope, (tx) => upsertUploadSource(tx, { ...scope, id: house.services.newId(), name: of, mapping: {} }));
  const sourceId = await source("shop");
  const log = (consuming: readonly number[]): AuditedLog => ({ ...scope, consuming, withAttributes: false, until: null, definitions: [] });
  return {
    workspaceId,
    sourceId,
    source,
    log,
    bring: (events: readonly OpsEvent[], into = sourceId) =>
      ingestEvents(house.store, { ...scope, sourceId: into, importId: null, events }),
    batches: () =>
      house.store.within(scope, async (tx) =>
        (await tx.selectFrom("audit_batch").select("batch").orderBy("batch").execute()).map(({ batch }) => batch),
      ),
    /** As an installation is whose events came before there were blocks. */
    unpack: () =>
      house.store.within(scope, async (tx) => {
        await sql`delete from event_block`.execute(tx);
        await sql`update event_source set packed_to = '-infinity'`.execute(tx);
      }),
    /** What the blocks hold, an event a line. */
    blocks: async (seen: AuditedLog): Promise<string[][]> => {
      const places = await house.store.within(scope, (tx) => listEventBlocks(tx, seen));
      const ids = places.map(({ id }) => id);
      const read = await readEventBlocks(house.store, { workspaceId, ids, withTyped: true });
      const texts = await readIdsOfBlocks(house.store, { workspaceId, ids });
      return places.map(({ id, source: from }) => {
        const { block, typed } = read.get(id)!;
        return Array.from({ length: block.length }, (_, at) => {
          const { activity, kind, role, recordedWorkflow } = block.words[block.wordsIx[at]!]!;
          const started = block.startedAtMs === null ? "" : block.startedAtMs[at]! - NINE;
          const actor = block.actors[block.actorIx[at]!] ?? null;
          const { attributes = {} } = typed.find(({ place }) => place === at) ?? {};
          const words = [
            from,
            textOf(texts.get(id)!, at),
            textOf(block.cases, block.caseIx[at]!),
            activity,
            actor,
            kind,
            role,
            recordedWorkflow,
          ];
          return [...words, started, block.endedAtMs[at]! - NINE, ...Object.values(attributes)].join(" ");
        });
      });
    },
  };
}

const MIXED = [
  anEvent({ eventId: "b", role: "desk", workflow: "", startedAtMs: NINE - 60_000, attributes: { sku: "A-1" } }),
  anEvent({ eventId: "a", caseId: "Ö2", actor: null, actorKind: "unknown" }),
  anEvent({ eventId: "c", endedAtMs: NINE - 1 }),
];
const MIXED_LINES = [
  "shop c O1 pack ana person   NaN -1",
  "shop a Ö2 pack  unknown   NaN 0",
  "shop b O1 pack ana person desk  -60000 0 A-1",
];

test("a delivery is packed as it comes in, in the order of time and of ids; what is delivered again is not", async () => {
  const { bring, blocks, log, batches } = await aLog("Blocks Delivered");
  await bring(MIXED);
  expect(await bring(MIXED)).toBe(0);
  expect(await bring([...MIXED, anEvent({ eventId: "late", endedAtMs: NINE - 5 })])).toBe(1);
  const seen = log(await batches());
  expect(await blocks(seen)).toEqual([["shop late O1 pack ana person    -5"], MIXED_LINES]);
});

test("a delivery that is not counted yet is seen by who is about to count it, and nobody else", async () => {
  const { bring, blocks, log, batches } = await aLog("Blocks Waiting");
  await bring([anEvent({ eventId: "a" })]);
  await bring([anEvent({ eventId: "b" })]);
  const [first] = await batches();
  expect((await blocks(log([first!]))).flat()).toEqual(["shop a O1 pack ana person    0"]);
  expect(await blocks(log([]))).toEqual([]);
});

test("erasing a source erases its blocks, and leaves those of another", async () => {
  const { workspaceId, sourceId, source, bring, blocks, log, batches } = await aLog("Blocks Erased");
  const desk = await source("desk");
  await bring([anEvent({ eventId: "a" })]);
  await bring([anEvent({ eventId: "a" })], desk);
  expect(await house.store.within({ workspaceId }, (tx) => eraseEvents(tx, { sourceId }))).toBe(1);
  expect((await blocks(log(await batches()))).flat()).toEqual(["desk a O1 pack ana person    0"]);
});

test("a log from before there were blocks is packed once, piece by piece, and with what comes in meanwhile", async () => {
  const { workspaceId, sourceId, bring, unpack, blocks, log, batches } = await aLog("Blocks Of Old");
  await bring(MIXED);
  await house.store.within({ workspaceId }, (tx) => tx.deleteFrom("audit_batch").execute());
  await bring([anEvent({ eventId: "waiting" })]);
  const [waiting] = await batches();
  await unpack();
  await bring([anEvent({ eventId: "meanwhile" })]);
  expect(await house.store.within({ workspaceId }, (tx) => listUnpackedSources(tx, { workspaceId }))).toEqual([sourceId]);
  const pieces = [];
  for (let piece = 0; piece < 4; piece += 1) pieces.push(await packNextEvents(house.store, { workspaceId, sourceId }));
  expect(pieces).toEqual([1, 3, null, null]);
  expect(await blocks(log([]))).toEqual([MIXED_LINES]);
  expect((await blocks(log([waiting!]))).flat().sort()).toEqual([...MIXED_LINES, "shop waiting O1 pack ana person    0"].sort());
  expect((await blocks(log(await batches()))).flat()).toHaveLength(5);
  expect(await house.store.within({ workspaceId }, (tx) => listUnpackedSources(tx, { workspaceId }))).toEqual([]);
});

test("two that pack one log at once take turns: each event is packed once", async () => {
  const { workspaceId, sourceId, bring, unpack, blocks, log, batches } = await aLog("Blocks At Once");
  await bring(MIXED);
  await unpack();
  const all = async () => {
    while ((await packNextEvents(house.store, { workspaceId, sourceId })) !== null);
  };
  await Promise.all([all(), all(), all()]);
  expect((await blocks(log(await batches()))).flat()).toEqual(MIXED_LINES);
});

test("an erasure waits for who is packing the source, and leaves no block behind", async () => {
  const { workspaceId, sourceId, bring, unpack, blocks, log, batches } = await aLog("Blocks Erased Meanwhile");
  await bring(MIXED);
  await unpack();
  const packed = packNextEvents(house.store, { workspaceId, sourceId });
  const erased = house.store.within({ workspaceId }, (tx) => eraseEvents(tx, { sourceId }));
  expect(await erased).toBe(3);
  await packed;
  expect(await blocks(log(await batches()))).toEqual([]);
});

test("small deliveries become one block once they are counted, and nothing is lost of them", async () => {
  const { workspaceId, sourceId, bring, blocks, log, batches } = await aLog("Blocks Small");
  for (let at = 0; at < 70; at += 1) await bring([anEvent({ eventId: `e${at}`, endedAtMs: NINE - at, attributes: { sku: `S-${at}` } })]);
  const all = await batches();
  const before = (await blocks(log(all))).flat().sort();
  const merge = () => mergeNextBlocks(house.store, { workspaceId, sourceId });
  expect(await merge()).toBeNull();
  await house.store.within({ workspaceId }, (tx) => deleteAuditBatches(tx, { workspaceId, batches: all.slice(1) }));
  expect(await merge()).toBe(69);
  expect(await merge()).toBeNull();
  const after = await blocks(log(all));
  expect(after.map((block) => block.length)).toEqual([69, 1]);
  expect(after.flat().sort()).toEqual(before);
  expect((await blocks(log([]))).flat()).toHaveLength(69);
});

test("blocks of another workspace are not there, and a failed reading gives the connection back", async () => {
  const own = await aLog("Blocks Own");
  const other = await aLog("Blocks Other");
  await other.bring([anEvent({ eventId: "a" })]);
  const { workspaceId } = other;
  const [place] = await house.store.within({ workspaceId }, async (tx) => listEventBlocks(tx, other.log(await other.batches())));
  const read = (from: string) => readEventBlocks(house.store, { workspaceId: from, ids: [place!.id], withTyped: false });
  for (let round = 0; round < 25; round += 1) await expect(read(own.workspaceId)).rejects.toThrow("erased");
  expect((await read(workspaceId)).size).toBe(1);
});
