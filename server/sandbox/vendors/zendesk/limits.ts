/** Calls a minute that a plan allows, as the vendor lists them. */
export const PLANS = { team: 200, growth: 400, enterprise: 700, "high volume": 2500, unlimited: 1_000_000 } as const;
export type Plan = keyof typeof PLANS;

const MINUTE_MS = 60_000;
const TEN_MINUTES_MS = 600_000;
const PER_TICKET = 30;

/** What a call counts against beside the account's own limit. */
export type Endpoint = { kind: "export" } | { kind: "update"; ticketId: number } | { kind: "other" };

export interface Limits {
  /** Counts a call. `retryAfter` in seconds when it is one too many. */
  take(endpoint: Endpoint): { retryAfter: number | null; headers: Readonly<Record<string, string>> };
}

/** Fixed windows on the machine's own clock, one for the account and one for each narrower limit. */
export function createLimits(plan: Plan, wallNowMs: () => number): Limits {
  const windows = new Map<string, { startMs: number; used: number }>();
  const isHighVolume = plan === "high volume" || plan === "unlimited";
  const many = plan === "unlimited" ? PLANS.unlimited : null;

  function count(name: string, total: number, lengthMs: number): { remaining: number; resets: number } {
    const nowMs = wallNowMs();
    let window = windows.get(name);
    if (!window || nowMs >= window.startMs + lengthMs) {
      window = { startMs: nowMs, used: 0 };
      windows.set(name, window);
    }
    window.used++;
    return { remaining: total - window.used, resets: Math.ceil((window.startMs + lengthMs - nowMs) / 1000) };
  }

  return {
    take(endpoint) {
      const total = PLANS[plan];
      const account = count("account", total, MINUTE_MS);
      const narrow: { name: string; total: number; remaining: number; resets: number }[] = [];
      if (endpoint.kind === "export") {
        const exports = many ?? (isHighVolume ? 30 : 10);
        narrow.push({ name: "incremental-exports-cursor", total: exports, ...count("export", exports, MINUTE_MS) });
      }
      if (endpoint.kind === "update") {
        const updates = many ?? (isHighVolume ? 300 : 100);
        const each = many ?? PER_TICKET;
        narrow.push({ name: "tickets-update", total: updates, ...count("update", updates, MINUTE_MS) });
        narrow.push({ name: "per-ticket-updates", total: each, ...count(`ticket ${endpoint.ticketId}`, each, TEN_MINUTES_MS) });
      }
      const over = [account, ...narrow].filter(({ remaining }) => remaining < 0);
      const left = Math.max(0, account.remaining);
      return {
        retryAfter: over.length === 0 ? null : Math.max(1, ...over.map(({ resets }) => resets)),
        headers: {
          "x-rate-limit": String(total),
          "x-rate-limit-remaining": String(left),
          "ratelimit-limit": String(total),
          "ratelimit-remaining": String(left),
          "ratelimit-reset": String(account.resets),
          ...Object.fromEntries(
            narrow.map(({ name, total: of, remaining, resets }) => [
              `zendesk-ratelimit-${name}`,
              `total=${of}; remaining=${Math.max(0, remaining)}; resets=${resets}`,
            ]),
          ),
        },
      };
    },
  };
}
