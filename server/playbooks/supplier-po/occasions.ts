import type { CaseHistory, Occasion } from "#server/domain/automations/case-history.ts";
import { occasionsOf } from "#server/domain/automations/occasions-of.ts";
import type { OpsEvent } from "#server/domain/event-log/event.ts";
import { readMemo, type MemoMeaning } from "./memo-words.ts";
import { ACCEPT, ACKNOWLEDGE, ASK, ASK_EARLIER, ESCALATE } from "./outcomes.ts";
import { ACKNOWLEDGED, DATE_UPDATED, fresh, MEMO_WRITTEN, situationOf, step } from "./standing.ts";

/** Every situation of an order that asked for a decision up to a moment, in order of time, each once. */
export const occasions = ({ events }: CaseHistory, untilMs: number): Occasion[] =>
  occasionsOf({ fresh, step, situationOf }, events, untilMs);

const DECIDED_BY_MEMO: Readonly<Record<MemoMeaning, string | null>> = {
  "ask supplier": ASK,
  "ask for an earlier date": ASK_EARLIER,
  escalate: ESCALATE,
  acknowledge: ACKNOWLEDGE,
  "pass to a buyer": null,
};

/** What a person decided by a save; null for what decides nothing. */
export function decidedBy({ actorKind, activity, attributes = {} }: OpsEvent): string | null {
  if (actorKind !== "person") return null;
  if (activity === ACKNOWLEDGED) return ACKNOWLEDGE;
  if (activity === DATE_UPDATED) return ACCEPT;
  if (activity !== MEMO_WRITTEN) return null;
  const meaning = readMemo(attributes["memo"] ?? "");
  return meaning === null ? null : DECIDED_BY_MEMO[meaning];
}

/** Whether what a person did later says that an outcome was wrong: another date than the accepted one, or a request for an earlier one. */
export function contradicts(event: OpsEvent, outcome: string): boolean {
  if (outcome !== ACCEPT && outcome !== ACKNOWLEDGE) return false;
  const people = decidedBy(event);
  return people === ACCEPT || people === ASK_EARLIER || people === ESCALATE;
}
