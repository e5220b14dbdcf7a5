import type { DecisionDefinition } from "../audit/workflow-definitions.ts";
import { EVIDENCE_ATTRIBUTES, type OpsEvent } from "../event-log/event.ts";
import type { Decision, FactValue } from "./decision.ts";

/**
 * The decisions of one workflow as its log tells them: each touch with an outcome's activity, and the facts known at that moment.
 * Facts are the last values that earlier events of the case carried, without what only says how a connector recorded them; of the
 * decision's own attributes only those that the definition names, since the others may have been written by the decision itself. An
 * event of the same instant is not earlier.
 *
 * @param events of the whole log, in order of time, each once
 * @returns [] when none of the outcomes was ever chosen
 */
export function decisionsOfLog(events: readonly OpsEvent[], workflow: string, { outcomes, facts }: DecisionDefinition): Decision[] {
  const wanted = new Set(outcomes);
  const named = facts === null ? null : new Set(facts);
  const known = new Map<string, Map<string, FactValue>>();
  const decisions: Decision[] = [];
  let waiting: OpsEvent[] = [];
  const learn = (event: OpsEvent) => {
    const seen = known.get(event.caseId) ?? new Map<string, FactValue>();
    known.set(event.caseId, seen);
    for (const [name, value] of Object.entries(event.attributes ?? {}))
      if (named === null ? !isEvidence(name, event) : named.has(name)) seen.set(name, factValue(value));
  };
  for (const event of events) {
    if (waiting.length > 0 && waiting[0]!.endedAtMs < event.endedAtMs) {
      waiting.forEach(learn);
      waiting = [];
    }
    if (event.workflow === workflow && event.actorKind === "person" && wanted.has(event.activity))
      decisions.push({
        facts: { ...Object.fromEntries(known.get(event.caseId) ?? []), ...ownFacts(event, named) },
        outcome: event.activity,
      });
    if (event.attributes) waiting.push(event);
  }
  return decisions;
}

function ownFacts({ attributes }: OpsEvent, named: ReadonlySet<string> | null): Record<string, FactValue> {
  if (named === null) return {};
  return Object.fromEntries(
    Object.entries(attributes ?? {}).flatMap(([name, value]) => (named.has(name) ? [[name, factValue(value)] as const] : [])),
  );
}

const EVIDENCE: ReadonlySet<string> = new Set(EVIDENCE_ATTRIBUTES);

/** Only a connector's events carry the source's code; elsewhere a column called "grade" is a fact like others. */
const isEvidence = (name: string, { attributes }: OpsEvent): boolean => EVIDENCE.has(name) && attributes?.["sourceAction"] !== undefined;

/** Attributes are texts; one that is written as a number is compared as a number. An empty one is not known. */
function factValue(text: string): FactValue {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : trimmed;
}
