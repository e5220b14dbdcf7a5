import type { OpsEvent } from "../event-log/event.ts";
import type { CaseHistory, Occasion } from "./case-history.ts";

type Judges = {
  occasions: (history: CaseHistory, untilMs: number) => Occasion[];
  contradicts: (event: OpsEvent, outcome: string, history: CaseHistory) => boolean;
};

/**
 * The act that says that an outcome, carried out at a moment, was wrong; null where there is none up to now.
 * What a person does about a later situation, such as the customer's reply, says nothing of what was done about the earlier one. The
 * act that brings the next situation about, such as a new hold, still does.
 *
 * @param doneMs when the outcome was carried out
 */
export function contradictionOf(
  playbook: Judges,
  history: CaseHistory,
  { outcome, doneMs, nowMs }: { outcome: string; doneMs: number; nowMs: number },
): OpsEvent | null {
  const nextMs = Math.min(...playbook.occasions(history, nowMs).flatMap(({ atMs }) => (atMs > doneMs ? [atMs] : [])));
  return (
    history.events.find(
      (event) => event.endedAtMs > doneMs && event.endedAtMs <= nextMs && playbook.contradicts(event, outcome, history),
    ) ?? null
  );
}
