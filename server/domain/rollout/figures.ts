import type { Interval } from "../interval.ts";
import type { Figure, ProvenanceInput, Unit } from "../provenance.ts";
import { weakestEvidence } from "../provenance.ts";
import { toRolloutPlan, type StoredItem, type StoredPlan } from "./stored-plan.ts";
import { savingsCurve } from "./savings-curve.ts";
import { orderSteps, withoutPins } from "./compare-orders.ts";
import { toProblem } from "./problem.ts";

/** The audit a plan's values rest on, for the way to the rows; null when there is none. */
export type PlanFrame = { asOf: string; audit: { id: string; from: string; to: string } | null };

/** What an item is worth a week once live: the yearly drag of its workflow, over 52 weeks, times the capture rate. */
export function valueFigure(item: StoredItem, stored: StoredPlan, frame: PlanFrame): Figure {
  const range = item.valuePerWeekMinor;
  const money: Unit = { kind: "money", currency: stored.currency };
  const exact = range.low === range.high;
  const share = item.captureShare ?? stored.captureRate;
  const fromAudit = item.valueFrom === "audit" && item.workflow !== null;
  const inputs: ProvenanceInput[] = fromAudit
    ? [
        {
          name: "Drag a week",
          value: share === 0 ? null : range.point / share,
          unit: money,
          range: share === 0 ? null : scaled(range, 1 / share),
          evidence: "bounds",
          source:
            frame.audit === null
              ? null
              : {
                  kind: "measure",
                  measure: "drag",
                  auditId: frame.audit.id,
                  workflow: item.workflow,
                  activity: null,
                  from: frame.audit.from,
                  to: frame.audit.to,
                  count: null,
                },
          explanation: null,
        },
        item.captureShare == null
          ? input("Share of it that is captured", share, { kind: "share" }, "stated under Plan, for all initiatives", frame)
          : triedInput(share),
      ]
    : [input("Value a week", range.point, money, "entered under Plan", frame)];
  return {
    label: "Value a week once live",
    value: range.point,
    unit: money,
    range: exact ? null : range,
    provenance: {
      formula: fromAudit ? "value a week = drag a year / 52 x share that is captured" : "value a week as a person entered it",
      evidence: item.valueEvidence,
      inputs,
      asOf: frame.asOf,
    },
  };
}

/** The decisions that the item's rules took as people did; what a back-test says of decisions stands for the minutes. */
const triedInput = (share: number): ProvenanceInput => ({
  name: "Share of its decisions that the rules took as people did in a back-test",
  value: share,
  unit: { kind: "share" },
  range: null,
  evidence: "recorded",
  source: null,
  explanation: null,
});

/** What an order has saved by the horizon, at the low end, the point and the high end of the items' values. */
export function savedFigure(
  label: string,
  stored: StoredPlan,
  { order, built, frame }: { order: readonly string[]; built: readonly string[]; frame: PlanFrame },
): Figure {
  const at = (basis: keyof Interval) => {
    const plan = toRolloutPlan(stored, { built, basis });
    const problem = withoutPins(toProblem(plan));
    const steps = orderSteps(
      plan,
      problem,
      order.map((id) => problem.ids.indexOf(id)),
    );
    return savingsCurve(plan, steps).at(-1)?.savedMinor ?? 0;
  };
  const range = { low: at("low"), point: at("point"), high: at("high") };
  const counted = stored.items.filter(({ id, kind }) => kind === "initiative" && order.includes(id));
  return {
    label,
    value: range.point,
    unit: { kind: "money", currency: stored.currency },
    range: range.low === range.high ? null : range,
    provenance: {
      formula: `sum over items of value a week x weeks live within ${stored.horizonWeeks} weeks, along the ramp; live when built, after what it needs`,
      evidence: weakestEvidence([
        ...counted.map(({ valueEvidence }) => valueEvidence),
        ...counted.map(({ effortEvidence }) => effortEvidence),
      ]),
      inputs: [
        ...counted.map((item): ProvenanceInput => {
          const figure = valueFigure(item, stored, frame);
          return {
            name: item.title,
            value: figure.value,
            unit: figure.unit,
            range: figure.range,
            evidence: item.valueEvidence,
            source: null,
            explanation: figure.provenance,
          };
        }),
        input("Build days a week", stored.buildDaysPerWeek * stored.teams, { kind: "days" }, "stated under Plan", frame),
      ],
      asOf: frame.asOf,
    },
  };
}

/** What an order costs against the best one: the difference of what both save, or lose while waiting. */
export function priceFigure(
  label: string,
  stored: StoredPlan,
  { priceMinor, bestMinor, thisMinor, frame }: { priceMinor: number; bestMinor: number; thisMinor: number; frame: PlanFrame },
): Figure {
  const unit: Unit = { kind: "money", currency: stored.currency };
  const what = stored.objective === "saved" ? "saved by the horizon" : "lost while waiting";
  return {
    label,
    value: priceMinor,
    unit,
    range: null,
    provenance: {
      formula:
        stored.objective === "saved"
          ? "price = saved by the best order - saved by this order"
          : "price = lost by this order - lost by the best order",
      evidence: "assumed",
      inputs: [
        input(`Best order: ${what}`, bestMinor, unit, "found by the search of this plan", frame),
        input(`This order: ${what}`, thisMinor, unit, "the same plan, built in this order", frame),
      ],
      asOf: frame.asOf,
    },
  };
}

const scaled = ({ low, point, high }: Interval, by: number): Interval => ({ low: low * by, point: point * by, high: high * by });

const input = (name: string, value: number, unit: Unit, note: string, frame: PlanFrame): ProvenanceInput => ({
  name,
  value,
  unit,
  range: null,
  evidence: "assumed",
  source: { kind: "entry", by: null, at: frame.asOf, note },
  explanation: null,
});

/** An amount of a plan that follows from its inputs as a whole: a difference of two orders, a value before and after. */
export const planAmount = (
  label: string,
  { currency }: Pick<StoredPlan, "currency">,
  { minor, formula, asOf }: { minor: number | null; formula: string; asOf: string },
): Figure => ({
  label,
  value: minor,
  unit: { kind: "money", currency },
  range: null,
  provenance: { formula, evidence: "assumed", inputs: [], asOf },
});
