import { describe, expect, test } from "vitest";
import { SHIPPED_WORKFLOWS, type WorkflowClaim, type WorkflowDefinition } from "./workflow-definitions.ts";
import {
  claimFits,
  effectiveDefinitions,
  workflowMatcher,
  workflowOfEvent,
  workflowOfWords,
  type ClaimedEvent,
} from "./workflow-matcher.ts";

const claim = (given: Partial<WorkflowClaim>): WorkflowClaim => ({ sources: [], recorded: [], cases: [], activities: [], ...given });
const definition = (workflow: string, ...claims: Partial<WorkflowClaim>[]): WorkflowDefinition => ({
  workflow,
  claims: claims.map(claim),
  decision: null,
  exception: null,
  teams: [],
});
const event = (given: Partial<ClaimedEvent>): ClaimedEvent => ({
  source: "sheet.csv",
  recordedWorkflow: null,
  caseId: "order:1",
  activity: "check",
  ...given,
});

describe("which workflow an event belongs to", () => {
  test("as shipped, each of the six takes what the source recorded as its own, and nothing else", () => {
    const match = workflowMatcher(SHIPPED_WORKFLOWS);
    for (const { workflow } of SHIPPED_WORKFLOWS) expect(match(event({ recordedWorkflow: workflow }))).toBe(workflow);
    expect(match(event({ recordedWorkflow: "something else" }))).toBeNull();
    expect(match(event({}))).toBeNull();
  });

  test("every list of a claim has to fit, and one entry of a list is enough", () => {
    const both = claim({ activities: ["check", "call"], cases: ["order:", "gift:"] });
    expect(claimFits(both, event({ activity: "call", caseId: "gift:7" }))).toBe(true);
    expect(claimFits(both, event({ activity: "call", caseId: "ticket:7" }))).toBe(false);
    expect(claimFits(both, event({ activity: "ship", caseId: "gift:7" }))).toBe(false);
  });

  test("the claim that names more has the event; among equals the workflow first by name", () => {
    const match = workflowMatcher([
      definition("whole sheet", { sources: ["sheet.csv"] }),
      definition("gift cards", { sources: ["sheet.csv"], activities: ["check"] }),
      definition("audits", { activities: ["call"] }),
    ]);
    expect(match(event({ activity: "check" }))).toBe("gift cards");
    expect(match(event({ activity: "ship" }))).toBe("whole sheet");
    expect(match(event({ activity: "call" }))).toBe("audits");
  });

  test("a case is told by how its name begins, also where one start is part of another", () => {
    const match = workflowMatcher([
      definition("orders", { cases: ["order"] }),
      definition("gifts", { cases: ["order:gift"], activities: ["check"] }),
    ]);
    expect(match(event({ caseId: "order:gift:1" }))).toBe("gifts");
    expect(match(event({ caseId: "order:gift:1", activity: "ship" }))).toBe("orders");
    expect(match(event({ caseId: "order:1" }))).toBe("orders");
    expect(match(event({ caseId: "ticket:order" }))).toBeNull();
  });

  test("words and the start of a case say what the event says", () => {
    const definitions = [
      definition("orders", { cases: ["order"] }),
      definition("gifts", { cases: ["order:gift", "gift"], activities: ["check"] }),
      definition("sheet", { sources: ["sheet.csv"], recorded: ["by hand"] }),
    ];
    const match = workflowMatcher(definitions);
    const numbered = workflowOfWords(definitions);
    const found = new Set<string>();
    for (const caseId of ["order:gift:1", "order:1", "gift", "ticket:order", ""])
      for (const activity of ["check", "ship"])
        for (const recordedWorkflow of ["by hand", "refunds", null]) {
          const given = event({ caseId, activity, recordedWorkflow });
          const expected = workflowOfEvent(match, given);
          const words = { source: given.source, activity, recordedWorkflow, kind: "person", role: null, fresh: false } as const;
          expect(numbered.of(words, numbered.startOf(caseId))).toBe(expected);
          found.add(expected);
        }
    expect([...found].sort()).toEqual(["gifts", "orders", "refunds", "sheet", "sheet.csv"]);
  });

  test("a claim that names nothing claims nothing", () => {
    expect(workflowMatcher([definition("greedy", {})])(event({}))).toBeNull();
  });

  test("an event that nothing claims stands under what was recorded, otherwise under its source", () => {
    const match = workflowMatcher([]);
    expect(workflowOfEvent(match, event({ recordedWorkflow: "refunds" }))).toBe("refunds");
    expect(workflowOfEvent(match, event({}))).toBe("sheet.csv");
  });

  test("a workspace's own definition stands in place of the one that ships, and others follow", () => {
    const own = [definition("returns", { cases: ["rma:"] }), definition("gift cards", { activities: ["check"] })];
    const all = effectiveDefinitions(own, SHIPPED_WORKFLOWS);
    expect(all).toHaveLength(SHIPPED_WORKFLOWS.length + 1);
    const match = workflowMatcher(all);
    expect(match(event({ recordedWorkflow: "returns", activity: "ship" }))).toBeNull();
    expect(match(event({ caseId: "rma:4", activity: "ship" }))).toBe("returns");
  });
});
