import { describe, expect, test } from "vitest";
import { columnsOfOrdered, orderedEvents } from "../event-log/columns.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { labelsOf } from "../event-log/labels.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { zoneClock } from "../event-log/time-zone.ts";
import { hiddenBots } from "./hidden-bots.ts";

const nine = Date.UTC(2026, 2, 2, 9);
const touchesAt = (actor: string, secondsAfterNine: readonly number[]): OpsEvent[] =>
  secondsAfterNine.map((second, i) => anEvent({ eventId: `${actor}${i}`, caseId: `O${i}`, actor, endedAtMs: nine + second * 1000 }));
/** Gaps of some minutes with uneven seconds, as people have them; 17 and 60 have no common factor. */
const likeAPerson = (count: number) => Array.from({ length: count }, (_, i) => i * 197 + ((i * i * 17) % 60));
const found = (events: readonly OpsEvent[], zone = "UTC") => {
  const ordered = orderedEvents(events);
  return hiddenBots(columnsOfOrdered(ordered), labelsOf(ordered), zoneClock(zone));
};
const inSource = (source: string, events: readonly OpsEvent[]) => events.map((event) => ({ ...event, source }));

describe("an account that claims to be a person", () => {
  test("is not suspected for working like one", () => {
    expect(found(touchesAt("ana.abbott", likeAPerson(100)))).toEqual([]);
  });

  test.each(["svc-sync", "Return Bot", "api_user", "noreply@shop.example", "Automation"])("is found by its name: %s", (name) => {
    expect(found(touchesAt(name, [5]))[0]?.reasons[0]).toMatch(/^the name contains/);
  });

  test.each(["Abbott", "Syscort", "Robert", "Capital"])("is not found by a name that only looks alike: %s", (name) => {
    expect(found(touchesAt(name, [5]))).toEqual([]);
  });

  test("is found by a median gap under two seconds", () => {
    const reasons = found(
      touchesAt(
        "kim",
        Array.from({ length: 30 }, (_, i) => i * 1.5),
      ),
    )[0]!.reasons;
    expect(reasons).toContain("half of its 30 touches follow each other within 1.5 seconds");
  });

  test("is found by its regular seconds, at uneven minutes", () => {
    const second = Array.from({ length: 12 }, (_, i) => (i * i + i) * 60 + 7);
    expect(found(touchesAt("kim", second))).toEqual([
      { actor: "kim", touches: 12, reasons: ["12 of its 12 touches fall on second 7 of the minute"] },
    ]);
  });

  const fullMinutes = Array.from({ length: 12 }, (_, i) => (i * i + i) * 60);
  const HOUR = 3600;

  test("is not found by full minutes alone, however many others have seconds", () => {
    expect(found(touchesAt("kim", fullMinutes))).toEqual([]);
    expect(found([...touchesAt("kim", fullMinutes), ...touchesAt("ana", likeAPerson(300))])).toEqual([]);
  });

  test("is found by full minutes at night where its source has seconds, and not where it has none", () => {
    const kim = touchesAt(
      "kim",
      fullMinutes.map((second) => second + 15 * HOUR),
    );
    const ana = inSource("ERP", touchesAt("ana", likeAPerson(300)));
    expect(found([...inSource("ERP", kim), ...ana])).toEqual([
      {
        actor: "kim",
        touches: 12,
        reasons: ["12 of its 12 touches fall on second 0 of the minute", "12 of its 12 touches are at night and 0 on weekends"],
      },
    ]);
    expect(found([...inSource("call list", kim), ...ana])).toEqual([]);
  });

  test("is found by full minutes at always the same hours of the day, which alone are no sign", () => {
    const daily = (odd: number) =>
      Array.from({ length: 24 }, (_, i) => Math.floor(i / 3) * 24 * HOUR + ((i * i * 7) % 50) * 60 + odd * (i % 7));
    const ana = touchesAt("ana", likeAPerson(300));
    expect(found([...touchesAt("kim", daily(0)), ...ana])[0]?.reasons).toEqual([
      "24 of its 24 touches fall on second 0 of the minute",
      "24 of its 24 touches on 8 days are between 8:00 and 10:00",
    ]);
    expect(found([...touchesAt("kim", daily(11)), ...ana])).toEqual([]);
  });

  test("is not found by touches of one minute where times are cut to the minute, until they are 30 in each", () => {
    const inMinutes = (perMinute: number) => Array.from({ length: 60 }, (_, i) => Math.floor(i / perMinute) ** 2 * 60);
    expect(found(touchesAt("kim", inMinutes(4)))).toEqual([]);
    expect(found(touchesAt("kim", inMinutes(30)))[0]?.reasons).toEqual(["its 60 touches fall into 2 minutes"]);
  });

  test("is found by equal gaps", () => {
    const reasons = found(
      touchesAt(
        "kim",
        Array.from({ length: 25 }, (_, i) => i * 907),
      ),
    )[0]!.reasons;
    expect(reasons).toEqual(["24 of its 24 gaps are exactly 907 seconds"]);
  });

  test("is found by working round the clock, but not for a night shift", () => {
    const always = Array.from({ length: 200 }, (_, i) => i * 3000 + ((i * i * 17) % 600));
    expect(found(touchesAt("kim", always))[0]?.reasons[0]).toMatch(/^it works in 24 of the 24 hours/);
    const night = Array.from({ length: 40 }, (_, i) => 14 * 3600 + Math.floor(i / 8) * 86_400 + (i % 8) * 2400 + ((i * i * 17) % 60));
    expect(found(touchesAt("kim", night))).toEqual([]);
  });

  test("the time of the day is added to other signs", () => {
    expect(found(touchesAt("svc-sync", [15 * 3600, 15 * 3600 + 61, 15 * 3600 + 127]))[0]!.reasons).toEqual([
      'the name contains "svc", as service accounts do',
      "3 of its 3 touches are at night and 0 on weekends",
    ]);
  });
});
