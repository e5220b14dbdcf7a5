import type { RouterOutputs } from "#app/trpc/types.ts";
import { effectState } from "../../effect-state.ts";
import { asSentence } from "../../stopped-words.ts";

type Told = RouterOutputs["automations"]["decision"];
type Effect = Told["effects"][number];
export type Moment = { at: Date; what: string };

/** What each step at the vendor says, by what was tried and what came of it. */
const TRIES: Readonly<Record<string, string>> = {
  "look done": "the record was looked at",
  "look already done": "on looking at the record it stood so already",
  "look refused": "not done after a look at the record",
  "look failed": "the record could not be looked at",
  "act begun": "sending it began",
  "act done": "sent and taken",
  "act refused": "sent and refused",
  "act failed": "sending it failed",
  "read back done": "read back, and it had been done",
  "read back already done": "read back, and it had been done",
  "read back not done": "read back, and it had not been done",
  "read back refused": "not done after the record was read back",
  "read back failed": "the record could not be read back",
};

/**
 * Everything that happened about a decision in order of time: what was proposed and by which version, who said yes or no, every try at the
 * vendor, and how it ended. What stands there once is never worded otherwise later.
 *
 * @param automation its name
 * @param decided title of the outcome
 * @param title gives the title of an outcome
 */
export function decisionMoments(
  { decision, effects, said }: Told,
  { automation, decided, title }: { automation: string; decided: string; title: (outcome: string) => string },
): Moment[] {
  const { answer, version, stage, decidedAt } = decision;
  const nameOf = (effectId: string | null): string => effects.find(({ id }) => id === effectId)?.title ?? decided;
  const byPeople = answer !== null && answer.by === "people" ? answer : null;
  const moments: (Moment & { order: number })[] = [
    { at: decidedAt, order: 0, what: `Decided by ${automation}, version ${version} of its rules, in stage ${stage}: ${decided}.` },
    ...effects
      .filter(({ undoes }) => undoes === null)
      .map((effect) => ({ at: effect.createdAt, order: 1, what: begun(effect, automation, version) })),
    ...said.map(({ at, what, by, reason, effectId }) => ({ at, order: 2, what: `${SAID[what](nameOf(effectId))} by ${by}${why(reason)}` })),
    ...(byPeople === null
      ? []
      : [{ at: byPeople.at, order: 5, what: `People did: ${title(byPeople.outcome)}, ${byPeople.agreed ? "alike" : "otherwise"}.` }]),
    ...effects.flatMap((effect) => tries(effect, nameOf(effect.undoes))),
  ];
  return moments.sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order).map(({ at, what }) => ({ at, what }));
}

const begun = ({ title, wasProposed }: Effect, automation: string, version: number): string =>
  wasProposed
    ? `Proposed by ${automation}, version ${version}: ${title}.`
    : `To be done by ${automation}, version ${version}, without asking: ${title}.`;

const SAID: Readonly<Record<Told["said"][number]["what"], (name: string) => string>> = {
  approve: (name) => `${name}: approved`,
  reject: (name) => `${name}: rejected`,
  undo: (name) => `Undo of "${name}" asked for`,
  redo: (name) => `Another try of "${name}" asked for`,
  "close reply page": (name) => `The reply page of "${name}" closed`,
};

const why = (reason: string | null): string => (reason === null || reason === "" ? "." : `: ${asSentence(reason)}`);

/** @param takesBack title of what it takes back, where it does */
function tries(effect: Effect, takesBack: string): (Moment & { order: number })[] {
  const name = effect.undoes === null ? effect.title : `Undo of "${takesBack}"`;
  const settled = effectState(effect);
  return [
    ...effect.attempts.map(({ at, what, result, message }) => ({
      at,
      order: 3,
      what: `${name}: ${TRIES[`${what} ${result}`] ?? `${what}, ${result}`}${message === null || message === "" ? "." : `: ${asSentence(message)}`}`,
    })),
    // Undone is what the effect that takes it back did, at a moment of its own.
    ...(effect.settledAt === null
      ? []
      : [{ at: effect.settledAt, order: 4, what: `${name}: ${effect.state === "undone" ? "done" : settled.label}.` }]),
  ];
}
