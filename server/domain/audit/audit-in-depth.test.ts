import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { officeHours } from "../effort/work-calendar.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { anEvent, log } from "../event-log/log.fixture.ts";
import { auditInDepth, type DepthOptions } from "./audit-in-depth.ts";
import { SHIPPED_WORKFLOWS } from "./workflow-definitions.ts";

const MINUTE = 60_000;
const day = Date.UTC(2026, 2, 2, 9);
const options: DepthOptions = {
  calendar: officeHours("UTC"),
  loadedRate: { minorPerHour: 3500, currency: "USD" },
  timedSamples: [],
  nowMs: day + 30 * 24 * 60 * MINUTE,
  kindsSaid: new Map(),
  definitions: SHIPPED_WORKFLOWS,
};
const inReturns = (text: string, change: Partial<OpsEvent> = {}) =>
  log(text).map((event) => ({ ...event, workflow: "returns", ...change }));

describe("hidden bots", () => {
  const events = [
    ...Array.from({ length: 30 }, (_, i) =>
      anEvent({ eventId: `s${i}`, actor: "svc-stock", workflow: "stock", endedAtMs: day + i * 7 * MINUTE }),
    ),
    ...Array.from({ length: 10 }, (_, i) =>
      anEvent({ eventId: `a${i}`, actor: "ana", workflow: "stock", endedAtMs: day + i * i * MINUTE }),
    ),
  ];

  test("are counted as apps, with their reasons, and cost nothing", () => {
    const { audit, bots } = auditInDepth(events, options);
    expect(bots.map(({ actor }) => actor)).toEqual(["svc-stock"]);
    expect(audit.total.touches).toBe(10);
    expect(audit.total.eventsByKind.app).toBe(30);
  });

  test("are people where a person said so, and nothing is found of them any more", () => {
    const { audit, bots } = auditInDepth(events, { ...options, kindsSaid: new Map([["svc-stock", "person"]]) });
    expect(bots).toEqual([]);
    expect(audit.total.touches).toBe(40);
  });

  test("what a person said goes before what the source recorded", () => {
    const { audit } = auditInDepth(events, { ...options, kindsSaid: new Map([["ana", "supplier"]]) });
    expect(audit.total.eventsByKind).toMatchObject({ person: 0, supplier: 10, app: 30 });
  });
});

test("roles of fewer than three accounts are folded into one line", () => {
  const events = ["ana", "bo", "cy", "di", "ed", "flo"].map((actor, i) =>
    anEvent({ eventId: actor, actor, endedAtMs: day + i * MINUTE, ...(i < 3 ? { role: "support" } : i < 5 ? { role: "warehouse" } : {}) }),
  );
  expect(auditInDepth(events, options).roles).toEqual([
    { role: "support", accounts: 3 },
    { role: null, accounts: 3 },
  ]);
});

describe("hand-offs within a workflow", () => {
  test("by fewer than three people are counted, and nobody can be told apart", () => {
    const events = inReturns("R1 check:ana inspect:bo check:ana\nR2 check:ana check:ana");
    const { handoffs } = auditInDepth(events, options).details.get("returns")!;
    expect(handoffs).toEqual({ people: 2, kept: 1, passedOn: 2, pingPongs: 1, rows: [] });
  });

  test("from three people on are listed, most frequent first", () => {
    const events = inReturns("R1 check:ana inspect:bo\nR2 check:ana inspect:bo pack:cy");
    const { handoffs } = auditInDepth(events, options).details.get("returns")!;
    expect(handoffs.rows).toEqual([
      { from: "ana", to: "bo", count: 2 },
      { from: "bo", to: "cy", count: 1 },
    ]);
  });
});

test("a workflow is described by its own events: what its cases do elsewhere is no part of its paths", () => {
  const own = inReturns("R1 check:ana@0 refund:[app]@60\nR2 check:ana@120 refund:[app]@240\nR3 check:bo@360");
  const other = log("R1 pack:cy@30").map((event) => ({ ...event, eventId: "other", workflow: "parcels" }));
  const detail = auditInDepth([...own, ...other], options).details.get("returns")!;
  expect(detail.variants).toEqual({
    count: 2,
    cases: 3,
    top: [
      { activities: ["check", "refund"], cases: 2, share: 2 / 3, coverage: 2 / 3 },
      { activities: ["check"], cases: 1, share: 1 / 3, coverage: 1 },
    ],
  });
  // Throughput 1 h, 2 h and 0 h; waiting before refund 1 h and 2 h, not cut by the parcel in between.
  expect(detail.throughput).toEqual({ count: 3, meanHours: 1, medianHours: 1, p90Hours: 2 });
  expect(detail.waiting).toEqual([{ activity: "refund", spread: { count: 2, meanHours: 1.5, medianHours: 1, p90Hours: 2 } }]);
  // Monday at 9, 11 and 15.
  expect(detail.touchesByHour[0]!.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
    [9, 1],
    [11, 1],
    [15, 1],
  ]);
});

