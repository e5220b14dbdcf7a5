import type { Place } from "./zone-of.ts";

/**
 * The hour of the day, 0 to 23, that clocks show in a state of the United States: what a carrier's hour of pick-up is held against. In the
 * dozen states that two zones divide, the zone where most people live.
 *
 * @returns null for another country, where regions do not tell the zone, and for a place that is not known
 */
export function hourAt({ region, country }: Place, atMs: number): number | null {
  const zone = country === "US" && region !== null ? ZONE_OF.get(region) : undefined;
  const clock = zone === undefined ? undefined : CLOCKS.get(zone);
  return clock ? Number(clock.format(atMs)) : null;
}

const STATES: Readonly<Record<string, string>> = {
  "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
  "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
  "America/Denver": "CO ID MT NM UT WY",
  "America/Phoenix": "AZ",
  "America/Los_Angeles": "CA NV OR WA",
  "America/Anchorage": "AK",
  "Pacific/Honolulu": "HI",
};
const ZONE_OF = new Map(Object.entries(STATES).flatMap(([zone, states]) => states.split(" ").map((state) => [state, zone])));
const CLOCKS = new Map(
  Object.keys(STATES).map((timeZone) => [timeZone, new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" })]),
);
