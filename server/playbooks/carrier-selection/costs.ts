import { serviceDays } from "#server/domain/carriers/service-days.ts";

// Class assumed, to be replaced by the account's own: a late parcel that was paid as quick brings its surcharge back and a ticket of ten
// minutes; one that travels quicker than it had to costs the difference of two common rates.
const LATE_MINOR = 1_800;
const TOO_QUICK_MINOR = 900;
const OTHER_CARRIER_MINOR = 150; // Between carriers of one speed the rates of a small parcel differ by a dollar or two.
const QUICK_DAYS = 2;

const daysOf = (outcome: string): number | null => serviceDays(outcome.replace(/^ship by /, ""));

/** What a service that people would not have taken costs. Severe where it is late and people had wanted it quick. */
export function costOf({ decided, people }: { decided: string; people: string }): { costMinor: number; severe: boolean } {
  if (decided === people) return { costMinor: 0, severe: false };
  const [ours, theirs] = [daysOf(decided), daysOf(people)];
  if (ours === null || theirs === null || ours === theirs) return { costMinor: OTHER_CARRIER_MINOR, severe: false };
  if (ours < theirs) return { costMinor: TOO_QUICK_MINOR, severe: false };
  return { costMinor: LATE_MINOR, severe: theirs <= QUICK_DAYS };
}
