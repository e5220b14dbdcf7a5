import type { ActorKind, OpsEvent } from "../event-log/event.ts";
import { classifiedLog, isMachine, type Classification, type ClassifiedLog } from "../event-log/classified-log.ts";
import { slotKey, slotOfKey } from "../event-log/clock-slot.ts";
import { activityKey } from "../event-log/columns.ts";
import { shiftClock } from "../effort/work-calendar.ts";
import { decisionsOfLog } from "../decisions/decisions-of-log.ts";
import { mineDecisions, type DecisionMining } from "../decisions/mine-decisions.ts";
import type { SourceQuality } from "../mining/data-quality.ts";
import { botsByRhythm, type HiddenBot } from "../mining/hidden-bots.ts";
import { clockSlots, programsOfSlots, type NamelessProgram, type SlotCount } from "../mining/nameless-clocks.ts";
import { inOrder, type TeamHandoff } from "../mining/team-handoffs.ts";
import { auditOfTotals, inputsOfLinked, totalsContext, totalsOf } from "./audit-log.ts";
import type { EffortInput } from "./activity-effort.ts";
import type { Audit, AuditOptions } from "./audit.ts";
import { creepAlarms, type CreepAlarm } from "./creep.ts";
import { quadrants, ranksUnder, type QuadrantPoint, type RankWeight } from "./quadrant.ts";
import { rankRanges, type RankRange } from "./rank-ranges.ts";
import { caseTotals, decidedParts, NAMELESS, type TotalsContext } from "./case-totals.ts";
import { keyOf, partsOf, rowsOf, textsOf, type Totals } from "./totals.ts";
import { totalsUntil } from "./totals-until.ts";
import { rhythmsOfTotals, rolesOfTotals, touchTotals } from "./touch-totals.ts";
import { SMALLEST_GROUP, variantCounts, workflowDetail, type VariantCounts, type WorkflowDetail } from "./workflow-detail.ts";
import { exceptionRule, type DecisionDefinition, type WorkflowDefinition } from "./workflow-definitions.ts";

export type DepthOptions = Omit<AuditOptions, "bots" | "decisions"> & {
  /** When the audit is made: events after it lie in the future, and days after its own are no part of its figures. */
  nowMs: number;
  /** What a person said an account is, by its recorded name; it goes before every finding. */
  kindsSaid: ReadonlyMap<string, ActorKind>;
  /** What each workflow decides and what its exceptions are. */
  definitions: readonly WorkflowDefinition[];
};

/** decided: how many decisions there are; mining null: too few, always the same, or no facts are known. */
export type DecisionsFound = { definition: DecisionDefinition; decided: number; withFacts: boolean; mining: DecisionMining | null };

export type TypedIn = { source: string; activity: string };

export type AuditInDepth = {
  audit: Audit;
  bots: HiddenBot[];
  /** Programs behind touches that name nobody. */
  namelessPrograms: NamelessProgram[];
  quality: SourceQuality[];
  rankRanges: RankRange[];
  creep: CreepAlarm[];
  quadrants: QuadrantPoint[];
  ranks: { workflow: string | null; ranks: Record<RankWeight, number> }[];
  teamHandoffs: TeamHandoff[];
  /** The same value typed twice, by where it was first and then typed; most first. */
  doubleEntries: { first: TypedIn; second: TypedIn; count: number }[];
  /** People's accounts by role; roles of fewer than three are folded into one line with role null. */
  roles: { role: string | null; accounts: number }[];
  decisions: Map<string, DecisionsFound>;
  details: Map<string, WorkflowDetail>;
};

/** What is found in a log beside its totals, and cannot be summed over its parts. */
export type Beside = {
  /** Ends the log, not after the audit is made: until then open exceptions age. */
  endMs: number;
  /** Events that end after the audit is made, by source. */
  inFuture: ReadonlyMap<string, number>;
  /** Events delivered again, by source; the log itself has each once. */
  repeats: ReadonlyMap<string, number>;
  /** Events that came in more than a day after they happened, by source; a log in hand does not know when it came. */
  late: ReadonlyMap<string, number>;
  decisions: Map<string, DecisionsFound>;
  variantsOf: (workflow: string) => VariantCounts;
};

