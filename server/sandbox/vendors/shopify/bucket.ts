/** The vendor's plans: points restored each second; the bucket holds twenty seconds of them. */
export const PLANS = { standard: 100, advanced: 200, plus: 1000, enterprise: 2000, unlimited: 1_000_000 } as const;
export type Plan = keyof typeof PLANS;
const SECONDS_OF_RESTORE = 20;

export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** A leaking bucket of query cost on the machine's own clock, one for each app and store. */
export interface Bucket {
  status(): ThrottleStatus;
  /** Takes the points, or takes none and returns false. */
  take(points: number): boolean;
  giveBack(points: number): void;
}

export function createBucket(plan: Plan, wallNowMs: () => number): Bucket {
  const restoreRate = PLANS[plan];
  const maximumAvailable = restoreRate * SECONDS_OF_RESTORE;
  let available = maximumAvailable;
  let filledMs = wallNowMs();
  function fill(): void {
    const nowMs = wallNowMs();
    available = Math.min(maximumAvailable, available + (Math.max(0, nowMs - filledMs) / 1000) * restoreRate);
    filledMs = nowMs;
  }
  return {
    status() {
      fill();
      return { maximumAvailable, currentlyAvailable: Math.floor(available), restoreRate };
    },
    take(points) {
      fill();
      if (points > available) return false;
      available -= points;
      return true;
    },
    giveBack(points) {
      available = Math.min(maximumAvailable, available + points);
    },
  };
}
