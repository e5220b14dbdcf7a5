import { describe, expect, test } from "vitest";
import { classifiedLog, NOTHING_THOUGHT } from "../event-log/classified-log.ts";
import { slotKey } from "../event-log/clock-slot.ts";
import { APP, PERSON } from "../event-log/columns.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { clockSlots, namelessSlots, programsOfSlots } from "./nameless-clocks.ts";

const DAY = 86_400;
const two = Date.UTC(2026, 2, 2, 2);
/** Touches of nobody that end so many seconds after two o'clock UTC of a Monday. */
const nameless = (seconds: readonly number[], given: Partial<OpsEvent> = {}): OpsEvent[] =>
  seconds.map((second, i) =>
    anEvent({ eventId: `${given.activity ?? "tag"}${i}`, caseId: `O${i}`, activity: "tag", actor: null, source: "shop", endedAtMs: two + second * 1000, ...given }),
  ); // prettier-ignore
/** Ten a night for three nights, a minute apart, on this second. */
const everyNight = (second: number) => Array.from({ length: 30 }, (_, i) => Math.floor(i / 10) * DAY + (i % 10) * 60 + second);
/** By day, with uneven seconds. */
const byDay = (count: number) => Array.from({ length: count }, (_, i) => 8 * 3600 + i * 197 + ((i * i * 17) % 60));
const found = (events: readonly OpsEvent[]) => {
  const { recorded, labels } = classifiedLog(events, NOTHING_THOUGHT);
  return clockSlots(namelessSlots(recorded, labels));
};

describe("touches that name nobody", () => {
  test("are a program's where nine in ten of an hour fall on one second", () => {
    const slots = found([...nameless(everyNight(7)), ...nameless(byDay(60), { activity: "release hold" })]);
    expect(slots).toEqual([{ source: "shop", activity: "tag", hour: 2, second: 7, touches: 30 }]);
    expect(programsOfSlots(slots)).toEqual([
      { source: "shop", activity: "tag", touches: 30, reasons: ["30 touches between 2:00 and 3:00 UTC fall on second 7 of the minute"] },
    ]);
  });

  test("of the same activity at other hours stay people's, and so do named ones at that second", () => {
    const people = nameless(byDay(25)).map((event, i) => ({ ...event, eventId: `p${i}` }));
    const named = nameless(everyNight(7), { activity: "hold", actor: "kim" });
    const events = [...nameless(everyNight(7)), ...people, ...named];
    const clocks = new Set(found(events).map(slotKey));
    const { events: ordered, columns, recorded } = classifiedLog(events, { ...NOTHING_THOUGHT, clocks });
    expect([...columns.kind].filter((kind) => kind === APP)).toHaveLength(30);
    for (const [i, event] of ordered.entries())
      expect(columns.kind[i]).toBe(event.actor === null && event.endedAtMs % DAY < two + 3600 && !people.includes(event) ? APP : PERSON);
    expect([...recorded.kind].every((kind) => kind === PERSON)).toBe(true);
  });

  test("of a program that works past the hour, or whose clock was changed, are found with those of the hour before", () => {
    const later = nameless(everyNight(7).slice(0, 8), { activity: "tag" }).map((event, i) => ({ ...event, eventId: `l${i}`, endedAtMs: event.endedAtMs + 3_600_000 })); // prettier-ignore
    expect(found([...nameless(everyNight(7)), ...later]).map(({ hour, touches }) => [hour, touches])).toEqual([[2, 30], [3, 8]]); // prettier-ignore
    expect(found(later)).toEqual([]);
  });

  test("are nobody's program while they are few, or mixed with others in their hour", () => {
    expect(found(nameless(everyNight(7).slice(0, 19)))).toEqual([]);
    const mixed = nameless(Array.from({ length: 5 }, (_, i) => i * 601 + 13)).map((event, i) => ({ ...event, eventId: `m${i}` }));
    expect(found([...nameless(everyNight(7)), ...mixed])).toEqual([]);
  });

  test("on full minutes are a program's only where the source has few of them otherwise: people who enter a time give those too", () => {
    const others = (seconds: readonly number[]) => nameless(seconds, { activity: "release hold" });
    expect(found([...nameless(everyNight(0)), ...others(byDay(60))])).toHaveLength(1);
    const fullMinutes = Array.from({ length: 60 }, (_, i) => 8 * 3600 + i * 180);
    expect(found([...nameless(everyNight(0)), ...others(fullMinutes)])).toEqual([]);
  });
});
