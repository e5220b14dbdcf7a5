import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsOfCases } from "#db/queries/audit-events.ts";
import { listAuditBatches } from "#db/queries/audit-totals.ts";
import { upsertUploadSource } from "#db/queries/event-sources.ts";
import { listEventsOf } from "#db/queries/events.ts";
import { ingestEvents } from "#db/queries/ingest-events.ts";
import type * as z from "zod";
import { SHIPPED_WORKFLOWS, type WorkflowDefinition } from "#server/domain/audit/workflow-definitions.ts";
import { anEvent } from "#server/domain/event-log/log.fixture.ts";
import { openTestHouse, outcome, type Member, type TestHouse } from "#tests/house.ts";
import { runJobs } from "#tests/run-jobs.ts";
import type { StoredWorkflow } from "./workflow-definition.ts";

type Definition = z.infer<typeof StoredWorkflow>;
type Claim = Definition["claims"][number];

const start = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

let house: TestHouse;
let owner: Member;

const claim = (given: Partial<Claim>): Claim => ({ sources: [], recorded: [], cases: [], activities: [], ...given });
const giftCards: Definition = {
  workflow: "Gift cards",
  claims: [claim({ cases: ["gift:"] }), claim({ sources: ["desk.csv"], activities: ["send card"] })],
  decision: null,
  exception: null,
  teams: ["customer service"],
};

beforeAll(async () => {
  house = await openTestHouse();
  owner = await house.ownerOf("Northwind Supply");
  const { workspaceId } = owner;
  const source = { workspaceId, id: house.services.newId(), name: "desk.csv", mapping: {} };
  const sourceId = await house.store.within({ workspaceId }, (tx) => upsertUploadSource(tx, source));
  const row = (n: number, caseId: string, activity: string, recorded = {}) =>
    anEvent({ eventId: `e${n}`, caseId, activity, endedAtMs: start + n * MINUTE, ...recorded });
  const returns = { workflow: "returns" };
  const events = [
    row(1, "gift:1", "check"),
    row(2, "gift:1", "send card"),
    row(3, "gift:2", "check", returns),
    row(4, "order:7", "send card"),
    row(5, "order:7", "ship", returns),
    row(6, "order:7", "ship"),
  ];
  await ingestEvents(house.store, { workspaceId, sourceId, importId: null, events });
});
afterAll(() => house.close());

const workflowsOfLog = async (definitions: readonly WorkflowDefinition[]) => {
  const { workspaceId } = owner;
  return house.store.within({ workspaceId }, async (tx) => {
    const byMatcher = new Map<string, string>();
    const consuming = (await listAuditBatches(tx, { workspaceId })).map(({ batch }) => batch);
    const log = { workspaceId, consuming, withAttributes: false, until: null, definitions };
    const cases = await tx.selectFrom("event").select("case_id as caseId").distinct().execute();
    for (const { event } of await eventsOfCases(
      tx,
      log,
      cases.map(({ caseId }) => caseId),
    ))
      byMatcher.set(event.eventId.split("/")[1]!, event.workflow!);
    const bySql = new Map<string, string>();
    for (const workflow of new Set(byMatcher.values())) {
      const rows = await listEventsOf(tx, {
        workspaceId,
        definitions,
        workflow,
        activity: null,
        done: null,
        from: null,
        until: null,
        limit: 100,
        before: null,
      });
      for (const { eventId } of rows) bySql.set(eventId, workflow);
    }
    return { byMatcher, bySql };
  });
};

describe("the matcher and its twin in SQL say the same", () => {
  test.each([
    ["as shipped", SHIPPED_WORKFLOWS],
    ["with a workflow of your own", [...SHIPPED_WORKFLOWS, giftCards]],
    [
      "with claims that overlap",
      [...SHIPPED_WORKFLOWS, giftCards, { ...giftCards, workflow: "Desk", claims: [claim({ sources: ["desk.csv"] })] }],
    ],
    ["with cases that begin alike", [{ ...giftCards, workflow: "A", claims: [claim({ cases: ["gift", "order:"] })] }, giftCards]],
    ["with text that SQL reads as a pattern", [{ ...giftCards, workflow: "P", claims: [claim({ cases: ["g%", "_rder"] })] }]],
    ["with nothing defined", []],
  ] as const)("%s", async (_name, definitions) => {
    const { byMatcher, bySql } = await workflowsOfLog(definitions);
    expect(byMatcher.size).toBe(6);
    expect(Object.fromEntries(bySql)).toEqual(Object.fromEntries(byMatcher));
  });
});

