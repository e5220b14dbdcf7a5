import fc from "fast-check";
import { sql } from "kysely";
import * as z from "zod";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deleteActorKind, upsertActorKind } from "#db/queries/actor-kinds.ts";
import { findAuditDetail } from "#db/queries/audit-details.ts";
import { findAuditSnapshot } from "#db/queries/audit-snapshots.ts";
import { eraseEvents } from "#db/queries/events.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import type { JobContext } from "#server/context.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { openTestHouse, type Member, type TestHouse } from "#tests/house.ts";
import { AuditReport } from "./audit-report.ts";
import { readAuditSettings } from "./audit-settings.ts";
import { buildAudit } from "./build-audit.ts";
import { beginRebuild, continueRebuild } from "./rebuild-totals.ts";

let house: TestHouse;
let owner: Member;
let context: JobContext;

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  context = { ...house.services, workspaceId, actor: { type: "system", name: "test" } };
  // A team elsewhere, with nights and few paid hours: what an account is paid for changes with its role.
  const night = { startMinute: 20 * 60, endMinute: 28 * 60 };
  const { calendarId } = await owner.call((api) =>
    api.teams.saveCalendar({
      calendarId: null,
      name: "Nights",
      zone: "Asia/Manila",
      shifts: [night, night, night, night, night, null, null],
      holidays: [],
    }),
  );
  const team = { teamId: null, name: "Warehouse", location: null, calendarId, paidHoursAWeek: 20, roles: ["warehouse"] };
  await owner.call((api) => api.teams.save(team));
});
afterAll(() => house.close());

const progress = { report: () => Promise.resolve(), signal: new AbortController().signal };
const scope = () => ({ workspaceId: owner.workspaceId });
const newSource = (name: string) =>
  house.store.within(scope(), (tx) => upsertUploadSource(tx, { ...scope(), id: house.services.newId(), name, mapping: {} }));
const bring = (sourceId: string, events: readonly OpsEvent[]) =>
  ingestEvents(house.store, { ...scope(), sourceId, importId: null, events });
const say = (actor: string, kind: "person" | "app" | "supplier" | null) =>
  house.store.within(scope(), (tx) =>
    kind === null
      ? deleteActorKind(tx, { ...scope(), actor })
      : upsertActorKind(tx, { ...scope(), actor, kind, reason: "test", decidedBy: {}, now: house.services.now() }),
  );
const erase = (sourceId: string) => house.store.within(scope(), (tx) => eraseEvents(tx, { sourceId }));
const forgetTotals = () =>
  house.store.within(scope(), async (tx) => {
    await tx.deleteFrom("audit_state").where("workspace_id", "=", owner.workspaceId).execute();
  });

/** As an installation is whose events came before deliveries were packed. */
const unpackLog = () =>
  house.store.within(scope(), async (tx) => {
    await tx.deleteFrom("event_block").where("workspace_id", "=", owner.workspaceId).execute();
    await sql`update event_source set packed_to = '-infinity'`.execute(tx);
  });

/** Everything an audit says, as the text that is kept. */
async function audit(day?: string): Promise<string> {
  const jobRunId = house.services.newId();
  await buildAudit(context, { jobRunId, day }, progress);
  return house.store.within(scope(), async (tx) => {
    const snapshot = await findAuditSnapshot(tx, { ...scope(), id: jobRunId });
    const report = AuditReport.parse(snapshot?.report);
    const bodies = [];
    for (const { workflow } of report.workflows)
      if (workflow !== null) bodies.push(await findAuditDetail(tx, { ...scope(), auditId: jobRunId, workflow }));
    return JSON.stringify([report, bodies, snapshot?.eventCount, snapshot?.from, snapshot?.to], null, 1);
  });
}

