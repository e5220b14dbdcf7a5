import fc from "fast-check";
import { expect, test } from "vitest";
import { classifiedLog, NOTHING_THOUGHT } from "../event-log/classified-log.ts";
import type { OpsEvent } from "../event-log/event.ts";
import { officeHours } from "../effort/work-calendar.ts";
import { totalsContext } from "./audit-log.ts";
import { addTotals, partsOf, partText, type Totals } from "./totals.ts";
import { NOTHING_OPEN, touchTotals, touchTotalsOfDays } from "./touch-totals.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2025, 5, 2);
const options = { calendar: officeHours("UTC") };
const context = totalsContext(options, { roleOf: () => null, exceptionOf: () => null, outcomesOf: () => null });
const view = NOTHING_THOUGHT;

const written = (totals: Totals) => partsOf(totals, "").map((part) => `${part} ${partText(totals.get(part)!)}`);

/** Work around three midnights by few people on few cases, so that runs of touches go over them. */
const aboutMidnight = fc
  .array(
    fc.record({
      caseId: fc.constantFrom("O1", "O2", "O3"),
      activity: fc.constantFrom("pack", "label"),
      actor: fc.constantFrom("ana", "ben", null),
      actorKind: fc.constantFrom("person", "person", "app"),
      minute: fc.integer({ min: -40, max: 40 }),
      night: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 5, maxLength: 80, size: "max" },
  )
  .map((rows) =>
    rows.map(({ minute, night, ...row }, i): OpsEvent => ({
      ...row,
      eventId: `e${i}`,
      endedAtMs: FIRST + night * DAY_MS + minute * 60_000,
      startedAtMs: null,
      workflow: "returns",
    })),
  );

test("days counted stretch by stretch give what the whole log gives, runs over midnight included", () => {
  let overMidnight = 0;
  fc.assert(
    fc.property(aboutMidnight, fc.uniqueArray(fc.integer({ min: 1, max: 3 })), (events, cuts) => {
      const summed: Totals = new Map();
      let before = NOTHING_OPEN;
      let fromMs = Number.NEGATIVE_INFINITY;
      for (const untilMs of [...cuts.sort((a, b) => a - b).map((day) => FIRST + day * DAY_MS), Number.POSITIVE_INFINITY]) {
        const own = events.filter(({ endedAtMs }) => endedAtMs >= fromMs && endedAtMs < untilMs);
        const { totals, open } = touchTotalsOfDays(classifiedLog(own, view), context, { before, untilMs });
        addTotals(summed, totals);
        overMidnight += open.runs.length;
        before = open;
        fromMs = untilMs;
      }
      expect(before.runs).toEqual([]);
      expect(written(summed)).toEqual(written(touchTotals(classifiedLog(events, view), context)));
    }),
    { seed: 5, numRuns: 300 },
  );
  expect(overMidnight).toBeGreaterThan(300);
});
