import { expect, test } from "vitest";
import { triedShare, type TriedShare } from "../automations/tried-share.ts";
import { valueFigure } from "./figures.ts";
import { planFromAudit, weeklyValue, type AuditedWorkflow, type ConnectedSystem } from "./plan-from-audit.ts";
import { planDifferences } from "./plan-differences.ts";
import { planProblems } from "./plan-problems.ts";
import { replanFromAudit } from "./replan-from-audit.ts";
import { fitOrder } from "./fit-order.ts";
import { dayAfterWeeks, mondayFrom, toRolloutPlan, weeksBetween } from "./stored-plan.ts";

const interval = (low: number, point: number, high: number) => ({ low, point, high });

const aWorkflow = (workflow: string, more: Partial<AuditedWorkflow> = {}): AuditedWorkflow => ({
  workflow,
  touches: 120,
  hoursPerWeek: interval(8, 10, 14),
  evidence: "bounds",
  drag: { totalMinor: interval(1_040_000, 1_560_000, 2_080_000) },
  status: { kind: "ranked" },
  ...more,
});

const UNTRIED: ReadonlyMap<string, TriedShare> = new Map();
const made = (workflows: AuditedWorkflow[], connected: ConnectedSystem[] = [], tried = UNTRIED) =>
  planFromAudit({ auditId: "audit-1", currency: "USD", window: { weeks: 12 }, workflows, connected, tried, today: "2026-03-25" });

/** 100 of 400 decisions as people took them. */
const quarter = triedShare(
  { decisions: 400, agreement: { agreed: 100, share: null }, fromDay: "2026-01-01", toDay: "2026-03-24" },
  { automationId: "a1", version: 1 },
)!;

const ids = (plan: ReturnType<typeof made>) => plan.items.map(({ id }) => id);

test("each ranked workflow becomes an initiative, worth its drag a week times the capture rate", () => {
  const plan = made([aWorkflow("carrier-choice")]);
  const item = plan.items.find(({ id }) => id === "automate-carrier-choice");
  // 15,600.00 a year / 52 weeks x 60 % = 180.00 a week; 10,400.00 and 20,800.00 make 120.00 and 240.00.
  expect(item?.valuePerWeekMinor).toEqual({ low: 12_000, point: 18_000, high: 24_000 });
  expect(item?.title).toBe("Automate carrier selection");
  expect(item?.touchesPerWeek).toBe(10);
  // 10 hours less four fifths of the 60 % that the plan counts on.
  expect(item?.gate).toEqual({ measure: "hours", workflow: "carrier-choice", limit: 5.2, holdDays: 14 });
});

test("rules that were tried are worth what they took as people did, and no capture rate counts for them", () => {
  const tried = new Map([["carrier-choice", quarter]]);
  const plan = made([aWorkflow("carrier-choice"), aWorkflow("returns")], [], tried);
  const item = plan.items.find(({ id }) => id === "automate-carrier-choice");
  // 15,600.00 a year / 52 weeks x 25 % = 75.00 a week.
  expect(item).toMatchObject({
    valuePerWeekMinor: { low: 5_000, point: 7_500, high: 10_000 },
    captureShare: 0.25,
    rulesShare: 0.25,
    valueEvidence: "bounds",
    gate: { limit: 8 },
  });
  expect(plan.items.find(({ id }) => id === "automate-returns")).toMatchObject({ captureShare: null, valueEvidence: "assumed" });
  const figure = valueFigure(item!, plan, { asOf: "2026-03-25", audit: null });
  expect(figure.provenance.inputs.map(({ value, evidence }) => [value, evidence])).toEqual([
    [30_000, "bounds"],
    [0.25, "recorded"],
  ]);
});

test("planned anew, an item is worth what its rules were seen to take since", () => {
  const plan = made([aWorkflow("carrier-choice")]);
  const workflows = [aWorkflow("carrier-choice")];
  const tried = new Map([["carrier-choice", quarter]]);
  const again = replanFromAudit(plan, { auditId: "audit-2", workflows, weeks: 12, built: [], connected: [], tried, today: "2026-04-01" });
  expect(again.items.find(({ id }) => id === "automate-carrier-choice")?.valuePerWeekMinor.point).toBe(7_500);
});

test("a workflow that nobody works on by hand is not planned", () => {
  expect(ids(made([aWorkflow("returns", { touches: 0, drag: { totalMinor: interval(0, 0, 0) } })]))).toEqual([]);
});

test("a workflow that needs evidence, and events of no workflow, are not planned", () => {
  const unsure = aWorkflow("returns", { status: { kind: "needs evidence" } });
  const rest = { ...aWorkflow("other"), workflow: null, status: { kind: "not a workflow" as const } };
  expect(ids(made([unsure, rest]))).toEqual([]);
});

test("only what an initiative needs is connected and cleaned, with what these need in turn", () => {
  expect(ids(made([aWorkflow("supplier-po")]))).toEqual(["connect-store", "connect-purchasing", "clean-catalogue", "automate-supplier-po"]);
});

