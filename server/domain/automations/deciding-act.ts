import type { OpsEvent } from "../event-log/event.ts";
import type { CaseHistory } from "./case-history.ts";
import { pendingAt, type Replays } from "./replay.ts";

/**
 * What a person decided by hand where nothing was carried out for them; null where nobody has up to now.
 * A person may have acted before the decision was taken, by an event that our copy did not hold yet: seen from today the situation was
 * over by then. What they did about it answers the decision, and nothing that came of the case later does.
 *
 * @param occasion key of the situation that was decided on
 * @param nextMs when the case was decided on again; what came after answers that decision. Infinity where it was not
 */
export function decidingAct(
  playbook: Pick<Replays, "occasions" | "factsAt" | "decidedBy">,
  history: CaseHistory,
  { occasion, decidedMs, nextMs }: { occasion: string; decidedMs: number; nextMs: number },
): OpsEvent | null {
  const came = playbook.occasions(history, decidedMs).find(({ key }) => key === occasion);
  const wasOver = came !== undefined && pendingAt(playbook, history, decidedMs)?.key !== occasion;
  const isAnswer = (event: OpsEvent): boolean =>
    (wasOver ? event.endedAtMs > came.atMs && event.endedAtMs <= decidedMs : event.endedAtMs >= decidedMs) &&
    event.endedAtMs < nextMs &&
    playbook.decidedBy(event, history) !== null;
  return history.events.find(isAnswer) ?? null;
}
