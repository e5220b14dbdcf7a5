import { claimFits, claimsInOrder, effectiveDefinitions, workflowMatcher, workflowOfEvent, type ClaimedEvent } from "./workflow-matcher.ts";
import type { WorkflowDefinition } from "./workflow-definitions.ts";

/** Events alike in all that claims look at, and how many there are. */
export type EventGroup = ClaimedEvent & { events: number };

export type ActivityMatch = {
  activity: string;
  source: string;
  recordedWorkflow: string | null;
  events: number;
  belongsTo: string;
  claimed: boolean;
};
export type DefinitionConflict = { workflow: string; events: number; keptHere: number };

/** What a definition would take of a log if it were saved. */
export type DefinitionPreview = {
  events: number;
  /** What belongs to it by activity, most events first. */
  inside: ActivityMatch[];
  /** What does not, most events first, with where it belongs instead. claimed: some definition takes it. */
  outside: ActivityMatch[];
  /** Definitions that claim some of the same events; keptHere: how many of these this definition has, the other has the rest. */
  conflicts: DefinitionConflict[];
  /** Activities named in a claim that fits no event of the log with them. */
  claimedForNothing: string[];
  /** Activities named as an outcome, or as opening, resolving or ending an exception, that no event of it has. */
  neverSeen: string[];
};

/**
 * @param draft the definition as it would be
 * @param others the definitions as they hold now; one of the same name is replaced by the draft
 */
export function previewDefinition(
  groups: readonly EventGroup[],
  draft: WorkflowDefinition,
  others: readonly WorkflowDefinition[],
): DefinitionPreview {
  const definitions = effectiveDefinitions([draft], others);
  const match = workflowMatcher(definitions);
  const claims = claimsInOrder(definitions);
  const inside: ActivityMatch[] = [];
  const outside: ActivityMatch[] = [];
  const conflicts = new Map<string, DefinitionConflict>();
  for (const { events, ...event } of groups) {
    const belongsTo = workflowOfEvent(match, event);
    const claimants = new Set(claims.filter((claim) => claimFits(claim, event)).map(({ workflow }) => workflow));
    const { activity, source, recordedWorkflow } = event;
    const row = { activity, source, recordedWorkflow, events, belongsTo, claimed: claimants.size > 0 };
    (belongsTo === draft.workflow ? inside : outside).push(row);
    if (!claimants.has(draft.workflow)) continue;
    for (const workflow of claimants) {
      if (workflow === draft.workflow) continue;
      const known = conflicts.get(workflow) ?? { workflow, events: 0, keptHere: 0 };
      conflicts.set(workflow, {
        workflow,
        events: known.events + events,
        keptHere: known.keptHere + (belongsTo === draft.workflow ? events : 0),
      });
    }
  }
  const seen = new Set(inside.map(({ activity }) => activity));
  const named = [
    ...(draft.decision?.outcomes ?? []),
    ...(draft.exception ? [...draft.exception.opens, ...draft.exception.resolves, ...draft.exception.lapses] : []),
  ];
  return {
    events: inside.reduce((sum, row) => sum + row.events, 0),
    inside: merged(inside),
    outside: merged(outside),
    conflicts: [...conflicts.values()].sort((a, b) => b.events - a.events || (a.workflow < b.workflow ? -1 : 1)),
    claimedForNothing: claimedForNothing(groups, draft),
    neverSeen: [...new Set(named)].filter((activity) => !seen.has(activity)),
  };
}

function claimedForNothing(groups: readonly EventGroup[], { claims }: WorkflowDefinition): string[] {
  const named = claims.flatMap((claim) => claim.activities.map((activity) => ({ activity, claim: { ...claim, activities: [activity] } })));
  const fitting = new Set(named.filter(({ claim }) => groups.some((group) => claimFits(claim, group))).map(({ activity }) => activity));
  return [...new Set(named.map(({ activity }) => activity))].filter((activity) => !fitting.has(activity));
}

/** Groups that differ only in how their cases begin are one line. */
function merged(rows: readonly ActivityMatch[]): ActivityMatch[] {
  const found = new Map<string, ActivityMatch>();
  for (const row of rows) {
    const key = JSON.stringify([row.activity, row.source, row.recordedWorkflow, row.belongsTo, row.claimed]);
    const known = found.get(key);
    found.set(key, known ? { ...known, events: known.events + row.events } : row);
  }
  return [...found].sort(([a, m], [b, n]) => n.events - m.events || (a < b ? -1 : 1)).map(([, row]) => row);
}
