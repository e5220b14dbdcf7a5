import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { CHANGED, fresh, KEPT, situationOf, step } from "./facts.ts";
import { shipBy } from "./outcomes.ts";

/** Every time that a shipment waited for a choice up to a moment, in order of time, each once. */
export const occasions = ({ events }: CaseHistory, untilMs: number): Occasion[] =>
  occasionsOf({ fresh, step, situationOf }, events, untilMs);

/** The service by which a person let it travel; null for a label of which nobody can tell whether its maker chose the service. */
export function decidedBy({ actorKind, activity, attributes = {} }: OpsEvent): string | null {
  const service = attributes["service"];
  return actorKind === "person" && (activity === KEPT || activity === CHANGED) && service !== undefined ? shipBy(service) : null;
}

/** Whether a person printed the label by another service than was chosen. */
export function contradicts(event: OpsEvent, outcome: string): boolean {
  const people = event.activity === CHANGED ? decidedBy(event) : null;
  return people !== null && people !== outcome;
}
