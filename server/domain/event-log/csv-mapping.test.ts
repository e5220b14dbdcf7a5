import { describe, expect, test } from "vitest";
import { guessMapping, parseRow, type Mapping } from "./csv-mapping.ts";

const named = (mapping: Mapping) =>
  Object.fromEntries(
    Object.entries(mapping.columns).flatMap(([field, column]) => (column === null ? [] : [[field, mapping.header[column]]])),
  );

describe("which column means what", () => {
  test("the time when work became possible is not the time when it started, and a cost is not an actor", () => {
    const header = "case_id,resource,role,activity,FixedCost,ResourceCost,start_time,end_time,enabled_time".split(",");
    const row = "0,Clerk-1,Clerk,Check form,0.0,0.08,2023-02-09T08:00:00.000,2023-02-09T08:05:04.420,2023-02-09T08:00:00.000".split(",");
    const mapping = guessMapping(header, [row], "UTC");
    expect(named(mapping)).toEqual({
      caseId: "case_id",
      activity: "activity",
      actor: "resource",
      role: "role",
      startedAt: "start_time",
      endedAt: "end_time",
    });
    expect(mapping.questions).toEqual([]);
  });

  test("a delay in seconds is not a time", () => {
    const header = "case_id,activity,start_time,end_time,resource,extraneous_delay".split(",");
    const row = ["0", "Check", "2023-01-02 09:00:16.440000+00:00", "2023-01-02 09:01:18.160000+00:00", "Operator_0", "0.0"];
    expect(named(guessMapping(header, [row]))).toEqual({
      caseId: "case_id",
      activity: "activity",
      actor: "resource",
      startedAt: "start_time",
      endedAt: "end_time",
    });
  });

  test.each([
    [
      "caseid,task,event_type,user,start_timestamp,end_timestamp",
      { caseId: "caseid", activity: "task", actor: "user", startedAt: "start_timestamp", endedAt: "end_timestamp" },
    ],
    [
      "Case ID,Activity,Resource,Start Timestamp,Complete Timestamp,Variant",
      { caseId: "Case ID", activity: "Activity", actor: "Resource", startedAt: "Start Timestamp", endedAt: "Complete Timestamp" },
    ],
    [
      "case:concept:name,concept:name,org:resource,time:timestamp",
      { caseId: "case:concept:name", activity: "concept:name", actor: "org:resource", endedAt: "time:timestamp" },
    ],
    [
      "eventId,caseId,activity,actor,actorKind,startedAt,endedAt,workflow",
      {
        eventId: "eventId",
        caseId: "caseId",
        activity: "activity",
        actor: "actor",
        startedAt: "startedAt",
        endedAt: "endedAt",
        workflow: "workflow",
      },
    ],
    [
      "\uFEFFOrder,Action,User,Scheduled at,Created at",
      { caseId: "\uFEFFOrder", activity: "Action", actor: "User", endedAt: "Created at" },
    ],
  ])("from names alone: %s", (header, expected) => {
    expect(named(guessMapping(header.split(","), []))).toEqual(expected);
  });

  test("an id that repeats is not an event id", () => {
    const header = ["id", "case", "activity", "timestamp"];
    const rows = [
      ["7", "A", "open", "2026-03-02T09:00Z"],
      ["7", "B", "open", "2026-03-02T09:01Z"],
    ];
    expect(named(guessMapping(header, rows))).toEqual({ caseId: "case", activity: "activity", endedAt: "timestamp" });
  });

  test("a proven order of day and month is taken, an open one is asked", () => {
    const header = ["case", "activity", "timestamp"];
    const row = (time: string) => ["A", "open", time];
    expect(guessMapping(header, [row("03/04/2026 09:00"), row("25/04/2026 09:00")], "UTC").dateOrder).toBe("day-month");
    expect(guessMapping(header, [row("03/04/2026 09:00")], "UTC").questions).toEqual(["Are dates written day first or month first?"]);
  });

  test("what is missing is asked", () => {
    expect(guessMapping(["name", "colour"], [["a", "b"]]).questions).toEqual([
      "Which column names the case (order, return, ticket)?",
      "Which column says what was done?",
      "Which column says when it was done?",
    ]);
    expect(guessMapping(["case", "activity", "time"], [["A", "open", "2026-03-02 09:00"]]).questions).toEqual([
      "The times carry no zone: in which time zone were they written?",
    ]);
  });
});

