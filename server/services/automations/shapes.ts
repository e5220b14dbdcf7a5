import * as z from "zod";
import type { BackTestReport } from "#server/domain/automations/back-test.ts";
import type { VersionsCompared } from "#server/domain/automations/compare-versions.ts";
import type { ByLearning, Learning } from "#server/domain/automations/learning.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import { STAGES } from "#server/domain/automations/stages.ts";
import { MOST_REASON, type FactDefinition, type RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { RuleTest } from "#server/playbooks/define.ts";
import { SaidWhat } from "./list-said.ts";

export const StageShape = z.enum(STAGES);

const Value = z.union(
  [z.string().max(500), z.number(), z.boolean()],
  "A value is a number, yes or no, or a text of at most 500 characters.",
);
export const FactValueShape = Value.nullable();
export const FactsGiven = z.record(z.string().max(80), FactValueShape);

const Cell = z.discriminatedUnion("test", [
  z.object({ test: z.literal("any") }),
  z.object({ test: z.literal("is"), values: z.array(Value).min(1, "Name at least one value.").max(100) }),
  z.object({ test: z.literal("not"), values: z.array(Value).min(1, "Name at least one value.").max(100) }),
  z.object({ test: z.literal("between"), low: z.number().nullable(), high: z.number().nullable() }),
  z.object({ test: z.literal("known") }),
  z.object({ test: z.literal("unknown") }),
  z.object({ test: z.literal("expression"), text: z.string().min(1).max(1000) }),
]);

export const RuleTableShape: z.ZodType<RuleTable> = z.object({
  columns: z.array(z.string().max(80)).max(60),
  rows: z
    .array(
      z.object({
        id: z.string().min(1).max(80),
        when: z.record(z.string().max(80), Cell),
        outcome: z.string().min(1, "Choose an outcome.").max(80),
        reason: z
          .string()
          .trim()
          .min(1, "Say why, in the words of your team.")
          .max(MOST_REASON, `Use at most ${MOST_REASON} characters for a reason.`),
      }),
    )
    .max(500, "Use at most 500 rows."),
});

export const RuleTestShape: z.ZodType<RuleTest> = z.object({
  name: z.string().trim().min(1, "Name the test.").max(200),
  facts: FactsGiven,
  outcome: z.string().min(1).max(80),
});
/** An expression of a table that is being edited, and where it stands. */
export const AskedExpression = z.object({ rowId: z.string().max(200), column: z.string().max(80), text: z.string().max(2_000) });

/** What the decision engine cannot read: always an error, at its cell. */
export const UnreadableShape = z.object({
  kind: z.literal("unreadable"),
  weight: z.literal("error"),
  rowId: z.string(),
  column: z.string(),
  words: z.string(),
});

export const RuleTests = z.array(RuleTestShape).max(500, "Use at most 500 tests.");

export const FactDefinitionShape: z.ZodType<FactDefinition> = z.object({
  name: z.string(),
  title: z.string(),
  type: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("boolean") }),
    z.object({ kind: z.literal("number"), unit: z.string().nullable() }),
    z.object({ kind: z.literal("choice"), options: z.array(z.string()) }),
    z.object({ kind: z.literal("text") }),
  ]),
  source: z.string(),
});

const GateShape = z.object({
  agreementLower: z
    .number()
    .min(0.5, "Ask for an agreement of at least 0.5.")
    .max(0.999, "No finite number of cases shows more than 0.999."),
  fewest: z.number().int().min(20, "Ask for at least 20 answered decisions.").max(100_000),
  lossPerThousandMinor: z.number().int().min(0).max(1e12),
});

export const SettingsShape: z.ZodType<AutomationSettings> = z.object({
  gates: z.object({ approve: GateShape, auto: GateShape }),
  brake: z.object({
    records: z.number().int().min(1, "Let at least one record an hour pass.").max(100_000),
    moneyMinor: z.number().int().min(0).max(1e12),
  }),
  approval: z.object({ hours: z.number().min(0.25, "Wait at least a quarter of an hour.").max(720), onTimeout: z.enum(["lapse", "act"]) }),
  holdOutShare: z.number().min(0).max(0.5, "Leave at most half of the cases to people."),
  demotion: z.object({ cusumLimit: z.number().min(1).max(100), severeErrors: z.number().int().min(1).max(100) }),
  callsPerMinute: z.number().int().min(1, "Allow at least one call a minute.").max(6000),
});

