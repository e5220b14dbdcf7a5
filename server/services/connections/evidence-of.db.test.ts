import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteAuditBatches } from "#db/queries/audit-totals.ts";
import { readEvidence } from "#db/queries/connection-evidence.ts";
import { mergeNextBlocks } from "#db/queries/event-blocks.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, type TestHouse } from "#tests/house.ts";
import type { Evidence } from "./connection-facts.ts";
import { evidenceOf } from "./evidence-of.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());

const KINDS = ["person", "app", "rule", "customer", "unknown"] as const;
const GRADES = ["A", "B", "C"] as const;
const anEvent = (at: number): OpsEvent => ({
  eventId: `e${at}`,
  caseId: `case ${at % 7}`,
  activity: "pack",
  actor: at % 5 === 0 ? null : `actor ${at % 11}`,
  actorKind: KINDS[at % KINDS.length] ?? "unknown",
  startedAtMs: null,
  endedAtMs: Date.UTC(2026, 2, 17, 9) + at * 60_000,
  attributes: { grade: GRADES[at % 3] ?? "C" },
});
const some = (from: number, count: number) => Array.from({ length: count }, (_, at) => anEvent(from + at));

async function aSource(name: string) {
  const { workspaceId } = await house.ownerOf(name);
  const sourceId = await house.store.within({ workspaceId }, (tx) =>
    upsertUploadSource(tx, { workspaceId, id: house.services.newId(), name: "shop", mapping: {} }),
  );
  const place = { workspaceId, sourceId };
  const within = <T>(work: Parameters<typeof house.store.within<T>>[1]) => house.store.within({ workspaceId }, work);
  return {
    ...place,
    within,
    bring: (events: readonly OpsEvent[]) => ingestEvents(house.store, { ...place, importId: null, events }),
    evidence: (known: Evidence | null) => within((tx) => evidenceOf(tx, { ...place, known })),
    /** Read anew from all events. */
    whole: async (): Promise<unknown> => JSON.parse(JSON.stringify(await within((tx) => readEvidence(tx, place)))),
  };
}

test("step by step it is what all events say, whatever is delivered twice or merged", async () => {
  const { bring, evidence, whole, within, ...place } = await aSource("Evidence Steps");
  let known = await evidence(null);
  expect(known).toEqual(await whole());
  for (let step = 0; step < 70; step += 1) {
    await bring(some(step * 3, 4)); // one of the four was delivered before
    known = await evidence(known);
    expect(known).toEqual(await whole());
  }
  await within(async (tx) => {
    const { rows } = await sql<{ batch: number }>`select batch from audit_batch`.execute(tx);
    await deleteAuditBatches(tx, { workspaceId: place.workspaceId, batches: rows.map(({ batch }) => batch) });
  });
  expect(await mergeNextBlocks(house.store, place)).toBe(70);
  expect(await evidence(known)).toBe(known);
  expect(known).toEqual(await whole());
});

test("while nothing was added all the events are not read again", async () => {
  const { bring, evidence, whole } = await aSource("Evidence Kept");
  await bring(some(0, 200));
  const marked = { ...(await evidence(null)), nameless: -1 };
  expect(await evidence(marked)).toBe(marked);
  await bring(some(0, 200));
  expect(await evidence(marked)).toBe(marked);
  await bring(some(200, 1));
  expect(await evidence(marked)).toEqual(await whole());
});

test("while older events are still to be packed they are read", async () => {
  const { bring, evidence, whole, within } = await aSource("Evidence Unpacked");
  await bring(some(0, 10));
  const marked = { ...(await evidence(null)), nameless: -1 };
  await within(async (tx) => {
    await sql`delete from event_block`.execute(tx);
    await sql`update event_source set packed_to = '-infinity'`.execute(tx);
  });
  expect(await evidence(marked)).toEqual(await whole());
});

test("an actor is listed once per kind, whatever the grades of its events", async () => {
  const { bring, evidence } = await aSource("Evidence Actors");
  await bring(some(0, 330)); // every actor in every grade and kind
  const { actors, events, byGrade } = await evidence(null);
  const keys = actors.map(({ actor, kind }) => `${actor} ${kind}`);
  expect(new Set(keys).size).toBe(keys.length);
  const named = some(0, 330).filter(({ actor }) => actor !== null);
  expect(actors.reduce((sum, one) => sum + one.events, 0)).toBe(named.length);
  const first = named.filter(({ actor, actorKind }) => actor === actors[0]?.actor && actorKind === actors[0]?.kind);
  expect(actors[0]).toMatchObject({ events: first.length, lastAt: new Date(first.at(-1)?.endedAtMs ?? 0).toISOString() });
  expect(byGrade).toEqual({ A: 110, B: 110, C: 110 });
  expect(events).toBe(330);
});