const header = ["event_id", "case_id", "activity", "actor", "actor_kind", "started_at", "ended_at", "note"];
const mapping = guessMapping(header, [["e1", "O1", "review", "p1", "person", "", "2026-03-02T09:00:00Z", "x"]], "UTC");
const aRow = (change: Partial<Record<string, string>> = {}) => {
  const row: Record<string, string | undefined> = {
    event_id: "e1",
    case_id: "O1",
    activity: "review",
    actor: "p1",
    actor_kind: "person",
    started_at: "2026-03-02T08:50:00Z",
    ended_at: "2026-03-02T09:00:00Z",
    note: "",
    ...change,
  };
  return header.map((name) => row[name] ?? "");
};

describe("one row", () => {
  test("becomes an event with UTC milliseconds", () => {
    expect(parseRow(aRow({ note: "late" }), mapping)).toEqual({
      ok: true,
      event: {
        eventId: "e1",
        caseId: "O1",
        activity: "review",
        actor: "p1",
        actorKind: "person",
        startedAtMs: Date.UTC(2026, 2, 2, 8, 50),
        endedAtMs: Date.UTC(2026, 2, 2, 9),
        attributes: { note: "late" },
      },
    });
  });

  test.each([
    [{ case_id: " " }, "the case is missing (case_id)"],
    [{ activity: "" }, "the activity is missing (activity)"],
    [{ event_id: "" }, "the event id is missing (event_id)"],
    [{ ended_at: "" }, "the time is missing (ended_at)"],
    [{ ended_at: "soon" }, 'ended_at: "soon" is not a time'],
    [{ started_at: "2026-03-02T09:00:00.001Z" }, "it ends (ended_at) before it starts (started_at)"],
    [{ case_id: "x".repeat(201) }, "case_id has 201 characters, at most 200 are taken"],
    [{ note: "x".repeat(4001) }, "note has 4001 characters, at most 4000 are taken"],
    [{ activity: "re\0view" }, "activity contains a NUL character"],
    [{ note: "\uD800" }, "note contains half a character (a lone surrogate)"],
  ])("%j is refused", (change, reason) => {
    expect(parseRow(aRow(change), mapping)).toEqual({ ok: false, reason });
  });

  test("a row of another width is refused", () => {
    expect(parseRow(["e1", "O1"], mapping)).toEqual({ ok: false, reason: "the row has 2 fields, the header 8" });
  });

  test("a kind we do not know is unknown and stays visible", () => {
    expect(parseRow(aRow({ actor_kind: "martian" }), mapping)).toMatchObject({ ok: true, event: { actorKind: "unknown" } });
  });

  test("without a kind column a named actor is a person and no name is unknown", () => {
    const plain = guessMapping(["case", "activity", "user", "time"], [["O1", "review", "p1", "2026-03-02T09:00Z"]]);
    const kind = (user: string) => {
      const parsed = parseRow(["O1", "review", user, "2026-03-02T09:00Z"], plain);
      return parsed.ok ? [parsed.event.actor, parsed.event.actorKind] : parsed.reason;
    };
    expect(kind("Ana")).toEqual(["Ana", "person"]);
    expect(kind("")).toEqual([null, "unknown"]);
    expect(kind("NULL")).toEqual([null, "unknown"]);
  });

  test("a header named __proto__ is an attribute like any other", () => {
    const odd = guessMapping(["case", "activity", "time", "__proto__"], [["O1", "review", "2026-03-02T09:00Z", "x"]]);
    const parsed = parseRow(["O1", "review", "2026-03-02T09:00Z", "x"], odd);
    expect(parsed.ok && Object.entries(parsed.event.attributes ?? {})).toEqual([["__proto__", "x"]]);
  });
});

describe("rows without an id of their own", () => {
  const mapping = guessMapping(["case", "activity", "time"], [["O1", "review", "2026-03-02T09:00Z"]]);
  const idOf = (row: readonly string[]) => {
    const parsed = parseRow(row, mapping);
    return parsed.ok && parsed.event.eventId;
  };

  test("are one event when they are the same to the letter, and else are not", () => {
    const row = ["O1", "review", "2026-03-02T09:00Z"];
    expect(idOf([...row])).toBe(idOf(row));
    expect(idOf(["O1", "review", "2026-03-02T09:00:00Z"])).not.toBe(idOf(row));
  });
});