/** A fact as it was known at a decision. */
export const KnownFacts = z.record(z.string(), z.object({ value: FactValueShape, knownAtMs: z.number().nullable() }));

/** What an act began: the job whose progress can be watched; null for what was done at once. */
export const Begun = z.object({ jobRunId: z.uuid().nullable() });

/** Why nothing of an automation is carried out; null: it is not stopped. */
export const StopShape = z
  .object({ by: z.string(), at: z.date(), reason: z.string(), all: z.boolean().describe("all automations are") })
  .nullable();

/** What an approval began, and how many of the decisions wait until a stop is lifted. */
export const Approved = Begun.extend({ waits: z.number().int(), stop: StopShape });

export const RuleAnswerShape = z.object({ rowId: z.string().nullable(), outcome: z.string(), reason: z.string() });

export const PlaybookShape = z.object({
  name: z.string(),
  title: z.string(),
  describes: z.string(),
  workflow: z.string(),
  integration: z.string(),
  system: z.string().describe("the integration's name, as people say it"),
  connected: z.boolean().describe("an account of that integration is connected"),
  automationId: z.uuid().nullable().describe("the automation that is made from it and not retired"),
  facts: z.array(FactDefinitionShape),
  outcomes: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      does: z.string().nullable(),
      undo: z.enum(["possible", "not possible", "nothing to undo"]),
    }),
  ),
  effects: z.array(z.object({ kind: z.string(), title: z.string() })),
  atRisk: z.object({ formula: z.string(), note: z.string() }).describe("what the money at risk of its decisions is"),
  settings: SettingsShape,
});

export const AutomationShape = z.object({
  id: z.uuid(),
  playbook: z.string(),
  title: z.string(),
  workflow: z.string(),
  name: z.string(),
  stage: StageShape,
  stageSince: z.date(),
  version: z.number().int(),
  pausedAt: z.date().nullable(),
  createdAt: z.date(),
});

export const AgreementShape = z.object({
  n: z.number().int(),
  agreed: z.number().int(),
  share: z.number().nullable(),
  lower: z.number(),
  upper: z.number().nullable(),
  severe: z.number().int(),
  lossPerThousandMinor: z.number().nullable(),
});

const LearningParts = z.object({
  decisions: z.number().int(),
  fromMs: z.number(),
  untilMs: z.number(),
  heldOut: AgreementShape.nullable().describe("agreement on cases held out while learning in the same way; null: nobody asked"),
});
export const LearningShape: z.ZodType<Learning> = LearningParts;
/** What the job that drafts rules brings: the draft, and what it was learned from. */
export const DraftShape = LearningParts.extend({ table: RuleTableShape });

export const VersionShape = z.object({
  version: z.number().int(),
  note: z.string(),
  engine: z.string(),
  learned: LearningShape.nullable().describe("what its rules were learned from; null: they were not"),
  by: z.string(),
  at: z.date(),
  rows: z.number().int(),
});

export const WhatChanged = z.enum(["stage", "pause", "resume", "settings", "stop all", "resume all"]);

export const SettingChanges = z.array(
  z.object({
    setting: z.string().describe("its path, such as gates.approve.agreementLower"),
    from: z.union([z.number(), z.string()]),
    to: z.union([z.number(), z.string()]),
  }),
);

export const StageChangeShape = z.object({
  id: z.uuid(),
  version: z.number().int(),
  from: z.string(),
  to: z.string(),
  what: WhatChanged,
  settings: SettingChanges.describe("what of its gates and limits, where that was the change"),
  reason: z.string(),
  by: z.string(),
  at: z.date(),
});

const Interval = z.object({ low: z.number(), point: z.number(), high: z.number() });
const Share = z.number().nullable();

export const GateStanding = z.object({
  agreement: AgreementShape,
  answered: z
    .object({ from: z.date(), to: z.date() })
    .nullable()
    .describe("when the first and the last of the answers came; null: none did"),
  conditions: z.array(
    z.object({ what: z.enum(["agreement", "answers", "loss"]), value: z.number().nullable(), limit: z.number(), holds: z.boolean() }),
  ),
  holds: z.boolean(),
  missing: z.string().nullable().describe("what is missing, as a sentence; null where it holds"),
});

