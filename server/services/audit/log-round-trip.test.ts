import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditInDepth } from "#server/domain/audit/audit-in-depth.ts";
import { officeHours } from "#server/domain/effort/work-calendar.ts";
import { parseRow } from "#server/domain/event-log/csv-mapping.ts";
import { actorKinds, type OpsEvent } from "#server/domain/event-log/event.ts";
import { guessLogMapping } from "#server/domain/event-log/guess-log-mapping.ts";
import type { LogObject } from "#server/domain/event-log/object.ts";
import {
  ocelCase,
  ocelEvent,
  ocelEventType,
  ocelJsonWriter,
  ocelObject,
  ocelObjectType,
  ocelXmlWriter,
  type OcelWriter,
} from "#server/domain/event-log/ocel-export.ts";
import { withObjects } from "../imports/with-objects.ts";
import { readLog } from "../uploads/read-log.ts";
import { surveyLog } from "../uploads/survey-log.ts";

let folder: string;
let reads = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipstream-round-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SOURCES = ["Shop", "Desk / EU", "case:x"];
// What a file can hold at all: no half characters, no NUL, and in XML no other control characters either.
const name = fc
  .oneof(
    fc.constantFrom(
      "case id",
      "actor",
      "slipstream:own:a",
      "slipstream:source",
      "object order",
      "ended at",
      '<&>"',
      "a\tb\nc",
      "=1+1",
      "é😀",
    ),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
  )
  .map((text) => text.replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, (control) => ("\t\n".includes(control) ? control : "_")).trim())
  .filter((text) => text !== "" && text.isWellFormed() && text !== "__proto__");
const actorName = fc.constantFrom("ana", "ben", "cay", "svc-sync", "actor 12ab");
const link = fc.record({ type: fc.constantFrom("order", "item", "case"), id: name, qualifier: fc.constantFrom("", "case", "part") });
const sourced = fc.record({
  source: fc.constantFrom(...SOURCES),
  event: fc.record(
    {
      eventId: name,
      caseId: fc.oneof(fc.constantFrom("O1", "O2", "O3"), name),
      activity: fc.oneof(fc.constantFrom("check", "pack", "ship"), name),
      actor: fc.option(actorName),
      actorKind: fc.constantFrom(...actorKinds),
      startedAtMs: fc.constant(null),
      endedAtMs: fc.integer({ min: Date.UTC(2026, 0, 5), max: Date.UTC(2026, 2, 5) }),
      workflow: fc.constantFrom("returns", "orders"),
      role: fc.constantFrom("service", "warehouse"),
      attributes: fc.dictionary(name, name, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      objects: fc.uniqueArray(link, { minLength: 1, maxLength: 3, selector: ({ type, id, qualifier }) => `${type} ${id} ${qualifier}` }),
    },
    { requiredKeys: ["eventId", "caseId", "activity", "actor", "actorKind", "startedAtMs", "endedAtMs", "workflow"] },
  ),
  minutes: fc.option(fc.integer({ min: 0, max: 90 })),
});

type Sourced = { source: string; event: OpsEvent };

const anyLog: fc.Arbitrary<Sourced[]> = fc
  .uniqueArray(sourced, { minLength: 1, maxLength: 40, selector: ({ source, event }) => `${source}\n${event.eventId}` })
  .map((rows) =>
    rows.map(({ source, event, minutes }) => ({
      source,
      event: { ...event, startedAtMs: minutes === null ? null : event.endedAtMs - minutes * 60_000 } as OpsEvent,
    })),
  );

function write(log: readonly Sourced[], objects: readonly { source: string; object: LogObject }[], writer: OcelWriter): string {
  const activities = Map.groupBy(log, ({ event }) => event.activity);
  const eventTypes = [...activities].map(([activity, rows]) =>
    ocelEventType(activity, [...new Set(rows.flatMap(({ event }) => Object.keys(event.attributes ?? {})))]),
  );
  const cases = [...new Set(log.flatMap(({ event }) => ((event.objects ?? []).length === 0 ? [event.caseId] : [])))];
  const all = [...objects.map(ocelObject), ...cases.map(ocelCase)];
  return (
    writer.head({ eventTypes, objectTypes: ["order", "item", "case"].map((type) => ocelObjectType(type, ["state"])) }) +
    all.map((object, index) => writer.object(object, index === 0)).join("") +
    writer.between() +
    log.map((row, index) => writer.event(ocelEvent(row), index === 0)).join("") +
    writer.end()
  );
}

async function read(text: string): Promise<{ log: Sourced[]; objects: { source: string | null; object: LogObject }[]; refused: string[] }> {
  reads += 1;
  const path = join(folder, `log${reads}`);
  await writeFile(path, text);
  const file = await surveyLog(path);
  const mapping = guessLogMapping(file, file.sample ?? []);
  const found: Awaited<ReturnType<typeof read>> = { log: [], objects: [], refused: [] };
  for await (const item of readLog(path, file, mapping)) {
    if (item.kind === "object" && item.source !== "") found.objects.push(item);
    if (item.kind === "bad") found.refused.push(item.reason);
    if (item.kind !== "row") continue;
    const parsed = withObjects(parseRow(item.cells, mapping), item);
    if (parsed.ok) found.log.push({ source: item.source ?? "none", event: parsed.event });
    else found.refused.push(parsed.reason);
  }
  return found;
}

/** Every object that an event touches, once in each source, with a state, the first with a relation to the last. */
function objectsOf(log: readonly Sourced[]): { source: string; object: LogObject }[] {
  const found = new Map<string, { source: string; object: LogObject }>();
  for (const { source, event } of log)
    for (const { type, id } of event.objects ?? []) {
      const changes = [
        { attribute: "state", atMs: 0, value: "open" },
        { attribute: "state", atMs: event.endedAtMs, value: `by ${id}` },
      ];
      const key = JSON.stringify([source, type, id]);
      if (!found.has(key)) found.set(key, { source, object: { type, id, changes, relations: [{ type, id, qualifier: "itself" }] } });
    }
  return [...found.values()];
}

const plain = ({ source, event: { objects, ...event } }: Sourced) => ({
  source,
  event,
  objects: (objects ?? []).map(({ type, id, qualifier }) => JSON.stringify([type, id, qualifier])).sort(),
});

const measures = (log: readonly Sourced[]) => {
  const events = log.map(({ source, event: { objects: _objects, ...event } }) => ({
    ...event,
    source,
    eventId: `${source}/${event.eventId}`,
  }));
  const { details, decisions, ...rest } = auditInDepth(events, {
    calendar: officeHours("Europe/Berlin"),
    loadedRate: { minorPerHour: 3500, currency: "USD" },
    timedSamples: [],
    kindsSaid: new Map(),
    definitions: [],
    nowMs: Date.UTC(2026, 2, 1),
  });
  return { ...rest, details: [...details], decisions: [...decisions] };
};

test.each([
  ["JSON", ocelJsonWriter],
  ["XML", ocelXmlWriter],
] as const)(
  "a log written as OCEL 2.0 %s reads back as the same log, objects and all, and measures the same",
  { timeout: 120_000 },
  async (_name, writer) => {
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const objects = objectsOf(log);
        const back = await read(write(log, objects, writer));
        expect(back.refused).toEqual([]);
        expect(back.log.map(plain)).toEqual(log.map(plain));
        expect(back.objects.map(({ source, object }) => ({ source, object }))).toEqual(objects);
        expect(measures(back.log)).toEqual(measures(log));
      }),
      { numRuns: 50 },
    );
  },
);
