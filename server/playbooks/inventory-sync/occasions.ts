import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { ADJUSTED, ASKED, directionOf, FOUND, fresh, situationOf, step, STOPPED } from "./facts.ts";
import { ASK_RECOUNT, KEEP_CHANNEL, SET_TO_LEDGER, STOP_SELLING } from "./outcomes.ts";

/** Every situation of a difference that asked for a decision up to a moment, in order of time, each once. */
export const occasions = ({ events }: CaseHistory, untilMs: number): Occasion[] =>
  occasionsOf({ fresh, step, situationOf }, events, untilMs);

/**
 * What a person decided by an event. An adjustment says what became of the units put aside; which of the two counts that follows, the
 * direction of the difference tells. null where either is not told.
 */
export function decidedBy(event: OpsEvent, { events }: CaseHistory): string | null {
  const { actorKind, activity, attributes = {} } = event;
  if (actorKind !== "person") return null;
  if (activity === ASKED) return ASK_RECOUNT;
  if (activity === STOPPED) return STOP_SELLING;
  if (activity !== ADJUSTED) return null;
  const found = events.find((other) => other.activity === FOUND && other.endedAtMs <= event.endedAtMs);
  const direction = directionOf(found?.attributes);
  const units = attributes["units set aside"];
  if (direction === null || (units !== "taken off" && units !== "put on sale")) return null;
  return (direction === "too many") === (units === "taken off") ? SET_TO_LEDGER : KEEP_CHANNEL;
}

/** Whether what a person did later on the same difference says that an outcome was wrong. */
export function contradicts(event: OpsEvent, outcome: string, history: CaseHistory): boolean {
  const people = decidedBy(event, history);
  // What is counted is decided on when the count is there; stopped in between, the count was not worth waiting for.
  if (outcome === ASK_RECOUNT) return people === STOP_SELLING;
  return people !== null && people !== outcome;
}