/** Three weeks around the change to summer time; few names, so that they meet; bots, night work, and batches over midnight among them. */
const events = fc
  .array(
    fc.record({
      caseId: fc.constantFrom("O1", "O2", "O3", "O4", "O5"),
      activity: fc.constantFrom("approve return", "decline return", "hold", "label"),
      actor: fc.constantFrom("ana", "ben", "cy", "svc-stock", "cron 7", null),
      recorded: fc.constantFrom("person", "person", "person", "app", "unknown", "customer"),
      minute: fc.oneof(fc.integer({ min: 0, max: 21 * 1440 }), fc.integer({ min: 1430, max: 1450 })),
      startedBefore: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
      workflow: fc.constantFrom("returns", "order-exceptions", undefined),
      role: fc.constantFrom("desk", "warehouse", undefined),
      reason: fc.constantFrom("too small", "broken", "late parcel"),
    }),
    { minLength: 1, maxLength: 60, size: "max" },
  )
  .map((rows) =>
    rows.map(({ minute, startedBefore, recorded, workflow, role, reason, ...row }, i): OpsEvent => {
      const endedAtMs = Date.UTC(2025, 2, 17) + minute * 60_000 + ((i * 7919) % 60_000);
      return {
        ...row,
        eventId: `e${i}`,
        actorKind: row.actor === null ? "unknown" : recorded,
        endedAtMs,
        startedAtMs: startedBefore === null ? null : endedAtMs - startedBefore * 60_000,
        attributes: { reason },
        ...(workflow === undefined ? {} : { workflow }),
        ...(role === undefined ? {} : { role }),
      };
    }),
  );

