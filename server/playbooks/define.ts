import type { CaseHistory, Facts, Occasion } from "#server/domain/automations/case-history.ts";
import type { Observation } from "#server/domain/automations/experience.ts";
import type { Alternative } from "#server/domain/automations/regret.ts";
import type { AutomationSettings } from "#server/domain/automations/settings.ts";
import type { FactValue } from "#server/domain/decisions/decision.ts";
import type { Twofold } from "#server/domain/decisions/decision-tree.ts";
import type { FactDefinition, RuleRow, RuleTable } from "#server/domain/decisions/rule-table.ts";
import type { Delays } from "#server/domain/stock/bound.ts";
import type { ItemChannel } from "#server/domain/stock/standing.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";

/** What a rule may decide. `does`: what happens then in the merchant's words; null leaves it to people with the reason shown. */
export type OutcomeDefinition = { name: string; title: string; does: string | null; undo: "possible" | "not possible" | "nothing to undo" };

/** A case with the outcome that the rules have to give: stands beside the table and is run when it is saved. */
export type RuleTest = { name: string; facts: Readonly<Record<string, FactValue>>; outcome: string };

export type EffectInput = Readonly<Record<string, unknown>>;

/** One change that an outcome wants, before anybody has looked at the record as it is now. */
export type PlannedEffect = { kind: string; subject: { type: string; id: string }; input: EffectInput };

/** What an outcome wants to change, what is at risk if it is wrong, and how the records stood. */
export type Plan = {
  effects: readonly PlannedEffect[];
  riskMinor: number | null;
  currency: string | null;
  /** What of the records has to be as it was for the effects to make sense. */
  fingerprint: string;
  /** Why a person has to do what the rules decided, such as that nothing tells the right address. Absent: it can be done. */
  needsPerson?: string;
};

/** A record of our copy that outcomes may name, such as a group of a help desk. */
export type Choice = { id: string; name: string };

/** What a playbook offers one workspace: what can be decided there, and the rules to begin with. */
export type Offer = {
  outcomes: readonly OutcomeDefinition[];
  table: RuleTable;
  tests: readonly RuleTest[];
  /** Rows that a learned table asks before it leaves a case to people: for cases of which people would not hear otherwise. Absent: none. */
  beforePeople?: readonly RuleRow[];
  /** Activities of the audit that a person is spared when an outcome is done for them. */
  spares: Readonly<Record<string, readonly string[]>>;
};

/** What one call of a connector action needs. */
export type ActionCall = { action: string; input: EffectInput };

/**
 * A letter to somebody outside, with a link to a page on which its order is confirmed or changed. It goes out once and cannot be taken back.
 */
export type Ask = {
  /** The address. It is used and not kept. */
  to: string;
  /** Whom letters are counted for, by the vendor's id: one recipient gets only so many a day. */
  recipient: string;
  /** The event that it is on the time line: "ask supplier". */
  activity: string;
  page: AskPage;
};

/** What the page of an ask shows: one order, and nothing else. `wants`: what is asked, in a sentence. Days as 2026-05-02. */
export type AskPage = {
  number: string;
  wants: string;
  lines: readonly { id: string; sku: string | null; quantity: number; expectedOn: string | null }[];
};

/** What to do about an effect, now that the record was looked at. */
export type Step =
  | { step: "act"; call: ActionCall; inverse: PlannedEffect | null }
  | { step: "ask"; ask: Ask }
  | { step: "already done" }
  | { step: "look again"; why: string }
  | { step: "refuse"; why: string };

/**
 * One thing that a change alters at the vendor, in words, from what was known at the decision: what a person who says yes says yes to.
 * `before` is null where it was not known; `isPersonal`: about somebody outside, such as where they live, for those who approve only.
 */
export type Alteration = { what: string; before: string | null; after: string | Money; isPersonal?: boolean };
export type Money = { amountMinor: number; currency: string };

/** One kind of change: how it is looked at, done, and found out about. Pure: the runner makes the calls. */
export type EffectKind = {
  title: string;
  /** It is a letter of ours, which leaves only where a mail server is set. */
  byLetter?: boolean;
  /** Everything that it alters. What was decided before its input told what stood there still says what will stand there. */
  alters: (effect: { subject: PlannedEffect["subject"]; input: EffectInput }) => Alteration[];
  /** The call that reads the record as it is now. It changes nothing. */
  look: (effect: { subject: PlannedEffect["subject"]; input: EffectInput }) => ActionCall;
  /**
   * What to do, given the answer of the look.
   *
   * @param decided the fingerprint at the time of the decision; null for one that is being taken back
   * @param key unique to this effect, at most 64 characters: a vendor that knows keys does it once
   */
  prepare: (given: {
    subject: PlannedEffect["subject"];
    input: EffectInput;
    seen: unknown;
    decided: string | null;
    key: string;
    /** What an earlier effect left behind, for one that takes it back. */
    left: unknown;
    /** Whether an earlier try may have been carried out: then a record in the wanted state was brought there by us. */
    inDoubt: boolean;
  }) => Step;
};

