const WINDOW_MS = 60_000;

export interface Limits {
  /** Counts a call; `isOver` when it is one too many. */
  take(): { isOver: boolean; headers: Readonly<Record<string, string>> };
}

/** Forty calls a minute for a key, as the vendor grants, in fixed windows on the machine's own clock. */
export function createLimits(callsAMinute: number, wallNowMs: () => number): Limits {
  let window = { startMs: Number.NEGATIVE_INFINITY, used: 0 };
  return {
    take() {
      const nowMs = wallNowMs();
      if (nowMs >= window.startMs + WINDOW_MS) window = { startMs: nowMs, used: 0 };
      window.used++;
      return {
        isOver: window.used > callsAMinute,
        headers: {
          "x-rate-limit-limit": String(callsAMinute),
          "x-rate-limit-remaining": String(Math.max(0, callsAMinute - window.used)),
          "x-rate-limit-reset": String(Math.ceil((window.startMs + WINDOW_MS - nowMs) / 1000)),
        },
      };
    },
  };
}