/**
 * The audit with everything beside it: hidden bots are found and counted as apps, decisions are mined and enter the ranking, and each
 * workflow is described. Pure, and the same for the same events in whatever order they were read.
 */
export function auditInDepth(events: readonly OpsEvent[], options: DepthOptions): AuditInDepth {
  const { view, totals, log } = totalsInDepth(events, options);
  const { columns } = log;
  const seen = new Set<string>();
  const repeats = new Map<string, number>();
  for (const { source = "", eventId } of events) {
    const id = `${source}\n${eventId}`;
    if (seen.has(id)) repeats.set(source, (repeats.get(source) ?? 0) + 1);
    seen.add(id);
  }
  const inFuture = new Map<string, number>();
  for (const { source = "", endedAtMs } of log.events) if (endedAtMs > options.nowMs) inFuture.set(source, (inFuture.get(source) ?? 0) + 1);
  const decisions = decisionsOf(totals, options).map(([workflow, definition]) => {
    const days = partsOf(totals, decidedParts(workflow)).toReversed();
    const cases = new Set(decidedCases(days.map((part) => rowsOf(totals, part))));
    const chosen = log.events.filter(({ caseId }) => cases.has(caseId));
    return [workflow, decide(chosen, totals, { workflow, definition, view })] as const;
  });
  const beside: Beside = {
    endMs: columns.endedAtMs.findLast((endedAtMs) => endedAtMs <= options.nowMs) ?? options.nowMs,
    inFuture,
    repeats,
    late: new Map(),
    decisions: new Map(decisions),
    variantsOf: (workflow) => variantCounts(totals, workflow),
  };
  return depthOfTotals(totals, beside, options, inputsOfLinked(log, contextOf(view, options), options));
}

/** The workflows that the log has and that decide something, with what they decide. */
export function decisionsOf(totals: Totals, { definitions }: Pick<DepthOptions, "definitions">): (readonly [string, DecisionDefinition])[] {
  const cases = totals.get("cases");
  return definitions.flatMap(({ workflow, decision }) =>
    decision === null || !cases?.has(keyOf("of", workflow)) ? [] : [[workflow, decision] as const],
  );
}

/** What is thought of the accounts of a log, all that is not in its events: totals are made under one, and made anew where it changes. */
export type AuditView = Classification & { roles: ReadonlyMap<string, string> };

export const blankView = (kindsSaid: ReadonlyMap<string, ActorKind>): AuditView => ({
  kindsSaid,
  bots: new Set(),
  clocks: new Set(),
  roles: new Map(),
});

/** The view that follows from totals. */
export const viewOfTotals = (totals: Totals, kindsSaid: ReadonlyMap<string, ActorKind>): AuditView => ({
  kindsSaid,
  bots: new Set(botsFound(totals, kindsSaid).map(({ actor }) => actor)),
  clocks: new Set(clocksFound(totals).map(slotKey)),
  roles: rolesOfTotals(totals),
});

/** What another view sees with other eyes: accounts of another kind, or in another role, and touches that name nobody, by their slots. */
export function changedAccounts(before: AuditView, after: AuditView): { kind: string[]; role: string[]; clocks: string[] } {
  const differing = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>) =>
    [...new Set([...a.keys(), ...b.keys()])].filter((actor) => a.get(actor) !== b.get(actor));
  const inOne = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...new Set([...a, ...b])].filter((one) => a.has(one) !== b.has(one));
  const kind = new Set([...differing(before.kindsSaid, after.kindsSaid), ...inOne(before.bots, after.bots)]);
  return {
    kind: [...kind].sort(),
    role: differing(before.roles, after.roles).sort(),
    clocks: inOne(before.clocks, after.clocks).sort(),
  };
}

type ContextOptions = Pick<DepthOptions, "calendar" | "calendarsByRole" | "winsoriseMinutes" | "definitions">;

