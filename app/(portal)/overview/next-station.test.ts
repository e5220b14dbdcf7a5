import { describe, expect, test } from "vitest";
import { nextStation, type Progress } from "./next-station.ts";

const before: Progress = {
  first: { title: "Returns", href: "/audit/workflow?name=returns" },
  hasCase: false,
  hasPlan: false,
  automations: [],
};
const inStage = (...stages: string[]): Progress => ({
  ...before,
  hasCase: true,
  hasPlan: true,
  automations: stages.map((stage) => ({ id: stage, name: `The one in ${stage}`, stage, paused: false })),
});

describe("the next step leads station by station", () => {
  test("from the ranking to the case, the plan and the first automation", () => {
    expect(nextStation({ ...before, first: null })).toBeNull();
    expect(nextStation(before)?.label).toBe("Look into Returns");
    expect(nextStation({ ...before, hasCase: true })?.href).toBe("/roadmap");
    expect(nextStation({ ...before, hasCase: true, hasPlan: true })?.href).toBe("/automations");
  });

  test.each([
    ["draft", "/automations/draft"],
    ["back-test", "/automations/back-test/back-test"],
    ["shadow", "/automations/shadow/decisions"],
    ["approve", "/automations/inbox"],
    ["auto", "/value"],
  ])("of an automation in %s to %s", (stage, href) => {
    expect(nextStation(inStage(stage))?.href).toBe(href);
  });

  test("to the automation that waits for somebody most", () => {
    expect(nextStation(inStage("auto", "draft", "approve", "shadow"))?.href).toBe("/automations/inbox");
    expect(nextStation(inStage("auto", "draft"))?.href).toBe("/automations/draft");
  });

  test("not to one that is stopped or retired", () => {
    const stopped = { ...inStage("approve"), automations: [{ id: "a", name: "A", stage: "approve", paused: true }] };
    expect(nextStation(stopped)?.href).toBe("/automations");
    expect(nextStation(inStage("retired"))?.href).toBe("/automations");
  });
});