const VersionTotal = z.object({
  alike: z.number().int(),
  otherwise: z.number().int(),
  leftToPeople: z.number().int(),
  costMinor: z.number(),
  severe: z.number().int(),
});

/** `learnedFrom`: how many of the decisions the older version was learned from. */
type Against = Omit<VersionsCompared, "cases"> & { learnedFrom: number };

const ComparedShape: z.ZodType<Against> = z.object({
  version: z.number().int(),
  decisions: z.number().int(),
  before: VersionTotal,
  after: VersionTotal,
  gained: z.number().int(),
  lost: z.number().int(),
  chance: z.number(),
  verdict: z.enum(["better", "worse", "mixed", "no telling"]),
  changes: z.array(z.object({ before: z.string(), after: z.string(), people: z.string(), count: z.number().int(), costMinor: z.number() })),
  learnedFrom: z.number().int().default(0),
});

const Shown = z.object({ decisions: z.number().int(), agreement: AgreementShape });

const ChangedCase = z.object({
  caseId: z.string(),
  atMs: z.number(),
  facts: KnownFacts,
  before: z.string(),
  after: z.string(),
  people: z.string(),
  costMinor: z.number(),
});
/** The cases that two versions decide differently, as a back-test keeps them. */
export const ChangedCases = z.object({
  against: z
    .object({ cases: z.array(ChangedCase) })
    .nullable()
    .default(null),
});
export const ChangedCaseShape = ChangedCase.extend({ caseName: z.string().describe("what people call it: #1042") });

export const ReportShape: z.ZodType<BackTestReport & { learned: ByLearning | null; against: Against | null }> = z.object({
  decisions: z.number().int(),
  covered: z.number().int(),
  coverage: Share,
  knowable: z.number().int(),
  knowableCoverage: Share,
  agreement: AgreementShape,
  // Absent in what was found before it was asked for.
  bestShare: Share.default(null),
  confusion: z.array(
    z.object({ decided: z.string(), people: z.string(), count: z.number().int(), costMinor: z.number(), severe: z.number().int() }),
  ),
  rows: z.array(z.object({ rowId: z.string().nullable(), decided: z.number().int(), agreed: z.number().int(), costMinor: z.number() })),
  hoursSaved: Interval.nullable(),
  costMinor: z.number(),
  // Absent in what was found before outcomes had prices.
  regret: z
    .object({
      decisions: z.number().int(),
      rulesMinor: z.number(),
      peopleMinor: z.number(),
      rulesBroke: z.number().int(),
      peopleBroke: z.number().int(),
    })
    .nullable()
    .default(null),
  // Absent in what was found before versions kept what they were learned from.
  learned: LearningParts.extend({ earlier: Shown, learnedFrom: Shown, since: Shown }).nullable().default(null),
  against: ComparedShape.nullable().default(null),
});

export const BackTestShape = z.object({
  id: z.uuid(),
  automationId: z.uuid(),
  version: z.number().int(),
  fromDay: z.string(),
  toDay: z.string(),
  againstVersion: z.number().int().nullable(),
  jobRunId: z.string().nullable(),
  report: ReportShape.nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});

export const DisagreementShape = z.object({
  position: z.number().int(),
  caseId: z.string(),
  caseName: z.string().describe("what people call it: #1042"),
  decidedAt: z.date(),
  facts: KnownFacts,
  rowId: z.string().nullable(),
  outcome: z.string(),
  people: z.string(),
  costMinor: z.number(),
});

export const DecisionShape = z.object({
  id: z.uuid(),
  automationId: z.uuid(),
  version: z.number().int(),
  stage: z.string(),
  caseId: z.string(),
  caseName: z.string().describe("what people call it: #1042"),
  decidedAt: z.date(),
  rowId: z.string().nullable(),
  outcome: z.string(),
  reason: z.string(),
  riskMinor: z.number().nullable(),
  currency: z.string().nullable(),
  heldOut: z.boolean().describe("left to people for comparison"),
  answer: z
    .object({ outcome: z.string(), agreed: z.boolean(), severe: z.boolean(), costMinor: z.number(), by: z.string(), at: z.date() })
    .nullable()
    .describe("what people did; null: not yet"),
});

/** How much dearer a decision was than the best choice by the prices known then; null where they were not. */
export const RegretShape = z.object({ minor: z.number(), best: z.string(), keepsPromise: z.boolean() }).nullable();

