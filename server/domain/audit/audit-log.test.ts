import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import { columnsOf } from "../event-log/columns.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent, log } from "../event-log/log.fixture.ts";
import { shiftClock } from "../effort/work-calendar.ts";
import { auditLog } from "./audit-log.ts";
import type { AuditOptions, TimedSample } from "./audit.ts";
import { actorDayRollUps, caseRollUps, rollUpsOf, updateRollUps } from "./roll-ups.ts";

const options: AuditOptions = {
  calendar: officeHours("Europe/Berlin"),
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples: [],
};
const samples = (activity: string, minutes: readonly number[], workflow: string | null = null): TimedSample[] =>
  minutes.map((value) => ({ workflow, activity, minutes: value, eventId: null }));

/** Two weeks around the change to summer time, few names so that they meet often. */
const events = fc
  .array(
    fc.record({
      caseId: fc.constantFrom("O1", "O2", "O3", "O4"),
      activity: fc.constantFrom("review", "label", "refund"),
      actor: fc.constantFrom("ana", "ben", null),
      minute: fc.integer({ min: 0, max: 14 * 1440 }),
      startedBefore: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
      workflow: fc.constantFrom("returns", "orders"),
    }),
    { maxLength: 60 },
  )
  .map((rows) =>
    rows.map(({ minute, startedBefore, ...row }, i): OpsEvent => {
      const endedAtMs = Date.UTC(2026, 2, 23) + minute * 60_000;
      return {
        ...row,
        eventId: `e${i}`,
        actorKind: row.actor === null ? "unknown" : "person",
        endedAtMs,
        startedAtMs: startedBefore === null ? null : endedAtMs - startedBefore * 60_000,
      };
    }),
  );
/** Some of the touches timed themselves, so that what the log knows of them is used. */
const linked = (log_: readonly OpsEvent[]): TimedSample[] =>
  log_.flatMap(({ workflow, activity, eventId }, i) =>
    i % 3 === 0 ? [{ workflow: workflow ?? null, activity, minutes: 1 + (i % 7), eventId }] : [],
  );

const timed = fc
  .array(fc.integer({ min: 1, max: 500 }), { maxLength: 8 })
  .map((minutes) => [...samples("review", minutes, "returns"), ...samples("label", minutes, "orders")]);

test("an activity that nobody timed is taken to last as long as the timed ones of its workflow, within what end times allow", () => {
  const at = (minute: number) => Date.UTC(2026, 5, 1, 8) + minute * 60_000;
  const touch = (activity: string, minute: number): OpsEvent =>
    anEvent({
      eventId: `e${minute}`,
      caseId: `C${minute}`,
      activity,
      actor: "ana",
      actorKind: "person",
      workflow: "returns",
      endedAtMs: at(minute),
    });
  const log_ = [touch("review", 10), touch("review", 20), touch("note", 200)];
  const row = (audit: ReturnType<typeof auditLog>) => audit.activities.find(({ activity }) => activity === "note");
  // By end times alone: at most the 180 minutes since the touch before, at least five; the mean of the two on a logarithmic scale.
  expect(row(auditLog(log_, options))?.minutes).toEqual({ low: 5, point: 30, high: 180 });
  const timedSamples = samples("review", [6, 6, 6, 6, 6], "returns");
  expect(row(auditLog(log_, { ...options, timedSamples }))?.minutes).toMatchObject({ low: 5, point: 6, high: 180 });
  expect(row(auditLog(log_, { ...options, timedSamples }))?.evidence).toBe("bounds");
});

