import { columnsOfOrdered, orderedEvents, PERSON, withBots, type EventColumns } from "../event-log/columns.ts";
import type { ActorKind, OpsEvent } from "../event-log/event.ts";
import { zoneClock } from "../event-log/time-zone.ts";
import { decisionsOfLog } from "../decisions/decisions-of-log.ts";
import { mineDecisions, type DecisionMining } from "../decisions/mine-decisions.ts";
import { dataQuality, type SourceQuality } from "../mining/data-quality.ts";
import { doubleEntries } from "../mining/double-entry.ts";
import { hiddenBots, type HiddenBot } from "../mining/hidden-bots.ts";
import { teamHandoffs, type TeamHandoff } from "../mining/team-handoffs.ts";
import { auditColumns } from "./audit-log.ts";
import type { Audit, AuditOptions } from "./audit.ts";
import { creepAlarms, type CreepAlarm } from "./creep.ts";
import { quadrants, ranksUnder, type QuadrantPoint, type RankWeight } from "./quadrant.ts";
import { rankRanges, type RankRange } from "./rank-ranges.ts";
import { SMALLEST_GROUP, workflowDetail, type WorkflowDetail } from "./workflow-detail.ts";
import type { DecisionDefinition, WorkflowDefinition } from "./workflow-definitions.ts";

export type DepthOptions = Omit<AuditOptions, "bots" | "decisions"> & {
  /** When the audit is made: events after it lie in the future. */
  nowMs: number;
  /** What a person said an account is, by its recorded name; it goes before every finding. */
  kindsSaid: ReadonlyMap<string, ActorKind>;
  /** What each workflow decides and what its exceptions are. */
  definitions: readonly WorkflowDefinition[];
};

/** decided: how many decisions there are; mining null: too few, always the same, or no facts are known. */
export type DecisionsFound = { definition: DecisionDefinition; decided: number; withFacts: boolean; mining: DecisionMining | null };

export type TypedIn = { source: string; activity: string };

/** A value that is typed again after a day was most likely meant anew. */
const DOUBLE_ENTRY_MINUTES = 1440;

