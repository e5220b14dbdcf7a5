import type { OpsEvent } from "../event-log/event.ts";
import type { CaseHistory } from "./case-history.ts";
import type { Replays } from "./replay.ts";

/** A change to a case that a person had taken back: by which version of the rules it was, when they asked for it, and when it was over. */
export type TakenBack = { version: number; askedMs: number; overMs: number | null };

/** The vendor's clock may be ahead of ours by this much: until then an act of no person may be our own, which put the record back. */
const OWN_ACT_UNTIL_MS = 5 * 60_000;

/**
 * Why a case is left to people although rules could decide on it; null where they may. What somebody had taken back comes up again at
 * the vendor, and the same rules would do the same once more. It stays with people until somebody has settled it, or until other rules
 * than those that were taken back were put on a stage since.
 *
 * @param now the version that would act, and since when it is on its stage
 */
export function staysWithPeople(
  playbook: Pick<Replays, "decidedBy">,
  history: CaseHistory,
  takenBack: readonly TakenBack[],
  now: { version: number; stageSinceMs: number },
): string | null {
  const standing = takenBack.findLast(
    ({ version, askedMs, overMs }) =>
      !(version !== now.version && now.stageSinceMs > askedMs) &&
      !history.events.some((event) => isLater(event, askedMs, overMs) && settles(playbook, event, history)),
  );
  return standing
    ? `What version ${standing.version} did here was taken back, so it is left to people until somebody has settled it.`
    : null;
}

const isLater = ({ actorKind, endedAtMs }: OpsEvent, askedMs: number, overMs: number | null): boolean =>
  actorKind === "person" ? endedAtMs > askedMs : overMs !== null && endedAtMs > overMs + OWN_ACT_UNTIL_MS;

/** Whoever it was: where a shop does not tell who acted, nobody would be a person. */
const settles = (playbook: Pick<Replays, "decidedBy">, event: OpsEvent, history: CaseHistory): boolean =>
  playbook.decidedBy({ ...event, actorKind: "person" }, history) !== null;
