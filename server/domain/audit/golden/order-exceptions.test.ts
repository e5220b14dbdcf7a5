import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { guessMapping, parseRow } from "#server/domain/event-log/csv-mapping.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { officeHours } from "#server/domain/effort/work-calendar.ts";
import { columnsOfOrdered, orderedEvents, withBots } from "#server/domain/event-log/columns.ts";
import { TOUCHED, TOUCHLESS, touchOfCases } from "#server/domain/mining/automation.ts";
import { batches } from "#server/domain/mining/batches.ts";
import { auditLog } from "../audit-log.ts";

const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

const Expectation = z.object({
  events_by_actor_kind: z.record(z.string(), z.number()),
  automation_rate_events: z.tuple([z.number(), z.number()]),
  cases: z.number(),
  touchless_cases: z.array(z.string()),
  touchless_or_unknown: z.array(z.string()),
  unknown_share_of_internal_and_unknown: z.tuple([z.number(), z.number()]),
  rework: z.object({ same_actor: z.number(), other_actor: z.number() }),
  handover_of_work_counts: z.record(z.string(), z.number()),
  ping_pong: z.number(),
  batches: z.array(z.object({ actor: z.string(), activity: z.string(), events: z.array(z.string()) })),
  touches: z.number(),
  low_minutes: z.number(),
  high_minutes: z.number(),
});
const expected = z
  .object({
    as_recorded: Expectation,
    after_bot_detection: Expectation,
    timed_sample_mean_minutes: z.record(z.string(), z.number()),
    touches_by_activity_after_bot_detection: z.record(z.string(), z.number()),
    point_minutes: z.number(),
    hours_per_week: z.number(),
    drag_usd_per_year_at_35: z.number(),
  })
  .parse(JSON.parse(read("expected.json")));

function goldenEvents(): OpsEvent[] {
  const [header, ...rows] = z.array(z.array(z.string())).parse(parse(read("order-exceptions.csv")));
  const mapping = guessMapping(header!, rows);
  return rows.map((row) => {
    const parsed = parseRow(row, mapping);
    if (!parsed.ok) throw new Error(parsed.reason);
    return parsed.event;
  });
}

/** Thirty samples an activity, all equal to the mean worked out by hand. */
const timedSamples = Object.entries(expected.timed_sample_mean_minutes).flatMap(([activity, minutes]) =>
  Array.from({ length: 30 }, () => ({ workflow: null, activity, minutes, eventId: null })),
);
const options = { calendar: officeHours("UTC"), loadedRate: { minorPerHour: 3500, currency: "USD" }, timedSamples };

describe("a small log worked out by hand", () => {
  const figures = (bots: ReadonlySet<string>) => {
    const audit = auditLog(goldenEvents(), { ...options, bots });
    const ordered = orderedEvents(goldenEvents());
    const columns = withBots(columnsOfOrdered(ordered), bots);
    const touch = touchOfCases(columns);
    return {
      events_by_actor_kind: Object.fromEntries(Object.entries(audit.total.eventsByKind).filter(([, count]) => count > 0)),
      automation_rate_events: [audit.total.automation.of, audit.total.automation.n],
      cases: audit.total.cases,
      touchless_cases: columns.cases.filter((_, number) => touch[number] === TOUCHLESS),
      touchless_or_unknown: columns.cases.filter((_, number) => touch[number] !== TOUCHED),
      unknown_share_of_internal_and_unknown: [audit.total.unknown.of, audit.total.unknown.n],
      rework: { same_actor: audit.total.rework.sameActor, other_actor: audit.total.rework.otherActor },
      handover_of_work_counts: Object.fromEntries(audit.handovers.map(({ from, to, count }) => [`${from}->${to}`, count])),
      ping_pong: audit.pingPongs,
      batches: batches(columns).map(({ actor, activityIx, events }) => ({
        actor,
        activity: columns.activities[activityIx]!.activity,
        events: events.map((i) => ordered[i]!.eventId),
      })),
      touches: audit.total.touches,
      low_minutes: audit.total.boundsMinutes.low,
      high_minutes: audit.total.boundsMinutes.high,
    };
  };

  test("says exactly what was worked out, as recorded", () => {
    expect(figures(new Set())).toEqual(expected.as_recorded);
  });

  test("and after the bot is found", () => {
    expect(figures(new Set(["svc-sync"]))).toEqual(expected.after_bot_detection);
  });

  test("touches, minutes, hours a week and dollars a year", () => {
    const audit = auditLog(goldenEvents(), { ...options, bots: new Set(["svc-sync"]) });
    const touches = Object.fromEntries(audit.activities.filter((row) => row.touches > 0).map((row) => [row.activity, row.touches]));
    expect(touches).toEqual(expected.touches_by_activity_after_bot_detection);
    expect(audit.total.minutes.point).toBe(expected.point_minutes);
    expect(audit.total.hoursPerWeek.point).toBe(expected.hours_per_week);
    expect(audit.total.drag.totalMinor.point).toBe(Math.round(expected.drag_usd_per_year_at_35 * 100));
  });

  test("the low figure is below the point and the point below the high figure", () => {
    const { boundsMinutes, minutes } = auditLog(goldenEvents(), { ...options, bots: new Set(["svc-sync"]) }).total;
    expect(boundsMinutes.low).toBeLessThanOrEqual(minutes.point);
    expect(minutes.point).toBeLessThanOrEqual(boundsMinutes.high);
  });
});
