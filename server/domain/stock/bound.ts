import { waitBeforeRetry } from "../automations/retry.ts";

/** What the time to convergence is made of, each as its longest, in milliseconds. */
export type Delays = {
  /** Until a change is in our copy though its notice was lost: the time between two sweeps, and how old an answer of the vendor may be. */
  seenMs: number;
  /** From the copy to the decision with its effect. */
  decidedMs: number;
  /** One try of the effect, with its looks. */
  triedMs: number;
  /** Tries in a row that fail before one goes through. */
  failures: number;
};

/** The longest that an effect is on its way: its tries, and the waits between them; null when a person is asked before one goes through. */
export function effectMs({ triedMs, failures }: Pick<Delays, "triedMs" | "failures">): number | null {
  let total = triedMs;
  for (let tries = 1; tries <= failures; tries += 1) {
    const wait = waitBeforeRetry("outage", tries);
    if (wait === null) return null;
    total += wait + triedMs;
  }
  return total;
}

/**
 * The time T within which a channel stands at its target once nothing changes any more. The last change is seen and decided on; an effect that
 * was decided on older counts may still be on its way and change the channel after that; one that met it may be in doubt until the channel
 * says that it was refused; then the channel is seen and decided on anew, and that effect goes through.
 *
 * @returns milliseconds; null when so many tries fail that the effect waits for a person
 */
export function convergenceBoundMs(delays: Delays): number | null {
  const effect = effectMs(delays);
  return effect === null ? null : 2 * (delays.seenMs + delays.decidedMs) + 3 * effect;
}