test("exceptions by age apply where the workflow's definition says what opens one", () => {
  const events = log("O1 hold:[app]@0 release_hold:ana@120\nO2 hold:[app]@0 cancel:ana@60").map((event) => ({
    ...event,
    workflow: "order-exceptions",
  }));
  const { exceptions } = auditInDepth(events, options).details.get("order-exceptions")!;
  // Released after two hours: resolved the same day. Cancelled: aged out, not resolved.
  expect(exceptions).toEqual({ open: [0, 0, 0, 0, 0], resolved: [1, 0, 0, 0, 0], "aged out": [1, 0, 0, 0, 0] });
  expect(auditInDepth(inReturns("R1 hold:[app]"), options).details.get("returns")!.exceptions).toBeNull();
});

describe("decisions", () => {
  /** Twenty a day between nine and four, at uneven gaps, as people work. */
  const at = (i: number) => day + Math.floor(i / 20) * 1440 * MINUTE + (i % 20) * 20 * MINUTE + ((i * i) % 13) * 61_000;
  const decided = (outcomeOf: (value: number) => string) =>
    Array.from({ length: 120 }, (_, i) => [
      anEvent({
        eventId: `q${i}`,
        caseId: `R${i}`,
        workflow: "returns",
        activity: "request",
        actor: "shopper",
        actorKind: "customer",
        endedAtMs: at(i),
        attributes: { "order value": String(10 + (i % 60)) },
      }),
      anEvent({
        eventId: `d${i}`,
        caseId: `R${i}`,
        workflow: "returns",
        activity: outcomeOf(10 + (i % 60)),
        endedAtMs: at(i) + 5 * MINUTE,
      }),
    ]).flat();
  const definitions = [
    { workflow: "returns", claims: [], decision: { outcomes: ["approve", "decline"], facts: null }, exception: null, teams: [] },
  ];

  test("by a rule are found with the rule, and enter the ranking", () => {
    const { decisions, audit, quadrants } = auditInDepth(
      decided((value) => (value <= 40 ? "approve" : "decline")),
      { ...options, definitions },
    );
    const { mining } = decisions.get("returns")!;
    expect(mining!.rulesBasedness.point).toBeGreaterThan(0.95);
    expect(mining!.table[0]!.words).toMatch(/^If order value is at most 40(\.\d+)?: approve/);
    expect(audit.workflows[0]!.decisions?.automatableShare).toBe(1);
    expect(quadrants[0]!.quadrant).toBe("automate first");
  });

  test("without facts are counted, and no rule is made up", () => {
    const bare = decided(() => "approve").map(({ attributes: _attributes, ...event }) => event);
    const found = auditInDepth(bare, { ...options, definitions });
    expect(found.decisions.get("returns")).toMatchObject({ decided: 120, withFacts: false, mining: null });
    expect(found.audit.workflows[0]!.decisions).toBeNull();
    expect(found.quadrants[0]!.quadrant).toBe("decisions unknown");
  });
});

test("the same value typed in two systems is counted by where", () => {
  const typed = (source: string, minute: number) =>
    anEvent({
      eventId: `${source}${minute}`,
      source,
      activity: `enter in ${source}`,
      endedAtMs: day + minute * MINUTE,
      attributes: { tracking: "1Z999" },
    });
  expect(auditInDepth([typed("shop", 0), typed("3PL", 9)], options).doubleEntries).toEqual([
    { first: { source: "shop", activity: "enter in shop" }, second: { source: "3PL", activity: "enter in 3PL" }, count: 1 },
  ]);
});

test("data quality: an event that stands under its source's name is one that no workflow claims", () => {
  const events = [
    anEvent({ eventId: "a", source: "shop", workflow: "shop" }),
    anEvent({ eventId: "b", source: "shop", workflow: "returns", endedAtMs: options.nowMs + MINUTE }),
  ];
  expect(auditInDepth(events, options).quality).toMatchObject([{ source: "shop", received: 2, withoutWorkflow: 1, inFuture: 1 }]);
});

test("one event dated in seventy years changes no figure of work: it is counted as an event in the future", () => {
  const weeks = Array.from({ length: 21 }, (_, i) =>
    anEvent({
      eventId: `w${i}`,
      caseId: `W${i}`,
      source: "shop",
      workflow: "returns",
      actor: "ana",
      endedAtMs: day + i * 24 * 60 * MINUTE + i * i * 1_711,
    }),
  );
  const typo = anEvent({
    eventId: "2096",
    caseId: "W3",
    source: "shop",
    workflow: "returns",
    actor: "ana",
    endedAtMs: Date.UTC(2096, 9, 20, 9),
  });
  const [expected, found] = [auditInDepth(weeks, options), auditInDepth([...weeks, typo], options)];
  expect(expected.audit.window.weeks).toBe(3);
  expect(found.audit.window).toEqual(expected.audit.window);
  expect(found.audit.total.touches).toBe(21);
  expect(found.audit.total.hoursPerWeek).toEqual(expected.audit.total.hoursPerWeek);
  expect(found.creep).toEqual(expected.creep);
  expect(found.details.get("returns")!.elasticity).toEqual(expected.details.get("returns")!.elasticity);
  expect(found.quality).toMatchObject([{ source: "shop", received: 22, inFuture: 1 }]);
});

