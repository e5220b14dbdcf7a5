/** Decides how long to wait before a process that died is started again. */
export type Backoff = {
  /** Milliseconds to wait before the next try; undefined when it is time to give up. */
  next: (ranForMs: number) => number | undefined;
  /** Tries since the process last ran long enough. */
  tries: () => number;
};

export const MAX_RESTARTS = 5;
// A process that ran this long had no trouble starting: its next death counts as the first.
const STABLE_MS = 60_000;
const FIRST_WAIT_MS = 250;

/** Waits 250 ms, then twice as long each time, at most five times in a row. */
export function createBackoff(): Backoff {
  let tries = 0;
  return {
    next: (ranForMs) => {
      if (ranForMs >= STABLE_MS) tries = 0;
      if (tries >= MAX_RESTARTS) return undefined;
      tries += 1;
      return FIRST_WAIT_MS * 2 ** (tries - 1);
    },
    tries: () => tries,
  };
}
