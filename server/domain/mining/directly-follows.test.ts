import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf } from "../event-log/columns.ts";
import { anEvent } from "../event-log/log.fixture.ts";
import { coarseClass, countFollows, mapOfPath, processMap, withoutRareEdges, type MapEdge, type ProcessMap } from "./directly-follows.ts";

const MINUTE = 60_000;
/** "open 0, check 10-15, close 40": minutes of the end, or of start and end. */
const caseOf = (caseId: string, text: string) =>
  text.split(", ").map((step, at) => {
    const [activity, times] = step.split(" ");
    const [first, last] = times!.split("-").map(Number);
    return anEvent({
      eventId: `${caseId}.${at}`,
      caseId,
      activity: activity!,
      startedAtMs: last === undefined ? null : first! * MINUTE,
      endedAtMs: (last ?? first!) * MINUTE,
    });
  });
const mapOf = (events: ReturnType<typeof caseOf>): ProcessMap => {
  const columns = columnsOf(events);
  return processMap(countFollows(columns), (activity) => columns.activities[activity]!.activity);
};
const short = ({ from, to, count }: MapEdge) => `${from ?? "("} > ${to ?? ")"} ${count}`;

describe("a map worked out by hand", () => {
  // A: open, check after 10 - 0 = 10 min (starts at 10), close 25 min after. B: open, check after 20, check again after 30. C: open only.
  const events = [...caseOf("A", "open 0, check 10-15, close 40"), ...caseOf("B", "open 0, check 20, check 50"), ...caseOf("C", "open 5")];
  const map = mapOf(events);

  test("counts what follows what, and where cases begin and end", () => {
    expect(map.cases).toBe(3);
    expect(map.activities).toEqual([
      { activity: "check", events: 3 },
      { activity: "open", events: 3 },
      { activity: "close", events: 1 },
    ]);
    expect(map.edges.map(short)).toEqual([
      "( > open 3",
      "open > check 2",
      "check > check 1",
      "check > close 1",
      "check > ) 1",
      "close > ) 1",
      "open > ) 1",
    ]);
  });

  test("knows the times between: to the start where one is recorded, else to the end", () => {
    const edge = (from: string, to: string) => map.edges.find((one) => one.from === from && one.to === to)!;
    expect(edge("open", "check").meanHours).toBe(15 / 60);
    // The lower of two is the median; its class is right to 2.5 %.
    expect(edge("open", "check").medianHours! * 60).toBeCloseTo(10, 0);
    expect(edge("check", "close").meanHours).toBe(25 / 60);
    expect(edge("check", "check").meanHours).toBe(30 / 60);
    expect(map.edges[0]).toMatchObject({ from: null, medianHours: null, meanHours: null });
  });

  test("an empty log has an empty map", () => {
    expect(mapOf([])).toEqual({ cases: 0, activities: [], edges: [] });
  });

  test("one path alone: its frequency is its own, its times are those of all", () => {
    const path = mapOfPath(["open", "check", "check"], 4, map);
    expect(path.edges.map(short)).toEqual(["( > open 4", "open > check 4", "check > check 4", "check > ) 4"]);
    expect(path.activities).toEqual([
      { activity: "open", events: 4 },
      { activity: "check", events: 8 },
    ]);
    expect(path.edges[1]!.meanHours).toBe(15 / 60);
  });
});

test("a duration's class is within 2.5 % of it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 60_000, max: 400 * 86_400_000 }), (ms) => {
      expect(Math.abs(coarseClass(ms) - ms) / ms).toBeLessThan(0.0251);
    }),
  );
});

const someLog = fc.array(fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 25,
});
const eventsOf = (cases: readonly (readonly string[])[], prefix = "c") =>
  cases.flatMap((activities, number) =>
    caseOf(`${prefix}${number}`, activities.map((activity, at) => `${activity} ${number + at * 7}`).join(", ")),
  );

test("a map made of the counts of two halves of a log is the map of the log", () => {
  fc.assert(
    fc.property(someLog, someLog, (one, other) => {
      const names = ["a", "b", "c", "d", "e"];
      const counts = [eventsOf(one, "x"), eventsOf(other, "y")].flatMap((events) => {
        const columns = columnsOf(events);
        const number = (n: number) => (n < 0 ? n : names.indexOf(columns.activities[n]!.activity));
        return countFollows(columns).map((row) => ({ ...row, from: number(row.from), to: number(row.to) }));
      });
      expect(processMap(counts, (n) => names[n]!)).toEqual(mapOf([...eventsOf(one, "x"), ...eventsOf(other, "y")]));
    }),
  );
});

describe("without rare edges", () => {
  test("the most frequent stay, and what would cut an activity off", () => {
    const often = Array.from({ length: 8 }, () => ["a", "b", "c"]);
    const map = mapOf(eventsOf([...often, ["a", "c"], ["a", "d", "c"]]));
    const { edges, hidden } = withoutRareEdges(map, 0.8);
    // a > c is left out; the only way to d and from it is kept.
    expect(edges.map(short).sort((x, y) => (x < y ? -1 : 1))).toEqual(["( > a 10", "a > b 8", "a > d 1", "b > c 8", "c > ) 10", "d > c 1"]);
    expect(hidden).toEqual({ edges: 1, successions: 1 });
  });

  test("every activity is still reached from the begin and reaches the end, and 1 keeps all", () => {
    fc.assert(
      fc.property(someLog, fc.double({ min: 0, max: 1, noNaN: true }), (cases, share) => {
        const map = mapOf(eventsOf(cases));
        expect(withoutRareEdges(map, 1).edges).toEqual(map.edges);
        const { edges } = withoutRareEdges(map, share);
        const closure = (near: "from" | "to", far: "from" | "to") => {
          const reached = new Set<string | null>([null]);
          for (let grown = true; grown;) {
            const size = reached.size;
            for (const edge of edges) if (reached.has(edge[near])) reached.add(edge[far]);
            grown = reached.size > size;
          }
          return reached;
        };
        for (const { activity } of map.activities) {
          expect(closure("from", "to")).toContain(activity);
          expect(closure("to", "from")).toContain(activity);
        }
      }),
    );
  });
});