export type AuditInDepth = {
  audit: Audit;
  bots: HiddenBot[];
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

/**
 * The audit with everything beside it: hidden bots are found and counted as apps, decisions are mined and enter the ranking, and each
 * workflow is described. Pure, and the same for the same events in whatever order they were read.
 */
export function auditInDepth(events: readonly OpsEvent[], options: DepthOptions): AuditInDepth {
  const { kindsSaid, definitions, nowMs, ...auditOptions } = options;
  const clock = zoneClock(options.calendar.zone);
  const ordered = orderedEvents(events.map((event) => withKind(event, kindsSaid)));
  const recorded = columnsOfOrdered(ordered);
  const bots = hiddenBots(recorded, clock).filter(({ actor }) => !kindsSaid.has(actor));
  const botNames = new Set(bots.map(({ actor }) => actor));
  const columns = withBots(recorded, botNames);
  const people = botNames.size === 0 ? ordered : ordered.filter(({ actor }) => actor === null || !botNames.has(actor));

  const inLog = new Set(columns.activities.map(({ workflow }) => workflow));
  const decisions = new Map(
    definitions.flatMap(({ workflow, decision }) =>
      decision === null || !inLog.has(workflow) ? [] : [[workflow, decide(people, workflow, decision)] as const],
    ),
  );
  const exceptions = new Map(definitions.map(({ workflow, exception }) => [workflow, exception]));
  const findings = new Map(
    [...decisions].flatMap(([workflow, { mining }]) =>
      mining === null ? [] : [[workflow, { rulesBasedness: mining.rulesBasedness, automatableShare: mining.automatableShare }] as const],
    ),
  );
  const numbers = new Map(ordered.map((event, i) => [event.eventId, i]));
  const audit = auditColumns(columns, (eventId) => numbers.get(eventId) ?? null, { ...auditOptions, decisions: findings });

  const minutesPerTouch = minutesByNumber(columns, audit);
  const endMs = columns.endedAtMs.at(-1) ?? nowMs;
  const roleOf = rolesOfActors(ordered, botNames);
  return {
    audit,
    bots,
    quality: dataQuality(events.map(withoutGivenWorkflow), nowMs),
    rankRanges: rankRanges(audit.workflows),
    creep: creepAlarms(columns, clock),
    quadrants: quadrants(audit.workflows, audit.window.weeks),
    ranks: ranksUnder(audit.workflows),
    teamHandoffs: teamHandoffs(columns, (actor) => roleOf.get(actor) ?? null),
    doubleEntries: countDoubleEntries(people),
    roles: accountsByRole(columns, roleOf),
    decisions,
    details: new Map(
      audit.workflows.flatMap(({ workflow }) =>
        workflow === null
          ? []
          : [
              [
                workflow,
                workflowDetail(columns, workflow, { clock, nowMs: endMs, minutesPerTouch, exception: exceptions.get(workflow) ?? null }),
              ] as const,
            ],
      ),
    ),
  };
}

function withKind(event: OpsEvent, kindsSaid: ReadonlyMap<string, ActorKind>): OpsEvent {
  const actorKind = event.actor === null ? undefined : kindsSaid.get(event.actor);
  return actorKind === undefined ? event : { ...event, actorKind };
}

/** An event that no workflow claims stands under the name of its source, which is no workflow. */
function withoutGivenWorkflow(event: OpsEvent): OpsEvent {
  if (event.workflow === undefined || event.workflow !== event.source) return event;
  const { workflow: _workflow, ...rest } = event;
  return rest;
}

function decide(events: readonly OpsEvent[], workflow: string, definition: DecisionDefinition): DecisionsFound {
  const found = decisionsOfLog(events, workflow, definition);
  const withFacts = found.some(({ facts }) => Object.keys(facts).length > 0);
  return { definition, decided: found.length, withFacts, mining: withFacts ? mineDecisions(found) : null };
}

function countDoubleEntries(events: readonly OpsEvent[]): AuditInDepth["doubleEntries"] {
  const places = new Map<string, AuditInDepth["doubleEntries"][number]>();
  for (const { first, second } of doubleEntries(events, DOUBLE_ENTRY_MINUTES)) {
    const place = (event: OpsEvent): TypedIn => ({ source: event.source ?? "", activity: event.activity });
    const key = JSON.stringify([place(first), place(second)]);
    const known = places.get(key) ?? { first: place(first), second: place(second), count: 0 };
    places.set(key, { ...known, count: known.count + 1 });
  }
  return [...places].sort(([a, { count: m }], [b, { count: n }]) => n - m || (a < b ? -1 : 1)).map(([, row]) => row);
}

function minutesByNumber(columns: EventColumns, audit: Audit): number[] {
  const points = new Map(audit.activities.map((row) => [JSON.stringify([row.workflow, row.activity]), row.minutesPerTouch.point]));
  return columns.activities.map(({ workflow, activity }) => points.get(JSON.stringify([workflow, activity])) ?? 0);
}

/** The role that an account has most often in its touches; the first by name among equals. */
function rolesOfActors(events: readonly OpsEvent[], bots: ReadonlySet<string>): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { actor, actorKind, role } of events) {
    if (actor === null || actorKind !== "person" || role === undefined || bots.has(actor)) continue;
    const roles = counts.get(actor) ?? new Map<string, number>();
    counts.set(actor, roles.set(role, (roles.get(role) ?? 0) + 1));
  }
  const most = (roles: ReadonlyMap<string, number>) => [...roles].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];
  return new Map([...counts].map(([actor, roles]) => [actor, most(roles)]));
}

function accountsByRole(columns: EventColumns, roleOf: ReadonlyMap<string, string>): AuditInDepth["roles"] {
  const people = new Set<number>();
  for (let i = 0; i < columns.length; i += 1) if (columns.kind[i] === PERSON && columns.actorIx[i]! >= 0) people.add(columns.actorIx[i]!);
  const counts = new Map<string, number>();
  for (const number of people) {
    const role = roleOf.get(columns.actors[number]!);
    if (role !== undefined) counts.set(role, (counts.get(role) ?? 0) + 1);
  }
  const large = [...counts].filter(([, accounts]) => accounts >= SMALLEST_GROUP).map(([role, accounts]) => ({ role, accounts }));
  const rest = people.size - large.reduce((sum, { accounts }) => sum + accounts, 0);
  return [...large.sort((a, b) => (a.role < b.role ? -1 : 1)), ...(rest > 0 ? [{ role: null, accounts: rest }] : [])];
}
