import type { OpsEvent } from "../event-log/event.ts";
import type { Occasion } from "./case-history.ts";

/** What asks for a decision at a moment, since when, and by which event. */
export type Situation = { situation: string; sinceMs: number; from: string };

/** How a playbook reads a time line: a standing to begin with, what each event changes of it, and what then asks for a decision. */
export type Reads<S> = {
  fresh: () => S;
  step: (standing: S, event: OpsEvent) => void;
  situationOf: (standing: S, atMs: number) => Situation | null;
};

/** Walks a time line up to a moment, that moment left out. */
export function standingOf<S>({ fresh, step }: Pick<Reads<S>, "fresh" | "step">, events: readonly OpsEvent[], atMs: number): S {
  const standing = fresh();
  for (const event of events) {
    if (event.endedAtMs >= atMs) break;
    step(standing, event);
  }
  return standing;
}

/** Every situation that asked for a decision up to a moment, that moment included, in order of time, each once. */
export function occasionsOf<S>({ fresh, step, situationOf }: Reads<S>, events: readonly OpsEvent[], untilMs: number): Occasion[] {
  const found = new Map<string, Occasion>();
  const standing = fresh();
  const look = (atMs: number) => {
    const now = situationOf(standing, atMs);
    if (now === null) return;
    const key = `${now.situation}:${now.from}`;
    if (!found.has(key)) found.set(key, { key, atMs: now.sinceMs, situation: now.situation });
  };
  for (const event of events) {
    if (event.endedAtMs > untilMs) break;
    look(event.endedAtMs); // What time alone brought about before this event.
    step(standing, event);
    look(event.endedAtMs);
  }
  look(untilMs);
  return [...found.values()].sort((a, b) => a.atMs - b.atMs);
}