/** One item on one channel with what is open there: what its gap waits for, in words; null where nothing is open. */
export type KeptInStep = ItemChannel & { levelId: string; caseId: string; waitsFor: string | null };

/** How a playbook that keeps channels in step with a ledger is held to it. */
export type Converges = {
  /** Records of which there is one for each item at each channel. */
  levelModel: string;
  /** States of the playbook's cases in which an item may be apart, whoever it waits for. */
  openStates: readonly string[];
  /** Units by which a channel may be below its target. */
  tolerance: number;
  delays: Delays;
  /** What of the delays is not ours, in words: what the bound does not count. */
  beyond: string;
  /** The newest copies of the playbook's cases as items on channels, each once. */
  read: (cases: readonly unknown[]) => KeptInStep[];
};

/**
 * A playbook: the facts of a workflow, a decision table to begin with, what its outcomes change, and how far it may go wrong.
 * Everything in it is pure; the engine loads, decides, records and acts for all of them.
 */
export type Playbook = {
  name: string;
  title: string;
  describes: string;
  workflow: string;
  /** The integration whose cases it decides on. */
  integration: string;
  /** Events with one of these activities can begin or change a situation. */
  activities: readonly string[];
  /** Without one of these activities no case has a situation: what the back-test looks for. */
  opensWith: readonly string[];
  /** The model of the record that is the case, and models of records that belong to it with the field that names the case. */
  caseModel: string;
  caseType: string;
  partModels: readonly { model: string; caseField: string }[];
  /** Records in one of these states: cases that may be waiting for a decision now. The field names the case; of the case's own record it is "id". */
  open: { model: string; caseField: string; states: readonly string[] };
  /** Facts by which cases fall into parts of their own: rules are learned within each. */
  splitBy: readonly string[];
  /** Where outcomes are made up of two choices, each taken by facts of its own: rules learn each for itself. Absent: an outcome is one choice. */
  twofold?: Twofold;
  /** Agreement to be expected of people, 0..1, from which a drafted row decides; below it the row asks a person. Gates look at the whole. */
  draftsFrom: number;
  /** Cases that tell something of each other: records of the case's model with the same value of a field, by when they came to be. */
  relatedBy: { field: string; at: string } | null;
  /** Other records that the case names: a value, or values of a list, in the case's record, found again in a field of the other model. */
  linkedBy: { field: string; model: string; by: string } | null;
  /** The model whose records the outcomes name, and its fields; null: the outcomes are the same everywhere. */
  choicesFrom: { model: string; id: string; name: string } | null;
  /** Numbers that every record of a model tells of all cases, such as what its label cost. Absent: nothing is learned beyond the case. */
  learnsFrom?: { model: string; read: (content: unknown) => Observation[] };
  /** What each outcome would have cost at a moment, and how that is known, in words. Absent: outcomes have no price of their own. */
  alternatives?: { at: (history: CaseHistory, atMs: number) => Alternative[]; formula: string; note: string };
  /** For a playbook that keeps channels in step with a ledger. Absent: it keeps nothing in step. */
  converges?: Converges;
  facts: readonly FactDefinition[];
  offer: (choices: readonly Choice[]) => Offer;
  /** What the money at risk of a decision is, in words. */
  atRisk: { formula: string; note: string };
  settings: AutomationSettings;
  effects: Readonly<Record<string, EffectKind>>;
  /** Share of effects that may turn out wrong, fixed before the first run: what a trial of the playbook is held to. */
  errorBudgetShare: number;

  /** Every situation of a case that asked for a decision up to a moment, in order of time. */
  occasions: (history: CaseHistory, untilMs: number) => Occasion[];
  /** The facts as they were known just before a moment: nothing that happened or was learned then or later counts. */
  factsAt: (history: CaseHistory, atMs: number) => Facts;
  /** What a person decided by this event; null when it decides nothing. Of its case only what came before the event may be read. */
  decidedBy: (event: OpsEvent, history: CaseHistory) => string | null;
  /** Whether a person's event says that an outcome, already carried out, was wrong. */
  contradicts: (event: OpsEvent, outcome: string, history: CaseHistory) => boolean;
  /** What a decision that people would not have taken costs, in minor units, and whether it is severe. */
  costOf: (given: { decided: string; people: string; facts: Facts }) => { costMinor: number; severe: boolean };
  /** What an outcome changes; null when our copy does not hold the records yet. */
  plan: (given: { outcome: string; reason: string; history: CaseHistory; facts: Facts; choices: readonly Choice[] }) => Plan | null;
  /** The fingerprint of what a look answered. @throws ZodError when the answer is none of the look's */
  fingerprintNow: (seen: unknown) => string;
};
