import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { ANSWERED, fresh, HANDED_OVER, MERGED, PRIORITY_SET, ROUTED, situationOf, step } from "./facts.ts";
import { ANSWER, ESCALATE, HAND_OVER, MERGE, routeTo } from "./outcomes.ts";

/** Every situation of a ticket that asked for a decision up to a moment, in order of time, each once. */
export const occasions = ({ events }: CaseHistory, untilMs: number): Occasion[] =>
  occasionsOf({ fresh, step, situationOf }, events, untilMs);

/** What a person decided by a save; null for what decides nothing, such as a note. */
export function decidedBy({ actorKind, activity, attributes = {} }: OpsEvent): string | null {
  if (actorKind !== "person") return null;
  switch (activity) {
    case ROUTED:
      return attributes["group"] === undefined ? null : routeTo(attributes["group"], attributes["priority"] ?? null);
    case HANDED_OVER:
      return HAND_OVER;
    case MERGED:
      return MERGE;
    case ANSWERED:
      return ANSWER;
    case PRIORITY_SET:
      return attributes["priority"] === "urgent" ? ESCALATE : null;
    default:
      return null;
  }
}

/** Whether what a person did later says that an outcome was wrong: passed on to another group after it was routed, taken down after it was raised. */
export function contradicts({ actorKind, activity, attributes = {} }: OpsEvent, outcome: string): boolean {
  if (actorKind !== "person") return false;
  if (outcome === ESCALATE) return activity === PRIORITY_SET && attributes["priority"] !== "urgent";
  const group = attributes["group"];
  if (activity !== ROUTED || group === undefined) return false;
  return outcome !== HAND_OVER && outcome !== MERGE && outcome !== routeTo(group, null) && !outcome.startsWith(`${routeTo(group, null)}, `);
}
