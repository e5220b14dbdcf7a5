import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnsBuilder } from "./columns-builder.ts";
import { columnsOf, orderedEvents, withBots } from "./columns.ts";
import type { OpsEvent } from "./event.ts";
import { anEvent, log } from "./log.fixture.ts";

describe("columns", () => {
  test("hold the events in order of time, and group them by case and actor", () => {
    const columns = columnsOf(log("O2 b:ben@3 a:-@9 \n O1 a:ana@1 b:ben@5"));
    expect(Array.from(columns.endedAtMs, (ms) => (ms - Date.UTC(2026, 2, 2, 9)) / 60_000)).toEqual([1, 3, 5, 9]);
    expect([columns.cases, columns.actors, columns.activities.map(({ activity }) => activity)]).toEqual([
      ["O1", "O2"],
      ["ana", "ben"],
      ["a", "b"],
    ]);
    expect([Array.from(columns.byCase), Array.from(columns.caseStart)]).toEqual([
      [0, 2, 1, 3],
      [0, 2, 4],
    ]);
    // The event by nobody is in no actor's group.
    expect([Array.from(columns.byActor), Array.from(columns.actorStart)]).toEqual([
      [0, 1, 2],
      [0, 1, 3],
    ]);
  });

  test("an id of a source is one event; the same id of another source is another", () => {
    const twice = [
      anEvent({ eventId: "1", source: "shop" }),
      anEvent({ eventId: "1", source: "shop" }),
      anEvent({ eventId: "1", source: "desk" }),
    ];
    expect(orderedEvents(twice)).toHaveLength(2);
  });

  test("of two events with one id the same stays, whichever was read first", () => {
    const a = anEvent({ eventId: "1", actor: "ana" });
    const b = anEvent({ eventId: "1", actor: "ben" });
    expect(orderedEvents([a, b])).toEqual(orderedEvents([b, a]));
  });

  test("the same activity in two workflows is two activities", () => {
    const columns = columnsOf([anEvent({ eventId: "1", workflow: "orders" }), anEvent({ eventId: "2", workflow: "returns" })]);
    expect(columns.activities).toEqual([
      { workflow: "orders", activity: "review" },
      { workflow: "returns", activity: "review" },
    ]);
  });

  test("a bot's touches are an app's in the view, and the log itself is not changed", () => {
    const columns = columnsOf(log("O1 a:ana b:ben"));
    expect(Array.from(withBots(columns, new Set(["ben"])).kind)).toEqual([0, 1]);
    expect(Array.from(columns.kind)).toEqual([0, 0]);
  });

  test("built one event at a time are the same", () => {
    const event = fc.record({
      caseId: fc.constantFrom("O1", "O2", "O3"),
      activity: fc.constantFrom("b", "a"),
      actor: fc.constantFrom("ben", "ana", null),
      minute: fc.nat(50),
      workflow: fc.constantFrom("returns", "orders"),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (rows) => {
        const events = rows.map(({ minute, ...row }, i): OpsEvent => anEvent({ ...row, eventId: `e${i}`, endedAtMs: minute * 60_000 }));
        const builder = new ColumnsBuilder();
        for (const ordered of orderedEvents(events)) builder.add(ordered);
        expect(builder.finish()).toEqual(columnsOf(events));
      }),
      { seed: 3 },
    );
  });

  test("grow beyond their first room, and refuse events out of order", () => {
    const builder = new ColumnsBuilder();
    for (let i = 0; i < 3000; i += 1) builder.add(anEvent({ caseId: `O${i % 7}`, endedAtMs: i }));
    expect(builder.finish().length).toBe(3000);
    expect(() => builder.add(anEvent({ endedAtMs: 1 }))).toThrow(RangeError);
  });
});
