import type { WorkflowOfWords } from "../event-log/numbered-events.ts";
import type { WorkflowClaim, WorkflowDefinition } from "./workflow-definitions.ts";

/** What a claim can look at: nothing else of an event, so that an event's workflow never changes with the events around it. */
export type ClaimedEvent = { source: string; recordedWorkflow: string | null; caseId: string; activity: string };

export type OrderedClaim = WorkflowClaim & { workflow: string };

/**
 * All claims in the order in which they are tried: those that name more come first, so that "approve return in sheet.csv" goes before
 * "everything of sheet.csv"; among those that name as much, by the name of the workflow. The first that fits has the event.
 */
export function claimsInOrder(definitions: readonly WorkflowDefinition[]): OrderedClaim[] {
  return definitions
    .flatMap(({ workflow, claims }) => claims.map((claim) => ({ workflow, ...claim })))
    .filter((claim) => kindsNamed(claim) > 0)
    .map((claim, at) => ({ claim, at }))
    .sort((a, b) => kindsNamed(b.claim) - kindsNamed(a.claim) || compareText(a.claim.workflow, b.claim.workflow) || a.at - b.at)
    .map(({ claim }) => claim);
}

const kindsNamed = ({ sources, recorded, cases, activities }: WorkflowClaim) =>
  [sources, recorded, cases, activities].filter((list) => list.length > 0).length;
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export function claimFits({ sources, recorded, cases, activities }: WorkflowClaim, event: ClaimedEvent): boolean {
  return (
    (sources.length === 0 || sources.includes(event.source)) &&
    (recorded.length === 0 || (event.recordedWorkflow !== null && recorded.includes(event.recordedWorkflow))) &&
    (activities.length === 0 || activities.includes(event.activity)) &&
    (cases.length === 0 || cases.some((start) => event.caseId.startsWith(start)))
  );
}

/**
 * Says which workflow an event belongs to. Pure and per event: the same definitions give the same answer in whatever order events come.
 *
 * @returns a function that answers null where no definition claims the event
 */
export function workflowMatcher(definitions: readonly WorkflowDefinition[]): (event: ClaimedEvent) => string | null {
  const claims = claimsInOrder(definitions);
  const starts = startsOf(claims);
  // A log has few combinations of what claims look at: each is decided once.
  const known = new Map<string, string | null>();
  return (event) => {
    const start = starts.length === 0 ? "" : (starts.find((text) => event.caseId.startsWith(text)) ?? "");
    const key = `${event.source}\u001F${event.recordedWorkflow ?? "\u001E"}\u001F${event.activity}\u001F${start}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = claims.find((claim) => claimFits(claim, event))?.workflow ?? null;
    known.set(key, answer);
    return answer;
  };
}

/** As workflowOfEvent, for events whose words and cases are numbered: of a case only counts which start of a claim it has. */
export function workflowOfWords(definitions: readonly WorkflowDefinition[]): WorkflowOfWords {
  const match = workflowMatcher(definitions);
  const starts = ["", ...startsOf(claimsInOrder(definitions))];
  return {
    starts: starts.length,
    startOf: (caseId) =>
      Math.max(
        0,
        starts.findIndex((start) => start !== "" && caseId.startsWith(start)),
      ),
    of: ({ source, activity, recordedWorkflow }, start) =>
      workflowOfEvent(match, { source, activity, recordedWorkflow, caseId: starts[start]! }),
  };
}

/** The longest first: it stands for the case, since whatever shorter one fits the case fits it too. */
const startsOf = (claims: readonly WorkflowClaim[]): string[] =>
  [...new Set(claims.flatMap(({ cases }) => cases))].sort((a, b) => b.length - a.length);

/** Where an event stands that no definition claims: under what the source wrote, otherwise under the name of its source. */
export const workflowOfEvent = (match: (event: ClaimedEvent) => string | null, event: ClaimedEvent): string =>
  match(event) ?? event.recordedWorkflow ?? event.source;

/** The definitions of a workspace: its own in place of those that ship, and others of its own after them. */
export function effectiveDefinitions(own: readonly WorkflowDefinition[], shipped: readonly WorkflowDefinition[]): WorkflowDefinition[] {
  const byName = new Map(own.map((definition) => [definition.workflow, definition]));
  const shippedNames = new Set(shipped.map(({ workflow }) => workflow));
  return [
    ...shipped.map((definition) => byName.get(definition.workflow) ?? definition),
    ...own.filter(({ workflow }) => !shippedNames.has(workflow)),
  ];
}
