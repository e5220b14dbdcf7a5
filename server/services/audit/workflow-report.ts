import * as z from "zod";

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Spread = z.object({ count: z.number().int(), meanHours: z.number(), medianHours: z.number(), p90Hours: z.number() });
/** What follows what. Of an audit that was made before it was kept there is none. */
const ProcessMapShape = z.object({
  cases: z.number().int(),
  activities: z.array(z.object({ activity: z.string(), events: z.number().int() })),
  edges: z.array(
    z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      count: z.number().int(),
      medianHours: z.number().nullable(),
      meanHours: z.number().nullable(),
    }),
  ),
});
const Ages = z.array(z.number().int());

/** What one audit found of one workflow beside its figures, as it is kept and read. */
export const WorkflowReport = z.object({
  variants: z.object({
    count: z.number().int(),
    cases: z.number().int(),
    top: z.array(z.object({ activities: z.array(z.string()), cases: z.number().int(), share: z.number(), coverage: z.number() })),
  }),
  /** null: of an audit that was made before maps were kept. null as an end of an edge: begin or end of a case. */
  map: ProcessMapShape.nullable().default(null),
  touchesByHour: z.array(z.array(z.number().int()).length(24)).length(7),
  handoffs: z.object({
    people: z.number().int(),
    kept: z.number().int(),
    passedOn: z.number().int(),
    pingPongs: z.number().int(),
    rows: z.array(z.object({ from: z.string(), to: z.string(), count: z.number().int() })),
  }),
  throughput: Spread.nullable(),
  waiting: z.array(z.object({ activity: z.string(), spread: Spread })),
  exceptions: z.object({ open: Ages, resolved: Ages, "aged out": Ages }).nullable(),
  approvals: z
    .object({
      casesByDepth: z.array(z.number().int()),
      waitByStep: z.array(Spread.nullable()),
      approvers: z.number().int(),
      selfApproved: z.number().int(),
    })
    .nullable(),
  elasticity: z.object({ elasticity: Interval, periods: z.number().int() }).nullable(),
  decisions: z
    .object({
      outcomes: z.array(z.string()),
      facts: z.array(z.string()).nullable(),
      decided: z.number().int(),
      withFacts: z.boolean(),
      mining: z
        .object({
          majority: z.number(),
          accuracy: z.number(),
          rulesBasedness: Interval,
          automatableShare: z.number(),
          table: z.array(z.object({ words: z.string(), outcome: z.string(), decisions: z.number().int(), agreement: z.number() })),
        })
        .nullable(),
    })
    .nullable(),
});

export type WorkflowReport = z.infer<typeof WorkflowReport>;