describe("the audit does not depend on how the log was read", () => {
  test("not on the order, not on the files, not on reading it twice", () => {
    fc.assert(
      fc.property(events, timed, fc.integer({ min: 0, max: 60 }), (log_, unlinked, cut) => {
        const timedSamples = cut % 2 === 0 ? unlinked : linked(log_);
        const audit = auditLog(log_, { ...options, timedSamples });
        expect(auditLog(log_.toReversed(), { ...options, timedSamples })).toEqual(audit);
        expect(auditLog([...log_.slice(cut), ...log_.slice(0, cut)], { ...options, timedSamples })).toEqual(audit);
        expect(auditLog([...log_, ...log_.slice(0, cut)], { ...options, timedSamples })).toEqual(audit);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  test("roll-ups kept up event by event equal a rebuild, to the bit", () => {
    const shifts = shiftClock(options.calendar);
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 60 }), (all, cut) => {
        const old = all.slice(0, cut);
        const fresh = all.slice(cut);
        const cases = new Set(fresh.map((event) => event.caseId));
        const dayOf = (event: OpsEvent) => `${event.actor} ${shifts.dayOf(event.endedAtMs)}`;
        const days = new Set(fresh.map(dayOf));
        const part = (log_: readonly OpsEvent[]) => [
          actorDayRollUps(columnsOf(log_.filter((event) => days.has(dayOf(event)))), shifts, 240 * 60_000),
          caseRollUps(columnsOf(log_.filter((event) => cases.has(event.caseId))), shifts.clock),
        ];
        const kept = updateRollUps(rollUpsOf(columnsOf(old), shifts, 240 * 60_000), { before: part(old), after: part(all) });
        const rebuilt = rollUpsOf(columnsOf(all), shifts, 240 * 60_000);
        expect(kept).toEqual(rebuilt);
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe("hours", () => {
  test("of a person's week never exceed the paid hours", () => {
    fc.assert(
      fc.property(events, timed, (log_, timedSamples) => {
        const named = log_.filter((event) => event.actor === "ana");
        const audit = auditLog(named, { ...options, timedSamples });
        // At most three calendar weeks of 40 hours lie in 14 days.
        const weeks = new Set(named.map((event) => Math.floor((shiftClock(options.calendar).dayOf(event.endedAtMs) + 3) / 7))).size;
        expect(audit.total.minutes.high).toBeLessThanOrEqual(weeks * 40 * 60 + 1e-6);
        expect(audit.total.boundsMinutes.high).toBeLessThanOrEqual(weeks * 40 * 60);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test("beyond the paid week are taken from every activity in proportion", () => {
    // 30 reviews of 120 minutes are 60 hours of one person in one week; 40 are paid.
    const reviews = Array.from({ length: 30 }, (_, i) =>
      anEvent({ eventId: `e${i}`, caseId: `O${i}`, endedAtMs: Date.UTC(2026, 2, 2, 9, i) }),
    );
    const audit = auditLog(reviews, {
      ...options,
      timedSamples: samples(
        "review",
        Array.from({ length: 30 }, () => 120),
      ),
    });
    expect(audit.total.minutes.point).toBeCloseTo(40 * 60, 9);
    expect(audit.overCapacityMinutes.point).toBeCloseTo(20 * 60, 9);
  });

  test("a start recorded and an end are taken as they are, winsorised at four hours, and both are shown", () => {
    const end = Date.UTC(2026, 2, 2, 15);
    const audit = auditLog([anEvent({ startedAtMs: end - 6 * 3_600_000, endedAtMs: end })], options);
    expect(audit.total.recordedMinutes).toEqual({ touches: 1, raw: 360, winsorised: 240 });
    expect(audit.total.minutes.point).toBe(240);
    expect(audit.activities[0]!.evidence).toBe("recorded");
  });

  test("from end times alone are bounds and say so", () => {
    // Berlin opens at 08:00 UTC: the first touch at 09:00 could have taken an hour, the second, two minutes later, two minutes.
    const audit = auditLog(log("O1 review:ana@0 \n O2 review:ana@2"), options);
    expect(audit.total.boundsMinutes).toEqual({ low: 2, high: 62 });
    expect(audit.activities[0]).toMatchObject({ evidence: "bounds", samples: 0 });
  });
});

describe("ranking", () => {
  const day = Date.UTC(2026, 2, 2, 9);
  const touches = (workflow: string, count: number, unknown = 0) =>
    Array.from({ length: count + unknown }, (_, i) =>
      anEvent({
        eventId: `${workflow}${i}`,
        caseId: `${workflow}${i}`,
        workflow,
        endedAtMs: day + i * 600_000,
        ...(i < count ? {} : { actor: null, actorKind: "unknown" as const }),
      }),
    );
  const two = [
    ...samples(
      "review",
      Array.from({ length: 30 }, () => 6),
      "orders",
    ),
    ...samples(
      "review",
      Array.from({ length: 30 }, () => 6),
      "returns",
    ),
  ];

  test("the workflow that costs most stands first, and why is said", () => {
    const { workflows } = auditLog([...touches("orders", 10), ...touches("returns", 20)], { ...options, timedSamples: two });
    expect(workflows.map((row) => row.workflow)).toEqual(["returns", "orders"]);
    // 20 x 6 minutes = 2 hours a week x 52 x $35 = $3,640; half of it for orders.
    expect(workflows[0]!.status).toEqual({
      kind: "ranked",
      rank: 1,
      why: "Number 1: 20 touches; no decisions are known, so it stands below those with a score, by drag alone. Its drag is above that of orders.",
    });
  });

  test("why it stands before the next names that by its title, not by its id", () => {
    const events = [...touches("carrier-choice", 10), ...touches("returns", 20)];
    const { why } = auditLog(events, { ...options, timedSamples: two }).workflows[0]!.status;
    expect(why).toContain("Its drag is above that of Carrier selection.");
    expect(why).not.toContain("carrier-choice");
  });

  test("of two with the same drag that is said, and the sentence holds no amount: figures say where they come from", () => {
    const { workflows } = auditLog([...touches("orders", 10), ...touches("returns", 10)], { ...options, timedSamples: two });
    const [first] = workflows;
    expect(workflows.map(({ scoreMinor }) => scoreMinor)).toEqual([null, null]);
    expect(first!.status.why).toBe(
      "Number 1: 10 touches; no decisions are known, so it stands below those with a score, by drag alone. Its drag is that of Returns and restocking too.",
    );
  });

  test("of two whose decisions cannot be automated the one that costs more stands first", () => {
    const nothing = { rulesBasedness: { low: 0.2, point: 0.3, high: 0.4 }, automatableShare: 0 };
    const decisions = new Map([
      ["orders", nothing],
      ["returns", nothing],
    ]);
    const { workflows } = auditLog([...touches("orders", 1_000), ...touches("returns", 1_001)], {
      ...options,
      timedSamples: two,
      decisions,
    });
    expect(workflows.map((row) => [row.workflow, row.scoreMinor])).toEqual([
      ["returns", 0],
      ["orders", 0],
    ]);
    expect(workflows[0]!.status.why).toMatch(/^Number 1: 1,001 touches; .* Its score is that of orders too, and it costs more\.$/);
  });

  test("rules-basedness and automatable share can reverse the order", () => {
    const decisions = new Map([
      ["orders", { rulesBasedness: { low: 0.8, point: 0.9, high: 1 }, automatableShare: 1 }],
      ["returns", { rulesBasedness: { low: 0.1, point: 0.2, high: 0.3 }, automatableShare: 0.5 }],
    ]);
    const { workflows } = auditLog([...touches("orders", 10), ...touches("returns", 20)], { ...options, timedSamples: two, decisions });
    expect(workflows.map((row) => [row.workflow, row.scoreMinor])).toEqual([
      ["orders", 163_800],
      ["returns", 36_400],
    ]);
  });

  test("a workflow without known decisions stands below one with a score, however small that is, and says so", () => {
    const hardly = { rulesBasedness: { low: 0.01, point: 0.02, high: 0.03 }, automatableShare: 0.5 };
    const { workflows } = auditLog([...touches("orders", 10), ...touches("returns", 20)], {
      ...options,
      timedSamples: two,
      decisions: new Map([["orders", hardly]]),
    });
    // Orders: 10 x 6 minutes a week are $1,820 a year; x 0.02 x 0.5 = $18.20. Returns cost $3,640, and nobody knows how far by rule.
    expect(workflows.map((row) => [row.workflow, row.scoreMinor])).toEqual([
      ["orders", 1_820],
      ["returns", null],
    ]);
    expect(workflows[0]!.status.why).toContain("Returns and restocking comes next without a score: no decisions of it are known.");
    expect(workflows[1]!.status.why).toContain("no decisions are known, so it stands below those with a score, by drag alone");
  });

  test("a workflow with more than a fifth of unknown actors needs evidence; a fifth is still ranked", () => {
    const { workflows } = auditLog([...touches("orders", 8, 2), ...touches("returns", 7, 2)], options);
    expect(workflows.map((row) => [row.workflow, row.status.kind])).toEqual([
      ["orders", "ranked"],
      ["returns", "needs evidence"],
    ]);
    expect(workflows[1]!.status.why).toContain("unknown for 2 of 9 events (22.2 %; the limit is 20 %)");
  });
});

test("an empty log has an audit of nothing", () => {
  const audit = auditLog([], options);
  expect(audit.total).toMatchObject({ events: 0, touches: 0, cases: 0, minutes: { low: 0, point: 0, high: 0 } });
  expect([audit.workflows, audit.activities, audit.handovers]).toEqual([[], [], []]);
});

test("an audit is plain data", () => {
  const audit = auditLog(log("O1 review:ana pay:ben"), options);
  expect(JSON.parse(JSON.stringify(audit))).toEqual(audit);
});

test("labour and rework add up to the drag", () => {
  // Two reviews in one case: the second is rework, so half of the labour.
  const audit = auditLog(log("O1 review:ana@0 review:ben@30"), {
    ...options,
    timedSamples: samples(
      "review",
      Array.from({ length: 30 }, () => 6),
    ),
  });
  expect(audit.total.drag.totalMinor.point).toBe(36_400);
  expect([audit.total.drag.labourMinor.point, audit.total.drag.reworkMinor.point]).toEqual([18_200, 18_200]);
});
