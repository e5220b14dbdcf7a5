import { createRandom } from "../random.ts";
import { atLocal, dayOf } from "../calendar.ts";

/** How strictly the staff follow their own policy. */
export interface PolicyProfile {
  name: "strict" | "typical" | "sloppy" | "hasty";
  /** Share of decisions that are simply another one than the policy's. */
  errorRate: number;
  /** Share of corrected addresses that turn out wrong and come back. */
  reworkRate: number;
  /** Share of items that a second person has to finish. */
  handoverRate: number;
  /** Share of releases that somebody doubts, holds again and looks at once more. */
  doubtRate: number;
  /** Share of decisions preceded by a written comment. */
  commentRate: number;
}

export const PROFILES: Record<PolicyProfile["name"], PolicyProfile> = {
  strict: { name: "strict", errorRate: 0.01, reworkRate: 0.02, handoverRate: 0.03, doubtRate: 0.01, commentRate: 0.5 },
  typical: { name: "typical", errorRate: 0.03, reworkRate: 0.06, handoverRate: 0.1, doubtRate: 0.02, commentRate: 0.4 },
  sloppy: { name: "sloppy", errorRate: 0.12, reworkRate: 0.15, handoverRate: 0.2, doubtRate: 0.06, commentRate: 0.25 },
  // Decides mostly as it should, passes much on and mends much twice, and writes everything down.
  hasty: { name: "hasty", errorRate: 0.06, reworkRate: 0.22, handoverRate: 0.3, doubtRate: 0.09, commentRate: 0.7 },
};

export interface ShopSettings {
  seed: string;
  /** Mean over the back-fill window; single days differ by season, weekday and promotion. */
  ordersPerDay: number;
  days: number;
  /** The back-fill ends at this instant, and live time begins. */
  untilMs: number;
  profile: PolicyProfile;
}

export const SHOP = {
  name: "Harbour & Pine, demo shop",
  zone: "America/New_York",
  currency: "USD",
  domain: "harbour-and-pine.myshopify.com",
} as const;

/** First instant of the back-fill: midnight in the shop's zone. */
export function startOf(settings: ShopSettings): number {
  return atLocal(SHOP.zone, dayOf(SHOP.zone, settings.untilMs) - settings.days, 0);
}

/**
 * Settings with defaults: 500 orders a day, 90 days, the typical profile. The default end is a fixed
 * Monday, so that the same command gives the same bytes on any day.
 */
export function shopSettings(given: Partial<Omit<ShopSettings, "profile">> & { profile?: PolicyProfile["name"] } = {}): ShopSettings {
  return {
    seed: given.seed ?? "1",
    ordersPerDay: given.ordersPerDay ?? 500,
    days: given.days ?? 90,
    untilMs: given.untilMs ?? Date.UTC(2026, 10, 2, 5),
    profile: PROFILES[given.profile ?? "typical"],
  };
}

/** A stream for one purpose of this shop. */
export function drawsFor(settings: ShopSettings, ...words: readonly (string | number)[]): ReturnType<typeof createRandom> {
  return createRandom(settings.seed, ...words);
}