test("what is connected already takes no effort and is no longer waited for", () => {
  const plan = made([aWorkflow("returns")], [{ integration: "shopify", name: "Harbour Goods" }]);
  expect(plan.items.find(({ id }) => id === "connect-store")?.alreadyThere).toBe("Harbour Goods is connected");
  expect(toRolloutPlan(plan).items.map(({ id, prerequisites }) => [id, prerequisites])).toEqual([
    ["return-reasons", []],
    ["automate-returns", ["return-reasons"]],
  ]);
});

test("the plan of all six workflows can be ordered as it comes", () => {
  const all = ["order-exceptions", "inventory-sync", "supplier-po", "returns", "ticket-routing", "carrier-choice", "own-workflow"];
  expect(planProblems(toRolloutPlan(made(all.map((name) => aWorkflow(name)))))).toEqual([]);
});

test("a plan begins on the Monday on or after the day it is made", () => {
  expect(["2026-03-22", "2026-03-23", "2026-03-24", "2026-03-29"].map(mondayFrom)).toEqual([
    "2026-03-23",
    "2026-03-23",
    "2026-03-30",
    "2026-03-30",
  ]);
});

test("days and weeks convert both ways over the change of the clocks", () => {
  expect(dayAfterWeeks("2026-03-23", 1.4)).toBe("2026-04-02"); // 9.8 days
  expect(weeksBetween("2026-03-23", "2026-04-06")).toBe(2);
});

test("nothing captured is worth nothing", () => {
  expect(weeklyValue(interval(52, 520, 5200), 0)).toEqual({ low: 0, point: 0, high: 0 });
});

test("an earliest start that has passed holds nothing back, and a freeze window begins at once where it has begun", () => {
  const plan = made([aWorkflow("returns")]); // starts on 30 March
  const items = plan.items.map((item) => ({ ...item, earliestStartDay: "2026-03-01" }));
  const rollout = toRolloutPlan({ ...plan, items, freezeWindows: [{ fromDay: "2026-03-16", toDay: "2026-04-13" }] });
  expect(rollout.items.map(({ earliestStartWeek }) => earliestStartWeek)).toEqual([0, 0, 0]);
  expect(rollout.freezeWindows).toEqual([{ fromWeek: 0, toWeek: 2 }]);
});

test("what is built leaves the order, and a pin moves ahead by it", () => {
  const plan = made([aWorkflow("returns")]);
  const items = plan.items.map((item) => (item.id === "automate-returns" ? { ...item, pinnedPosition: 3 } : item));
  const left = toRolloutPlan({ ...plan, items }, { built: ["connect-store"] }).items;
  expect(left.map(({ id, pinnedPosition }) => [id, pinnedPosition])).toEqual([
    ["return-reasons", undefined],
    ["automate-returns", 2],
  ]);
});

test("a re-plan takes measured values, but not for what is built or entered by hand", () => {
  const plan = made([aWorkflow("returns"), aWorkflow("carrier-choice"), aWorkflow("ticket-routing")]);
  const items = plan.items.map((item) => (item.id === "automate-ticket-routing" ? { ...item, valueFrom: "entry" as const } : item));
  const doubled = { drag: { totalMinor: interval(2_080_000, 3_120_000, 4_160_000) } };
  const again = replanFromAudit(
    { ...plan, items },
    {
      auditId: "audit-2",
      workflows: ["returns", "carrier-choice", "ticket-routing"].map((name) => aWorkflow(name, doubled)),
      weeks: 12,
      built: ["automate-returns"],
      connected: [],
      tried: UNTRIED,
      today: "2026-04-14",
    },
  );
  const value = (id: string) => again.items.find((item) => item.id === id)?.valuePerWeekMinor.point;
  expect([value("automate-carrier-choice"), value("automate-returns"), value("automate-ticket-routing")]).toEqual([36_000, 18_000, 18_000]);
  expect([again.startsOn, again.auditId]).toEqual(["2026-04-20", "audit-2"]);
});

test("a system that was connected since the plan was made is there in the re-plan", () => {
  const plan = made([aWorkflow("returns")]);
  const connected = [{ integration: "shopify", name: "Harbour Goods" }];
  const again = replanFromAudit(plan, {
    auditId: "audit-2",
    workflows: [aWorkflow("returns")],
    weeks: 12,
    built: [],
    connected,
    tried: UNTRIED,
    today: "2026-04-14",
  });
  expect(again.items.map(({ id, alreadyThere }) => [id, alreadyThere])).toEqual([
    ["connect-store", "Harbour Goods is connected"],
    ["return-reasons", null],
    ["automate-returns", null],
  ]);
  const differences = planDifferences({ plan, order: [] }, { plan: again, order: [] });
  expect(differences).toEqual([{ kind: "there", itemId: "connect-store", title: "Connect the store" }]);
});

test("an own order drops what is gone, takes new items at its end, and pulls ahead what they need", () => {
  const rollout = toRolloutPlan(made([aWorkflow("returns"), aWorkflow("carrier-choice")]));
  const order = fitOrder(rollout, ["gone", "automate-returns", "return-reasons", "connect-store"]);
  expect(order.slice(0, 3).toSorted()).toEqual(["automate-returns", "connect-store", "return-reasons"]);
  expect(order[2]).toBe("automate-returns");
  expect(order).toHaveLength(rollout.items.length);
});
