import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { APPROVED, CANCELLED, DECLINED, fresh, REFUNDED, RESTOCKED, situationOf, step, WRITTEN_OFF } from "./facts.ts";
import { APPROVE, DECLINE, FINAL_SALE, isDecline, KEEP_ITEM, LEAVE_UNPAID, PAY_A_PART, RESTOCK, TOO_LATE, WRITE_OFF } from "./outcomes.ts";

/** Every situation of a return that asked for a decision up to a moment, in order of time, each once. */
export const occasions = ({ events }: CaseHistory, untilMs: number): Occasion[] =>
  occasionsOf({ fresh, step, situationOf }, events, untilMs);

const DECLINES: Readonly<Record<string, string>> = { return_period_ended: TOO_LATE, final_sale: FINAL_SALE };

/**
 * What a person decided by an event; null for what only finishes a decision. Of goods the decision is read when their fate is: the refund
 * comes before, and does not tell it.
 */
export function decidedBy({ actorKind, activity, attributes = {} }: OpsEvent): string | null {
  if (actorKind !== "person") return null;
  const paid = attributes["refunded before"];
  switch (activity) {
    case APPROVED:
      return APPROVE;
    case DECLINED:
      return paid === undefined ? (DECLINES[attributes["decline reason"] ?? ""] ?? DECLINE) : null;
    case REFUNDED:
      return attributes["goods"] === "kept" ? KEEP_ITEM : null;
    case RESTOCKED:
    case WRITTEN_OFF:
      if (paid === undefined) return LEAVE_UNPAID;
      return paid === "in part" ? PAY_A_PART : activity === RESTOCKED ? RESTOCK : WRITE_OFF;
    default:
      return null;
  }
}

/** Whether what a person did later says that an outcome was wrong. */
export function contradicts({ actorKind, activity }: OpsEvent, outcome: string): boolean {
  if (actorKind !== "person") return false;
  if (outcome === APPROVE) return activity === DECLINED || activity === CANCELLED;
  if (isDecline(outcome)) return activity === APPROVED || activity === REFUNDED;
  if (outcome === RESTOCK) return activity === WRITTEN_OFF;
  return outcome === WRITE_OFF && activity === RESTOCKED;
}