describe("an audit that reads only what is new", () => {
  let sources: string[] = [];
  afterEach(async () => {
    for (const sourceId of sources) await erase(sourceId);
    for (const actor of ["ana", "svc-stock"]) await say(actor, null);
    sources = [];
  });

  test("is the same to the letter as one that reads everything, however the log came in and whatever was said of accounts", async () => {
    sources = [await newSource("shop"), await newSource("desk")];
    const pieces = fc.record({
      log: events,
      order: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
      cuts: fc.array(fc.nat(60), { minLength: 1, maxLength: 4 }),
      said: fc.array(
        fc.record({ at: fc.nat(4), actor: fc.constantFrom("ana", "svc-stock"), kind: fc.constantFrom("person", "app", null) }),
        {
          maxLength: 3,
        },
      ),
    });
    await fc.assert(
      fc.asyncProperty(pieces, async ({ log, order, cuts, said }) => {
        const shuffled = log.toSorted((a, b) => order[log.indexOf(a)]! - order[log.indexOf(b)]!);
        const ends = [...cuts.map((cut) => Math.min(cut, log.length)).sort((a, b) => a - b), log.length];
        let from = 0;
        for (const [piece, end] of ends.entries()) {
          for (const { at, actor, kind } of said) if (at === piece) await say(actor, kind);
          // The last ten of the piece before come again: what is known already changes nothing.
          for (const [number, sourceId] of sources.entries())
            await bring(
              sourceId,
              shuffled.slice(Math.max(0, from - 10), end).filter(({ eventId }) => Number(eventId.slice(1)) % 2 === number),
            );
          from = end;
          await audit();
        }
        const kept = await audit();
        await forgetTotals();
        expect(kept).toBe(await audit());
        await unpackLog();
        await forgetTotals();
        expect(kept).toBe(await audit());
        for (const sourceId of sources) await erase(sourceId);
      }),
      { seed: 9, numRuns: 20 },
    );
  }, 300_000);

  test("of a past day is what the audit of the events until then says, and later ones go on from the totals of all", async () => {
    sources = [await newSource("shop")];
    const [log = []] = fc.sample(events, { seed: 4, numRuns: 1 });
    const end = Date.UTC(2025, 2, 24);
    const early = log.filter(({ endedAtMs }) => endedAtMs < end);
    expect(early.length).toBeGreaterThan(5);
    expect(early.length).toBeLessThan(log.length);
    await bring(sources[0]!, early);
    const then = await audit();
    await bring(
      sources[0]!,
      log.filter(({ endedAtMs }) => endedAtMs >= end),
    );
    const now = await audit();
    expect(await audit("2025-03-23")).toBe(then);
    expect(await audit()).toBe(now);
    const listed = await owner.call((api) => api.audit.list({}));
    expect(
      listed
        .map(({ asOf }) => asOf)
        .slice(0, 3)
        .sort((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(["2025-03-23", null, null]);
  });

  test("finds the program behind touches of nobody when its clock shows, and is the same as one that reads everything", async () => {
    sources = [await newSource("shop")];
    const touch = (eventId: string, endedAtMs: number, actor: string | null = null): OpsEvent => ({
      eventId,
      caseId: `O${Number(eventId.slice(1)) % 7}`,
      activity: "hold",
      actor,
      actorKind: "person",
      startedAtMs: null,
      endedAtMs,
      workflow: "order-exceptions",
    });
    const two = Date.UTC(2025, 2, 17, 2);
    const nightly = Array.from({ length: 40 }, (_, i) => touch(`n${i}`, two + Math.floor(i / 5) * 86_400_000 + (i % 5) * 60_000 + 7000));
    const people = Array.from({ length: 30 }, (_, i) => touch(`p${i}`, two + 8 * 3_600_000 + i * 3_111_000, i % 3 === 0 ? "ana" : null));
    const programs = (text: string) => z.tuple([AuditReport]).rest(z.unknown()).parse(JSON.parse(text))[0];
    await bring(sources[0]!, [...nightly.slice(0, 15), ...people.slice(0, 20)]);
    expect(programs(await audit()).namelessPrograms).toEqual([]);
    await bring(sources[0]!, [...nightly.slice(15), ...people.slice(20)]);
    const kept = await audit();
    expect(programs(kept)).toMatchObject({ namelessPrograms: [{ activity: "hold", touches: 40 }], total: { touches: 30 } });
    await forgetTotals();
    expect(await audit()).toBe(kept);
    expect(await audit("2025-03-31")).toBe(kept);
    const { events: shown } = await owner.call((api) =>
      api.audit.events({ workflow: "order-exceptions", activity: null, by: "app", limit: 100 }),
    );
    expect(shown.map(({ eventId }) => eventId).toSorted()).toEqual(nightly.map(({ eventId }) => eventId).toSorted());
    // Others at that time of the night: then it is no clock any more.
    await bring(
      sources[0]!,
      Array.from({ length: 9 }, (_, i) => touch(`m${i}`, two + i * 377_000)),
    );
    const mixed = await audit();
    expect(programs(mixed)).toMatchObject({ namelessPrograms: [], total: { touches: 79 } });
    await forgetTotals();
    expect(await audit()).toBe(mixed);
  });

  test("goes on where a rebuild was killed, and comes to the same", async () => {
    sources = [await newSource("shop")];
    const [log = []] = fc.sample(
      events.filter((rows) => rows.length > 40),
      { seed: 2, numRuns: 1 },
    );
    // Deliveries that reach over into each other's time.
    const sorted = log.toSorted((a, b) => a.endedAtMs - b.endedAtMs);
    for (let piece = 0; piece <= sorted.length / 4 + 1; piece += 1)
      await bring(
        sources[0]!,
        sorted.filter((_, i) => Math.floor(i / 4) + (i % 2) === piece),
      );
    const whole = await audit();
    const settings = await house.store.within(scope(), (tx) => readAuditSettings(tx, scope()));
    await house.store.within(scope(), (tx) => beginRebuild(tx, context, settings));
    let kills = 0;
    let read = 0;
    for (let done = false; !done;) {
      let calls = 0;
      const dies = async (count: number) => {
        read = count;
        calls += 1;
        if (calls > 2 + kills) throw new Error("killed");
      };
      try {
        await continueRebuild(context, settings, dies, { sliceEvents: 3, shareEvents: 20, saveEveryEvents: 1 });
        done = true;
      } catch (error) {
        if (!(error instanceof Error) || error.message !== "killed") throw error;
        kills += 1;
      }
    }
    expect(kills).toBeGreaterThan(3);
    expect(read).toBeGreaterThan(log.length);
    expect(await audit()).toBe(whole);
  });
});
