import { renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { WorkflowView } from "./views.tsx";
import { VIEWS, type View, type WorkflowReport } from "./workflow-words.ts";

const spread = { count: 4, meanHours: 3, medianHours: 2, p90Hours: 12 };
const report: WorkflowReport = {
  variants: { count: 7, cases: 40, top: [{ activities: ["request", "approve"], cases: 30, share: 0.75, coverage: 0.75 }] },
  map: null,
  touchesByHour: Array.from({ length: 7 }, (_, day) => Array.from({ length: 24 }, (_hour, hour) => (day === 1 && hour === 9 ? 40 : 0))),
  handoffs: { people: 3, kept: 5, passedOn: 6, pingPongs: 2, rows: [{ from: "actor aaaaaa", to: "actor bbbbbb", count: 6 }] },
  throughput: spread,
  waiting: [{ activity: "approve", spread }],
  exceptions: { open: [1, 0, 0, 0, 2], resolved: [9, 0, 0, 0, 0], "aged out": [0, 0, 0, 0, 3] },
  approvals: { casesByDepth: [0, 8, 2], waitByStep: [spread, spread], approvers: 3, selfApproved: 1 },
  elasticity: null,
  decisions: null,
};
const frame = {
  auditId: "a1",
  computedAt: "2026-03-09T00:00:00.000Z",
  from: "2026-03-02",
  to: "2026-03-06",
  weeks: 1,
  rate: { minorPerHour: 3500, currency: "USD", evidence: "assumed" as const, note: "set-up", from: null },
  roleRates: [],
};
const shown = (view: Exclude<View, "activities" | "map" | "evidence">, change: Partial<WorkflowReport> = {}) =>
  renderToString(<WorkflowView view={view} report={{ ...report, ...change }} workflow="returns" frame={frame} locale="en-US" />)
    .replaceAll(/<!--[^>]*-->/g, "")
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ");

describe("a workflow's page shows", () => {
  test("its paths with what they cover", () => {
    expect(shown("paths")).toContain("40 cases took 7 different paths ; the 1 shown cover 75% of them".replace(" ;", ";"));
    expect(shown("paths")).toContain("request → approve");
  });

  test("its hours as a table under a sentence", () => {
    expect(shown("hours")).toContain("The busiest hour is Tuesday from 09:00: 40 of 40 touches.");
  });

  test("hand-offs under pseudonyms, and nobody where fewer than three work", () => {
    expect(shown("hand-offs")).toContain("actor aaaaaa");
    expect(shown("hand-offs")).toContain("8 cases had one approval; 2 cases had 2 approvals");
    const few = shown("hand-offs", { handoffs: { ...report.handoffs, people: 2, rows: [] } });
    expect(few).toContain("Too few people to show");
  });

  test("waiting, exceptions by age, and that the growth is not known", () => {
    expect(shown("times")).toMatch(/Aged out, not resolved 0 0 0 0 3/);
    expect(shown("times")).toContain("it takes at least five whole weeks");
    expect(shown("times", { exceptions: null })).not.toContain("Exceptions by age");
  });

  test("the learned table in words, or why there is none", () => {
    expect(shown("decisions")).toContain("It is not defined what this workflow decides");
    const words = "If order value is at most 40: approve (38 of 40 decisions).";
    const mining = {
      majority: 0.6,
      accuracy: 0.9,
      rulesBasedness: { low: 0.6, point: 0.75, high: 0.9 },
      automatableShare: 0.5,
      table: [{ words, outcome: "approve", decisions: 40, agreement: 0.95 }],
    };
    const decisions = { outcomes: ["approve", "decline"], facts: null, decided: 80, withFacts: true, mining };
    expect(shown("decisions", { decisions })).toContain(words);
  });

  test.each(VIEWS.flatMap(({ view }) => (view === "activities" || view === "map" || view === "evidence" ? [] : [view])))(
    "something in its view %s",
    (view) => {
      expect(shown(view).length).toBeGreaterThan(20);
    },
  );
});
