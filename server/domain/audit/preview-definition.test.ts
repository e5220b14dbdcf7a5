import { expect, test } from "vitest";
import { previewDefinition, type EventGroup } from "./preview-definition.ts";
import { SHIPPED_WORKFLOWS, type WorkflowDefinition } from "./workflow-definitions.ts";

const group = (activity: string, events: number, given: Partial<EventGroup> = {}): EventGroup => ({
  source: "shop",
  recordedWorkflow: "returns",
  caseId: "",
  activity,
  events,
  ...given,
});
const GROUPS = [
  group("approve return", 40),
  group("restock", 30, { caseId: "return:" }),
  group("restock", 5),
  group("send card", 7, { recordedWorkflow: null, source: "sheet.csv" }),
];
const draft: WorkflowDefinition = {
  workflow: "restocking",
  claims: [{ sources: ["shop"], recorded: [], cases: [], activities: ["restock"] }],
  decision: { outcomes: ["restock", "write off"], facts: null },
  exception: null,
  teams: [],
};

test("a preview says what a definition takes, what stays outside and whom it takes it from", () => {
  const preview = previewDefinition(GROUPS, draft, SHIPPED_WORKFLOWS);
  expect(preview.events).toBe(35);
  expect(preview.inside).toEqual([
    { activity: "restock", source: "shop", recordedWorkflow: "returns", events: 35, belongsTo: "restocking", claimed: true },
  ]);
  expect(preview.outside.map(({ activity, belongsTo, claimed }) => [activity, belongsTo, claimed])).toEqual([
    ["approve return", "returns", true],
    ["send card", "sheet.csv", false],
  ]);
  expect(preview.conflicts).toEqual([{ workflow: "returns", events: 35, keptHere: 35 }]);
  expect(preview.neverSeen).toEqual(["write off"]);
  expect(preview.claimedForNothing).toEqual([]);
});

test("an activity that a claim names and no event has, in the sources of the claim, is named", () => {
  const claim = { sources: ["shop"], recorded: [], cases: [], activities: ["restock", "no such thing", "send card"] };
  expect(previewDefinition(GROUPS, { ...draft, claims: [claim] }, SHIPPED_WORKFLOWS).claimedForNothing).toEqual([
    "no such thing",
    "send card",
  ]);
  const anywhere = { ...claim, sources: [] };
  expect(previewDefinition(GROUPS, { ...draft, claims: [claim, anywhere] }, SHIPPED_WORKFLOWS).claimedForNothing).toEqual([
    "no such thing",
  ]);
});

test("a claim that names less yields, and the preview says that the events stay elsewhere", () => {
  const all: WorkflowDefinition = { ...draft, claims: [{ sources: ["shop"], recorded: [], cases: [], activities: [] }], decision: null };
  const others = [...SHIPPED_WORKFLOWS, { ...draft, workflow: "a narrower one" }];
  // As many lists named as "returns" names, and the name decides: restocking comes after returns.
  const preview = previewDefinition(GROUPS, { ...all, workflow: "shop" }, others);
  expect(preview.conflicts).toEqual([
    { workflow: "returns", events: 75, keptHere: 0 },
    { workflow: "a narrower one", events: 35, keptHere: 0 },
  ]);
  expect(preview.events).toBe(0);
});