/** What totals depend on beside the events, under a view. */
export function contextOf({ roles }: AuditView, options: ContextOptions): TotalsContext {
  const rules = new Map(options.definitions.map(({ workflow, exception }) => [workflow, exceptionRule(exception)]));
  const outcomes = new Map(options.definitions.map(({ workflow, decision }) => [workflow, decision && new Set(decision.outcomes)]));
  return totalsContext(options, {
    roleOf: (actor) => roles.get(actor) ?? null,
    exceptionOf: (workflow) => rules.get(workflow) ?? null,
    outcomesOf: (workflow) => outcomes.get(workflow) ?? null,
  });
}

/** The totals of a whole log under the view that follows from it: first who is a bot, then who has which role, then the rest. */
export function totalsInDepth(
  events: readonly OpsEvent[],
  options: ContextOptions & Pick<DepthOptions, "kindsSaid">,
): { log: ClassifiedLog; totals: Totals; view: AuditView } {
  const blank = blankView(options.kindsSaid);
  const touches = (view: AuditView) => touchTotals(classifiedLog(events, view), contextOf(view, options));
  const { bots } = viewOfTotals(touches(blank), options.kindsSaid);
  const { roles } = viewOfTotals(touches({ ...blank, bots }), options.kindsSaid);
  const { clocks } = viewOfTotals(caseTotals(classifiedLog(events, blank), contextOf(blank, options)), options.kindsSaid);
  const view = { kindsSaid: options.kindsSaid, bots, clocks, roles };
  const log = classifiedLog(events, view);
  return { log, view, totals: totalsOf(log, contextOf(view, options)) };
}

/** Accounts that work like machines, except those of which a person said what they are. */
export const botsFound = (totals: Totals, kindsSaid: ReadonlyMap<string, ActorKind>): HiddenBot[] =>
  botsByRhythm(rhythmsOfTotals(totals)).filter(({ actor }) => !kindsSaid.has(actor));

/** Slots in which touches that name nobody are a program's. */
function clocksFound(totals: Totals): SlotCount[] {
  return clockSlots(rowsOf(totals, NAMELESS).map(([key, [touches = 0]]) => ({ ...slotOfKey(key), touches })));
}

/**
 * The audit in depth from the totals of a log. What is dated after the day on which it is made is told of in the data quality of its source
 * and is no work yet: the window ends with that day at the latest.
 */
export function depthOfTotals(
  allTotals: Totals,
  { endMs, inFuture, repeats, late, decisions, variantsOf }: Beside,
  { kindsSaid, definitions, nowMs, ...auditOptions }: DepthOptions,
  linked?: ReadonlyMap<string, EffortInput>,
): AuditInDepth {
  // An audit of a past day is made as of the midnight after it.
  const totals = totalsUntil(allTotals, shiftClock(auditOptions.calendar).dayOf(nowMs - 1));
  const findings = new Map(
    [...decisions].flatMap(([workflow, { mining }]) =>
      mining === null ? [] : [[workflow, { rulesBasedness: mining.rulesBasedness, automatableShare: mining.automatableShare }] as const],
    ),
  );
  const roles = rolesOfTotals(totals);
  const audit = auditOfTotals(totals, { ...auditOptions, decisions: findings }, linked, (actor) => roles.get(actor) ?? null);
  const exceptions = new Map(definitions.map(({ workflow, exception }) => [workflow, exception]));
  const minutesPerTouch = new Map(audit.activities.map((row) => [activityKey(row.workflow, row.activity), row.minutesPerTouch.point]));
  return {
    audit,
    bots: botsFound(totals, kindsSaid),
    namelessPrograms: programsOfSlots(clocksFound(totals)),
    quality: qualityOfTotals(totals, { inFuture, repeats, late }),
    rankRanges: rankRanges(audit.workflows),
    creep: creepAlarms(totals),
    quadrants: quadrants(audit.workflows),
    ranks: ranksUnder(audit.workflows),
    teamHandoffs: inOrder(
      rowsOf(totals, "teams").map(([key, [count = 0, cases = 0, waitingMs = 0]]) => {
        const [from = "", to = ""] = textsOf(key);
        return { from, to, count, cases, waitingMs };
      }),
    ),
    doubleEntries: doubleEntriesOfTotals(totals),
    roles: accountsByRole(totals),
    decisions,
    details: new Map(
      audit.workflows.flatMap(({ workflow }) =>
        workflow === null
          ? []
          : [
              [
                workflow,
                workflowDetail(totals, workflow, {
                  nowMs: endMs,
                  minutesPerTouch,
                  exception: exceptions.get(workflow) ?? null,
                  variants: variantsOf(workflow),
                }),
              ] as const,
            ],
      ),
    ),
  };
}

