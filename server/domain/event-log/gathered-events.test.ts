import fc from "fast-check";
import { expect, test } from "vitest";
import { unpackBlock, unpackTexts, type Texts } from "./event-block.ts";
import { compareEvents } from "./event.ts";
import { GatheredEvents, placeOfTime, type BlockPart, type ShareOfCases } from "./gathered-events.ts";
import type { NumberedEvents } from "./numbered-events.ts";
import { packedOf } from "./packed-events.ts";
import { orderOfTimes } from "./order-of-times.ts";

type Row = { id: string; caseId: string; actor: string | null; endedAtMs: number };

/** Rows as the block of a source, packed and unpacked again. */
function partOf(sourceId: string, name: string, rows: readonly Row[]): { part: BlockPart; ids: Texts } {
  const sorted = rows.toSorted((a, b) => a.endedAtMs - b.endedAtMs || (a.id < b.id ? -1 : 1));
  const actors = [...new Set(sorted.flatMap(({ actor }) => actor ?? []))];
  const cases = [...new Set(sorted.map(({ caseId }) => caseId))];
  const events = {
    length: sorted.length,
    caseIx: Int32Array.from(sorted, ({ caseId }) => cases.indexOf(caseId)),
    actorIx: Int32Array.from(sorted, ({ actor }) => (actor === null ? -1 : actors.indexOf(actor))),
    wordsIx: new Int32Array(sorted.length),
    startedAtMs: new Float64Array(sorted.length).fill(Number.NaN),
    endedAtMs: Float64Array.from(sorted, ({ endedAtMs }) => endedAtMs),
    cases,
    actors,
    words: [{ source: name, activity: "pack", kind: "person" as const, role: null, recordedWorkflow: "", fresh: false }],
    typed: [],
  };
  const order = Uint32Array.from(sorted, (_, at) => at);
  const { columns, ids } = packedOf(events, order, { idOf: (at) => sorted[at]!.id, attributesOf: () => null });
  const block = unpackBlock(columns);
  return { part: { id: name, block, sourceId, source: name, from: 0, to: block.length, typed: [] }, ids: unpackTexts(ids) };
}

const rows = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "ü", "Ａ", "\u{1F600}") }),
    caseId: fc.constantFrom("O1", "O2", "Ö3"),
    actor: fc.constantFrom("ana", "ben", null),
    endedAtMs: fc.integer({ min: 0, max: 6 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
);

const sources = ["0193a1", "0193b2", "0193c3"];
const lineOf = ({ eventId, endedAtMs }: { eventId: string; endedAtMs: number }) =>
  `block ${sources.indexOf(eventId.slice(0, 6))} ${endedAtMs}`;

function gather(parts: readonly { part: BlockPart }[], share: ShareOfCases): GatheredEvents {
  const gathered = new GatheredEvents({ share, capacity: 1 });
  for (const { part } of parts) gathered.add(part);
  return gathered;
}

const linesWhere = (events: NumberedEvents, line: (events: NumberedEvents, i: number) => string, chosen: (i: number) => boolean) =>
  Array.from({ length: events.length }, (_, i) => (chosen(i) ? [line(events, i)] : []))
    .flat()
    .join();

test("the events of several blocks stand in the order of compareEvents within each case and account; shares hold each case once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rows, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      async (deliveries, of, least) => {
        const parts = deliveries.map((delivery, at) => partOf(sources[at]!, `block ${at}`, delivery));
        const ids = new Map(parts.map(({ part, ids: own }) => [part.id, own]));
        const all = deliveries
          .flatMap((delivery, at) =>
            delivery.map((row) => ({
              ...row,
              eventId: `${sources[at]}/${row.id}`,
              activity: "",
              actorKind: "person" as const,
              startedAtMs: null,
            })),
          )
          .toSorted(compareEvents);
        const line = (events: NumberedEvents, i: number) => `${events.words[events.wordsIx[i]!]!.source} ${events.endedAtMs[i]}`;
        const found: string[] = [];
        for (let number = 0; number < of; number += 1) {
          for await (const { events } of gather(parts, { number, of }).byCase(0, least, async () => ids))
            for (const [at, caseId] of events.cases.entries())
              found.push(`${caseId} ${linesWhere(events, line, (i) => events.caseIx[i] === at)}`);
        }
        const days = await gather(parts, { number: 0, of: 1 }).byActor(async () => ids);
        for (const [at, actor] of days.actors.entries())
          expect(linesWhere(days, line, (i) => days.actorIx[i] === at)).toBe(
            all
              .filter((row) => row.actor === actor)
              .map(lineOf)
              .join(),
          );
        const wanted = [...new Set(all.map(({ caseId }) => caseId))].map((caseId) => {
          const own = all.filter((row) => row.caseId === caseId);
          return `${caseId} ${own.map(lineOf).join()}`;
        });
        expect(found.sort()).toEqual(wanted.sort());
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test("times are put in order, equal ones as they came", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }), (times) => {
      const order = orderOfTimes(Float64Array.from(times)) ?? times.map((_, at) => at);
      expect([...order]).toEqual(times.map((_, at) => at).sort((a, b) => times[a]! - times[b]! || a - b));
    }),
    { seed: 5 },
  );
});

test("slices of cases go on after those that are counted", async () => {
  const delivery = ["O1", "O2", "O3", "O1", "O2"].map((caseId, at) => ({ id: `e${at}`, caseId, actor: null, endedAtMs: at }));
  const gathered = gather([partOf("0193a1", "block", delivery)], { number: 0, of: 1 });
  const slices = [];
  for await (const { events, cases } of gathered.byCase(1, 2, async () => new Map()))
    slices.push([cases, ...events.cases, ...events.endedAtMs]);
  expect(slices).toEqual([
    [2, "O2", 1, 4],
    [3, "O3", 2],
  ]);
});

test("a stretch of a block begins at the first event of its time", () => {
  const block = { endedAtMs: Float64Array.of(1, 3, 3, 7) };
  expect([0, 1, 2, 3, 4, 7, 8].map((ms) => placeOfTime(block, ms))).toEqual([0, 0, 1, 1, 3, 3, 4]);
});

test("a block of another version is refused", () => {
  const { part } = partOf("0193a1", "block", [{ id: "a", caseId: "O1", actor: null, endedAtMs: 0 }]);
  const bytes = new Uint8Array(part.block.endedAtMs.buffer.slice(0));
  const head = new Uint32Array(bytes.buffer, 0, 1 + new Uint32Array(bytes.buffer)[0]!).byteLength;
  bytes[Math.ceil(head / 8) * 8] = 99;
  expect(() => unpackBlock(bytes)).toThrow("version 99");
});
