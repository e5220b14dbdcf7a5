import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { ADDRESS_CHANGED, CANCELLED, fresh, HELD, MAILED, namesTag, RELEASED, situationOf, step, TAGGED, WAITING_TAG } from "./facts.ts";
import { OrderSeen } from "./records.ts";

/** Every situation of an order that asked for a decision up to a moment, in order of time, each once. */
export function occasions(history: CaseHistory, untilMs: number): Occasion[] {
  const order = OrderSeen.safeParse(history.records.findLast(({ model }) => model === "Order")?.content).data;
  const placedMs = order ? Date.parse(order.placedAt) : null;
  return occasionsOf({ fresh, step, situationOf: (standing, atMs) => situationOf(standing, placedMs, atMs) }, history.events, untilMs);
}

/** What a person decided by an event; null for what decides nothing, such as a hold or a comment. */
export function decidedBy(event: OpsEvent): string | null {
  if (event.actorKind !== "person") return null;
  switch (event.activity) {
    case RELEASED:
      return "release";
    case ADDRESS_CHANGED:
      return "fix address";
    case MAILED:
      return "ask customer";
    case CANCELLED:
      return "cancel";
    case TAGGED:
      return namesTag(event, WAITING_TAG) ? "wait for stock" : null;
    default:
      return null;
  }
}

/** Whether what a person did later says that an outcome was wrong: held again after a release, released while it was to wait. */
export function contradicts(event: OpsEvent, outcome: string): boolean {
  if (event.actorKind !== "person") return false;
  switch (outcome) {
    case "release":
      return event.activity === HELD || event.activity === CANCELLED;
    case "fix address":
      return event.activity === ADDRESS_CHANGED || event.activity === CANCELLED;
    case "wait for stock":
    case "ask customer":
      return (
        event.activity === RELEASED || event.activity === CANCELLED || (outcome === "ask customer" && event.activity === ADDRESS_CHANGED)
      );
    default:
      return false;
  }
}