describe("hours a week of a workflow", () => {
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  // Three weeks with a touch of an hour on each of its 15 working days, by the clock of its source.
  const desk = Array.from({ length: 19 }, (_, i) => i)
    .filter((i) => i % 7 < 5)
    .map((i) => {
      const endedAtMs = day + i * DAY + HOUR + i * i * 1_711;
      const place = { eventId: `d${i}`, caseId: `D${i}`, source: "desk", workflow: "returns" };
      return anEvent({ ...place, actor: "ana", startedAtMs: endedAtMs - HOUR, endedAtMs });
    });
  const end = anEvent({ eventId: "end", caseId: "D0", source: "desk", workflow: "returns", actorKind: "app", endedAtMs: day + 20 * DAY });
  const history = [0, 400].map((daysBefore) =>
    anEvent({ eventId: `h${daysBefore}`, source: "orders", workflow: "stock", actor: "bo", endedAtMs: day - daysBefore * DAY }),
  );
  const hoursOf = (audit: ReturnType<typeof auditInDepth>["audit"], name: string) =>
    audit.workflows.find(({ workflow }) => workflow === name)!.hoursPerWeek.point;

  test("are those of the weeks that its sources cover, whatever history another source has", () => {
    const alone = auditInDepth([...desk, end], options).audit;
    const { audit, quadrants } = auditInDepth([...history, ...desk, end], options);
    expect(hoursOf(alone, "returns")).toBeCloseTo(5, 9);
    expect(hoursOf(audit, "returns")).toBeCloseTo(5, 9);
    const returns = audit.workflows.find(({ workflow }) => workflow === "returns")!;
    expect(returns.weeks).toBe(3);
    expect(returns.drag.totalMinor).toEqual(alone.workflows[0]!.drag.totalMinor);
    expect(quadrants.find(({ workflow }) => workflow === "returns")!.touchesPerWeek).toBe(5);
    expect(audit.window.weeks).toBeCloseTo(421 / 7, 9);
    expect(audit.total.weeks).toBeNull();
    expect(audit.total.hoursPerWeek.point).toBeCloseTo(5 + hoursOf(audit, "stock"), 9);
  });

  test("are those of all of its sources together where several feed it", () => {
    const earlier = anEvent({ eventId: "e", source: "shop", workflow: "returns", actorKind: "app", endedAtMs: day - 21 * DAY });
    expect(hoursOf(auditInDepth([earlier, ...desk, end], options).audit, "returns")).toBeCloseTo(2.5, 9);
  });
});

test("an event of today counts, whatever the hour in which the audit is made", () => {
  const today = anEvent({ eventId: "a", workflow: "returns", endedAtMs: options.nowMs + MINUTE });
  const tomorrow = anEvent({ eventId: "b", workflow: "returns", endedAtMs: options.nowMs + 24 * 60 * MINUTE });
  expect(auditInDepth([today, tomorrow], options).audit.total.touches).toBe(1);
});

test("the order in which the log was read changes nothing", () => {
  const events = inReturns("R1 check:ana@0 inspect:bo@30 check:ana@60\nR2 check:cy@10 refund:[app]@300\nR3 approve:bo@20 approve:cy@90");
  const expected = auditInDepth(events, options);
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      expect(auditInDepth(shuffled, options)).toEqual(expected);
    }),
    { seed: 3, numRuns: 50 },
  );
});

test("nobody's week exceeds the paid hours of their team, which follow the role", () => {
  // Ten items a day of 60 recorded minutes, Monday to Friday: 50 hours that overlap nothing else.
  const events = Array.from({ length: 50 }, (_, i) => {
    const endedAtMs = day + Math.floor(i / 10) * 24 * 60 * MINUTE + (i % 10) * 60 * MINUTE + 60 * MINUTE + (i % 7) * 1000;
    return anEvent({
      eventId: `w${i}`,
      caseId: `W${i}`,
      workflow: "returns",
      actor: "ana",
      role: "packer",
      startedAtMs: endedAtMs - 60 * MINUTE,
      endedAtMs,
    });
  });
  const hours = (calendarsByRole: DepthOptions["calendarsByRole"]) =>
    auditInDepth(events, { ...options, ...(calendarsByRole ? { calendarsByRole } : {}) }).audit.total.minutes.point / 60;
  expect(hours(undefined)).toBeCloseTo(40);
  expect(hours(new Map([["packer", { ...officeHours("UTC"), paidHoursAWeek: 20 }]]))).toBeCloseTo(20);
  expect(hours(new Map([["picker", { ...officeHours("UTC"), paidHoursAWeek: 20 }]]))).toBeCloseTo(40);
});
