import type { EvidenceClass, Interval } from "#server/domain/interval.ts";
import type { Provenance } from "#server/domain/provenance.ts";

/** Invented figures with the shape of an audit; money in cents. */
export type SampleWorkflow = {
  key: string;
  name: string;
  detail: string;
  hours: Interval;
  ranked: boolean;
  touches: number;
  rulesShare: number | null;
  dragMinor: number | null;
  dragRange: Interval;
  evidence: EvidenceClass;
  note: string;
};

const row = (
  key: string,
  name: string,
  detail: string,
  [low, point, high]: [number, number, number],
  touches: number,
  rulesShare: number | null,
  evidence: EvidenceClass,
  note: string,
  ranked = true,
): SampleWorkflow => {
  const yearly = (hours: number) => hours * 52 * 3500;
  return {
    key,
    name,
    detail,
    hours: { low, point, high },
    ranked,
    touches,
    rulesShare,
    dragMinor: ranked ? yearly(point) : null,
    dragRange: { low: yearly(low), point: yearly(point), high: yearly(high) },
    evidence,
    note,
  };
};

export const sampleWorkflows: readonly SampleWorkflow[] = [
  row("exceptions", "Order exceptions", "9.4 % of orders held", [19, 22, 26], 2310, 0.94, "timed", "34 samples"),
  row("returns", "Returns and restocking", "16.1 % of orders", [14, 16.2, 19], 1655, 0.88, "timed", "31 samples"),
  row("inventory", "Inventory across channels", "three channels, two warehouses", [10, 12, 15], 1204, 0.91, "recorded", "start and end"),
  row("escalations", "Escalation routing", "2.3 hand-offs a ticket", [8, 9.9, 12], 980, 0.72, "assumed", "5 min a touch"),
  row("carriers", "Carrier selection", "23 % changed by a person", [6, 7, 9], 1410, 0.96, "bounds", "no start times"),
  row(
    "suppliers",
    "Supplier PO status",
    "needs evidence: 34 % of actors unknown",
    [4, 9, 16],
    412,
    null,
    "benchmark",
    "grant System Notes",
    false,
  ),
];

/** An explanation with all that one can hold: inputs of every class, one that opens further, a source. */
export const sampleProvenance: Provenance = {
  formula: "hours a week by hand × 52 weeks × loaded rate",
  evidence: "assumed",
  asOf: "2026-11-22",
  inputs: [
    {
      name: "Hours a week by hand",
      value: 22,
      unit: { kind: "hours" },
      range: { low: 19, point: 22, high: 26 },
      evidence: "timed",
      source: null,
      explanation: {
        formula: "touches a week × minutes a touch ÷ 60",
        evidence: "timed",
        asOf: "2026-11-22",
        inputs: [
          {
            name: "Touches a week",
            value: 180,
            unit: { kind: "count", of: "touches" },
            range: null,
            evidence: "recorded",
            source: {
              kind: "measure",
              measure: "touches",
              auditId: "a1",
              workflow: "exceptions",
              activity: null,
              from: "2026-08-24",
              to: "2026-11-22",
              count: 2310,
            },
            explanation: null,
          },
          {
            name: "Minutes a touch",
            value: 7.3,
            unit: { kind: "minutes" },
            range: { low: 6.3, point: 7.3, high: 8.7 },
            evidence: "timed",
            source: { kind: "sample", workflow: "exceptions", activity: "Release hold", from: "2026-10-01", to: "2026-11-20", count: 34 },
            explanation: null,
          },
        ],
      },
    },
    {
      name: "Loaded rate",
      value: 3500,
      unit: { kind: "moneyPerHour", currency: "USD" },
      range: null,
      evidence: "assumed",
      source: { kind: "entry", by: "an ops lead", at: "2026-11-02", note: "order desk" },
      explanation: null,
    },
  ],
  source: {
    kind: "measure",
    measure: "drag",
    auditId: "a1",
    workflow: "exceptions",
    activity: null,
    from: "2026-08-24",
    to: "2026-11-22",
    count: 2310,
  },
};