const AlterationShape = z.object({
  what: z.string(),
  before: z.string().nullable().describe("null: not known beforehand, or not for this role"),
  after: z
    .union([z.string(), z.object({ amountMinor: z.number(), currency: z.string() })])
    .nullable()
    .describe("null: not for this role"),
});
const AnswerLineShape = z.object({ what: z.string(), value: z.string() });

const LaterShape = z
  .object({ effectId: z.uuid(), decisionId: z.uuid() })
  .nullable()
  .describe("a later change of ours to the same record that stands, which is why this one was not taken back; null: no such thing");

export const EffectShape = z.object({
  id: z.uuid(),
  title: z.string(),
  alters: z.array(AlterationShape).describe("what it changes at the vendor, from what to what"),
  answer: z
    .object({
      at: z.date(),
      wasSo: z.boolean().describe("it stood so already, and nothing was sent"),
      answered: z.array(AnswerLineShape).nullable().describe("null: not for this role"),
      readBack: z.array(AnswerLineShape).nullable().describe("how the record stood afterwards; null: not read, or not for this role"),
    })
    .nullable()
    .describe("what the vendor said once it was done"),
  state: z.string().describe("proposed, ready, running, done, refused, failed, expired, undone"),
  undoes: z.string().nullable(),
  canUndo: z.boolean(),
  /** The page that its letter opens still takes an answer. */
  hasReplyPage: z.boolean(),
  problem: z.string().nullable(),
  later: LaterShape,
  errorClass: z.string().nullable().describe("rejected: by a person; refused: by the vendor or our look; of what lapsed: why"),
  wasProposed: z.boolean().describe("it waited for a person's yes, and was not decided to be done at once"),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
  attempts: z.array(
    z.object({ at: z.date(), what: z.string(), result: z.string(), errorClass: z.string().nullable(), message: z.string().nullable() }),
  ),
});

/** What was asked to be taken back of one version: how many changes were, are under way, and stand. */
export const UndoneShape = z.object({
  version: z.number().int(),
  undone: z.number().int(),
  waiting: z.number().int(),
  left: z.number().int(),
});

/** A change that was asked to be taken back and stands. */
export const LeftShape = z.object({
  effectId: z.uuid(),
  decisionId: z.uuid(),
  caseName: z.string(),
  title: z.string(),
  version: z.number().int(),
  problem: z.string().describe("why it stands"),
  later: LaterShape,
});

export const SaidShape = z.object({
  at: z.date(),
  what: SaidWhat,
  by: z.string(),
  reason: z.string().nullable(),
  effectId: z.uuid().nullable().describe("null: of the whole decision"),
});

/** How the channels that an automation keeps in step stand; times in milliseconds. */
export const InStepShape = z.object({
  count: z.number().int().describe("items at channels in all"),
  atTarget: z.number().int(),
  unknown: z.number().int(),
  apartCount: z.number().int(),
  apart: z
    .array(
      z.object({
        item: z.string(),
        channel: z.string(),
        quantity: z.number(),
        target: z.number(),
        since: z.date(),
        caseId: z.string(),
        waitsFor: z.string().nullable(),
      }),
    )
    .describe("those apart for longest first"),
  closed: z.object({ count: z.number().int(), medianMs: z.number().nullable(), longestMs: z.number().nullable() }),
  windowDays: z.number().int(),
  bound: z.object({
    ms: z.number().nullable(),
    delays: z.object({ seenMs: z.number(), decidedMs: z.number(), triedMs: z.number(), failures: z.number().int() }),
    beyond: z.string().describe("what it does not count"),
    tolerance: z.number(),
  }),
  asOf: z.date(),
});

export const ProposalShape = z.object({
  effectId: z.uuid(),
  decisionId: z.uuid(),
  automationId: z.uuid(),
  automation: z.string(),
  caseId: z.string(),
  caseName: z.string().describe("what people call it: #1042"),
  title: z.string(),
  alters: z.array(AlterationShape).describe("what the whole decision changes at the vendor, from what to what"),
  outcome: z.string(),
  reason: z.string(),
  brake: z.string().nullable().describe("why it waits though the automation may act"),
  lacksMail: z.boolean().describe("it is a letter, and no mail server is set: it could not leave"),
  facts: KnownFacts,
  rowId: z.string().nullable(),
  riskMinor: z.number().nullable(),
  currency: z.string().nullable(),
  stop: StopShape,
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
});
