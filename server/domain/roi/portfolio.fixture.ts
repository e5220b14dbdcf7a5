import type { EvidenceClass } from "../interval.ts";
import type { Distribution, Input } from "./input.ts";
import type { Ramp, Scenario } from "./scenario.ts";

const measured = (value: number, low: number, high: number, measure: string): Input => ({
  value,
  distribution: { kind: "interval", low, high },
  evidence: "bounds",
  source: { kind: "measure", measure, auditId: null, workflow: null, activity: null, from: "2026-01-01", to: "2026-03-31", count: null },
});
const entered = (value: number, distribution: Distribution = { kind: "point" }, evidence: EvidenceClass = "assumed"): Input => ({
  value,
  distribution,
  evidence,
  source: { kind: "entry", by: "operations lead", at: "2026-03-31", note: "Agreed in the planning meeting" },
});
const pert = (low: number, value: number, high: number) => entered(value, { kind: "pert", low, high });
const triangular = (low: number, value: number, high: number) => entered(value, { kind: "triangular", low, high });

type Row = {
  id: string;
  title: string;
  volume: number;
  minutes: number;
  share: number;
  build: number;
  start: number;
  work: string;
  ramp: Ramp;
};

const byTable: Ramp = { kind: "table", shares: [0, 0.3, 0.6, 0.8, 1].map((share) => pert(share * 0.8, share, share)) };
const byHabit: Ramp = { kind: "exponential", tauMonths: triangular(1.5, 2.5, 5) };
const byLearning: Ramp = { kind: "wright", missingAtFirst: pert(0.6, 0.8, 1), learningRate: triangular(0.5, 0.6, 0.8) };

const ROWS: readonly Row[] = [
  {
    id: "order-exceptions",
    title: "Release held orders",
    volume: 1_900,
    minutes: 4.5,
    share: 0.62,
    build: 900_000,
    start: 0,
    work: "Demand forecasting",
    ramp: byTable,
  },
  {
    id: "inventory-sync",
    title: "Reconcile stock across channels",
    volume: 1_250,
    minutes: 6.2,
    share: 0.71,
    build: 1_400_000,
    start: 1,
    work: "Demand forecasting",
    ramp: byTable,
  },
  {
    id: "supplier-po",
    title: "Chase purchase order status",
    volume: 640,
    minutes: 7.5,
    share: 0.55,
    build: 1_100_000,
    start: 3,
    work: "Supplier negotiation",
    ramp: byTable,
  },
  {
    id: "returns",
    title: "Inspect, restock and refund returns",
    volume: 980,
    minutes: 9,
    share: 0.48,
    build: 1_600_000,
    start: 4,
    work: "Process improvement",
    ramp: byTable,
  },
  {
    id: "ticket-routing",
    title: "Route tickets to fulfilment",
    volume: 2_700,
    minutes: 2.4,
    share: 0.66,
    build: 700_000,
    start: 6,
    work: "Process improvement",
    ramp: byHabit,
  },
  {
    id: "carrier-choice",
    title: "Choose carriers by rule",
    volume: 5_200,
    minutes: 0.8,
    share: 0.83,
    build: 500_000,
    start: 7,
    work: "Carrier contracts",
    ramp: byLearning,
  },
];

/** The six workflows as a portfolio over 36 months, with a range on every input that can have one. For tests, benchmarks and samples. */
export function aPortfolio(changes: Partial<Scenario> = {}): Scenario {
  return {
    name: "Six workflows, first plan",
    currency: "USD",
    asOf: "2026-03-31",
    horizonMonths: entered(36),
    discountRatePerYear: triangular(0.08, 0.1, 0.13),
    volumeGrowthPerYear: triangular(-0.02, 0.06, 0.15),
    workingDaysPerYear: entered(260),
    paidHoursPerDay: entered(8),
    automations: ROWS.map((row) => ({
      id: row.id,
      workflowId: row.id,
      title: row.title,
      volumePerMonth: measured(row.volume, row.volume * 0.92, row.volume * 1.1, "touches a month"),
      minutesPerTouch: measured(row.minutes, row.minutes * 0.6, row.minutes * 1.5, "minutes per touch"),
      automatableShare: measured(row.share, row.share * 0.8, row.share * 1.08, "automatable share"),
      overlapShare: triangular(0, 0.05, 0.15),
      loadedRateMinorPerHour: triangular(3_200, 3_500, 3_900),
      capture: {
        redeployedShare: pert(0.2, 0.35, 0.5),
        redeployedValueMinorPerHour: triangular(2_500, 4_000, 6_000),
        redeployedTo: row.work,
        avoidedHireShare: pert(0.05, 0.15, 0.3),
        overtimeCutShare: pert(0, 0.1, 0.2),
      },
      riskFactor: pert(0.7, 0.85, 0.95),
      ramp: row.ramp,
      buildCostMinor: entered(row.build, { kind: "lognormal", p10: row.build * 0.8, p90: row.build * 1.6 }),
      licenceMinorPerMonth: triangular(8_000, 10_000, 15_000),
      maintenanceHoursPerMonth: pert(0.5, 1, 3),
      exceptionHoursPerMonth: pert(0.5, 1.5, 4),
      reviewHoursPerMonth: pert(0.5, 1, 2),
      careRateMinorPerHour: triangular(5_000, 6_000, 8_000),
      leakageShare: pert(0, 0.05, 0.15),
      startMonth: entered(row.start),
    })),
    baseline: ROWS.map((row) => ({
      workflowId: row.id,
      title: row.title,
      loadedRateMinorPerHour: triangular(3_200, 3_500, 3_900),
      labour: [
        {
          activity: row.title,
          touchesPerWeek: measured((row.volume * 12) / 52, (row.volume * 0.92 * 12) / 52, (row.volume * 1.1 * 12) / 52, "touches a week"),
          minutesPerTouch: measured(row.minutes, row.minutes * 0.6, row.minutes * 1.5, "minutes per touch"),
        },
      ],
      rework: [],
      delay: [],
      cashLoss: [],
    })),
    seed: 20_260_331,
    ...changes,
  };
}