/** As many decisions as are mined: the newest. More would not make the rules clearer, only the wait longer. */
export const MINED_DECISIONS = 20_000;

/** Cases whose decisions are mined, from the days of DECIDED, newest first: whole days, as many as it takes. */
export function decidedCases(days: Iterable<readonly (readonly [caseId: string, row: readonly number[]])[]>): string[] {
  const cases: string[] = [];
  let decisions = 0;
  for (const day of days) {
    if (decisions >= MINED_DECISIONS) break;
    for (const [caseId, [count = 0]] of day) {
      cases.push(caseId);
      decisions += count;
    }
  }
  return cases;
}

/** What a workflow decided, and the rules behind it, from the events of decidedCases in order of time, of whatever kind they were recorded. */
export function decide(
  events: readonly OpsEvent[],
  totals: Totals,
  { workflow, definition, view }: { workflow: string; definition: DecisionDefinition; view: Pick<Classification, "bots" | "clocks"> },
): DecisionsFound {
  const people = events.filter((event) => !isMachine(event, view));
  const found = decisionsOfLog(people, workflow, definition);
  const withFacts = found.some(({ facts }) => Object.keys(facts).length > 0);
  const decided = totals.get("decisions")?.get(keyOf(workflow))?.[0] ?? 0;
  return { definition, decided, withFacts, mining: withFacts ? mineDecisions(found) : null };
}

function qualityOfTotals(totals: Totals, { inFuture, repeats, late }: Pick<Beside, "inFuture" | "repeats" | "late">): SourceQuality[] {
  const rows = rowsOf(totals, "quality");
  return rows.map(([source, [received = 0, unknownActors = 0, touchesWithoutRole = 0, withoutWorkflow = 0, alone = 0]]) => {
    const duplicates = repeats.get(source) ?? 0;
    return {
      source,
      received: received + duplicates,
      duplicates,
      unknownActors,
      touchesWithoutRole,
      withoutWorkflow,
      inFuture: inFuture.get(source) ?? 0,
      late: late.get(source) ?? 0,
      unlinked: rows.length > 1 ? alone : 0,
    };
  });
}

function doubleEntriesOfTotals(totals: Totals): AuditInDepth["doubleEntries"] {
  return rowsOf(totals, "double entries")
    .map(([key, [count = 0]]) => {
      const [source = "", activity = "", second = "", again = ""] = textsOf(key);
      return { first: { source, activity }, second: { source: second, activity: again }, count };
    })
    .sort((a, b) => b.count - a.count);
}

function accountsByRole(totals: Totals): AuditInDepth["roles"] {
  const roleOf = rolesOfTotals(totals);
  const people = new Set(rowsOf(totals, "accounts").map(([key]) => textsOf(key)[0]!));
  const counts = new Map<string, number>();
  for (const actor of people) {
    const role = roleOf.get(actor);
    if (role !== undefined) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const large = [...counts].filter(([, accounts]) => accounts >= SMALLEST_GROUP).map(([role, accounts]) => ({ role, accounts }));
  const rest = people.size - large.reduce((sum, { accounts }) => sum + accounts, 0);
  return [...large.sort((a, b) => (a.role < b.role ? -1 : 1)), ...(rest > 0 ? [{ role: null, accounts: rest }] : [])];
}
