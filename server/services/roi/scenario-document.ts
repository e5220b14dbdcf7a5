import * as z from "zod";
import type { Scenario } from "#server/domain/roi/scenario.ts";

const Text = (most: number) => z.string().max(most, `Use at most ${most} characters.`);
const Count = z.number().int().nullable();

const Source = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("measure"),
    measure: Text(80),
    auditId: z.uuid().nullable(),
    workflow: Text(200).nullable(),
    activity: Text(200).nullable(),
    from: Text(40),
    to: Text(40),
    count: Count,
  }),
  z.object({
    kind: z.literal("sample"),
    workflow: Text(200).nullable(),
    activity: Text(200),
    from: Text(40),
    to: Text(40),
    count: z.number().int(),
  }),
  z.object({
    kind: z.literal("rows"),
    connectionId: Text(80),
    record: Text(80),
    filter: z.record(Text(80), Text(200)),
    count: Count,
  }),
  z.object({
    kind: z.literal("backTest"),
    automationId: Text(80),
    version: z.number().int(),
    from: Text(40),
    to: Text(40),
    alike: z.number().int(),
    count: z.number().int(),
  }),
  z.object({ kind: z.literal("benchmark"), benchmarkId: Text(80), publisher: Text(200), year: z.number().int(), population: Text(200) }),
  z.object({ kind: z.literal("entry"), by: Text(120).nullable(), at: Text(40), note: Text(400) }),
]);

const Distribution = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("point") }),
  z.object({ kind: z.literal("triangular"), low: z.number(), high: z.number() }),
  z.object({ kind: z.literal("pert"), low: z.number(), high: z.number() }),
  z.object({ kind: z.literal("lognormal"), p10: z.number(), p90: z.number() }),
  z.object({ kind: z.literal("interval"), low: z.number(), high: z.number() }),
]);

const Input = z.object({
  value: z.number(),
  distribution: Distribution,
  evidence: z.enum(["recorded", "timed", "bounds", "assumed", "benchmark"]),
  source: Source,
});

const Ramp = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("table"), shares: z.array(Input).max(120) }),
  z.object({ kind: z.literal("exponential"), tauMonths: Input }),
  z.object({ kind: z.literal("wright"), missingAtFirst: Input, learningRate: Input }),
]);

const Automation = z.object({
  id: Text(200),
  workflowId: Text(200),
  title: Text(200),
  volumePerMonth: Input,
  minutesPerTouch: Input,
  automatableShare: Input,
  overlapShare: Input,
  loadedRateMinorPerHour: Input,
  capture: z.object({
    redeployedShare: Input,
    redeployedValueMinorPerHour: Input,
    redeployedTo: Text(200),
    avoidedHireShare: Input,
    overtimeCutShare: Input,
  }),
  riskFactor: Input,
  ramp: Ramp,
  buildCostMinor: Input,
  licenceMinorPerMonth: Input,
  maintenanceHoursPerMonth: Input,
  exceptionHoursPerMonth: Input,
  reviewHoursPerMonth: Input,
  careRateMinorPerHour: Input,
  leakageShare: Input,
  startMonth: Input,
});

const Work = z.array(z.object({ activity: Text(200), touchesPerWeek: Input, minutesPerTouch: Input })).max(500);

const Baseline = z.object({
  workflowId: Text(200),
  title: Text(200),
  loadedRateMinorPerHour: Input,
  labour: Work,
  rework: Work,
  delay: z.array(z.object({ what: Text(200), casesPerYear: Input, daysPerCase: Input, costMinorPerDay: Input })).max(100),
  cashLoss: z.array(z.object({ what: Text(200), casesPerYear: Input, lossMinorPerCase: Input })).max(100),
});

export const ScenarioName = z.string().trim().min(1, "Give the scenario a name.").max(200, "Use at most 200 characters.");

/** A scenario as it is kept and sent: the model's own type, with bounds on what a request may carry. */
export const ScenarioDocument: z.ZodType<Scenario, Scenario> = z.object({
  name: ScenarioName,
  currency: z.string().regex(/^[A-Z]{3}$/, "Use the three-letter code of a currency, such as USD."),
  asOf: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "Use a date such as 2026-03-31."),
  horizonMonths: Input,
  discountRatePerYear: Input,
  volumeGrowthPerYear: Input,
  workingDaysPerYear: Input,
  paidHoursPerDay: Input,
  automations: z.array(Automation).max(60, "At most 60 automations in one scenario."),
  baseline: z.array(Baseline).max(60),
  seed: z.number().int(),
});
