const WINDOW_MS = 60_000;

export interface Limits {
  /** Counts a call; `isOver` when it is one too many. */
  take(): { isOver: boolean; headers: Readonly<Record<string, string>> };
}

/** So many calls within any sixty seconds, as the vendor grants a user and application, on the machine's own clock. */
export function createLimits(callsAMinute: number, wallNowMs: () => number): Limits {
  let taken: number[] = [];
  return {
    take() {
      const nowMs = wallNowMs();
      taken = taken.filter((atMs) => atMs > nowMs - WINDOW_MS);
      const isOver = taken.length >= callsAMinute;
      if (!isOver) taken.push(nowMs);
      const waitMs = isOver ? (taken[0] ?? nowMs) + WINDOW_MS - nowMs : 0;
      return {
        isOver,
        headers: {
          "x-remaining-calls": String(Math.max(0, callsAMinute - taken.length)),
          ...(isOver ? { "x-retry-after": String(Math.ceil(waitMs / 1000)) } : {}),
        },
      };
    },
  };
}