describe("a workflow of your own", () => {
  test("shows before it is saved what it would take, from whom, and what stays outside", async () => {
    const preview = await owner.call((api) => api.workflows.preview({ definition: giftCards }));
    expect(preview).toMatchObject({ looked: 6, wholeLog: true, events: 4, cases: 3, neverSeen: [] });
    expect(preview.insideSamples.map(({ caseId, activity }) => `${caseId} ${activity}`)).toEqual([
      "order:7 send card",
      "gift:2 check",
      "gift:1 send card",
      "gift:1 check",
    ]);
    expect(preview.outsideSamples.map(({ activity }) => activity)).toEqual(["ship", "ship"]);
    // "gift:2 check" was recorded as a return; both claims name one list, and "Gift cards" comes first by name.
    expect(preview.conflicts).toEqual([{ workflow: "returns", events: 1, keptHere: 1 }]);
    expect(await owner.call((api) => api.workflows.list({}))).toHaveLength(SHIPPED_WORKFLOWS.length);
  });

  test("is kept as a version and logged, and the log is audited again under it without touching an event", async () => {
    await owner.call((api) => api.workflows.save({ definition: giftCards, version: 0 }));
    await runJobs(house);
    const { audit } = await owner.call((api) => api.audit.get({}));
    const counts = () => Object.fromEntries(audit!.report.workflows.map(({ workflow, events }) => [workflow, events]));
    expect(counts()).toEqual({ "Gift cards": 4, returns: 1, "desk.csv": 1 });
    const shown = await owner.call((api) => api.audit.events({ workflow: "Gift cards", activity: null }));
    expect(shown.events.map(({ eventId }) => eventId)).toEqual(["e4", "e3", "e2", "e1"]);
    const { changes } = await owner.call((api) => api.changes.list({}));
    expect(changes[0]).toMatchObject({ noun: "workflow", nounId: "Gift cards", verb: "create" });
  });

  test("that somebody saved meanwhile is not overwritten", async () => {
    expect(await outcome(owner.call((api) => api.workflows.save({ definition: giftCards, version: 0 })))).toBe("CONFLICT");
  });

  test("that claims nothing, or decides between one outcome, is refused", async () => {
    const save = (change: Partial<Definition>) =>
      outcome(owner.call((api) => api.workflows.save({ definition: { ...giftCards, workflow: "New", ...change }, version: 0 })));
    expect(await save({ claims: [] })).toBe("INPUT_INVALID");
    expect(await save({ claims: [claim({})] })).toBe("INPUT_INVALID");
    expect(await save({ decision: { outcomes: ["yes"], facts: null } })).toBe("INPUT_INVALID");
  });

  test("is removed again, and its events stand where they stood", async () => {
    await owner.call((api) => api.workflows.reset({ workflow: "Gift cards", version: 1 }));
    await runJobs(house);
    const { audit } = await owner.call((api) => api.audit.get({}));
    expect(Object.fromEntries(audit!.report.workflows.map(({ workflow, events }) => [workflow, events]))).toEqual({
      returns: 2,
      "desk.csv": 4,
    });
    expect(await outcome(owner.call((api) => api.workflows.reset({ workflow: "Gift cards", version: 2 })))).toBe("NOT_FOUND");
  });

  test("can be defined again under its next version", async () => {
    await owner.call((api) => api.workflows.save({ definition: giftCards, version: 2 }));
    const listed = (await owner.call((api) => api.workflows.list({}))).at(-1);
    expect(listed).toMatchObject({ version: 3, shipped: false, edited: true });
  });
});

test("who may read the audit sees the workflows; only who runs it changes them", async () => {
  const finance = await house.memberOf(owner, "finance");
  expect(await finance.call((api) => api.workflows.list({}))).not.toEqual([]);
  expect(await outcome(finance.call((api) => api.workflows.save({ definition: giftCards, version: 3 })))).toBe("PERMISSION_MISSING");
});
