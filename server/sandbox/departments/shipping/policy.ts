import type { ServiceCode } from "./services.ts";

/** What stands on a parcel when somebody decides how it travels. The people's rules are hidden from the product. */
export interface ParcelFacts {
  weightOunces: number;
  /** 2 next door to 8 across the country, as carriers count. */
  zone: number;
  valueMinor: number;
  isExpressPaid: boolean;
}

const LIGHT_OUNCES = 16;
const HEAVY_OUNCES = 80;
const FAR_ZONE = 7;
const PRECIOUS_MINOR = 40_000;

/** What the automation rules of the account set at the import: by weight alone, and nothing for what is precious. */
export function presetFor({ weightOunces, valueMinor }: ParcelFacts): ServiceCode | null {
  if (valueMinor >= PRECIOUS_MINOR) return null;
  if (weightOunces <= LIGHT_OUNCES) return "usps_ground_advantage";
  return weightOunces <= HEAVY_OUNCES ? "ups_ground" : "fedex_ground";
}

/** What the packers want: precious parcels with a signature, paid express by air, far and not heavy by post, all else as preset. */
export function serviceFor(facts: ParcelFacts): ServiceCode {
  const { weightOunces, zone, valueMinor, isExpressPaid } = facts;
  if (valueMinor >= PRECIOUS_MINOR) return "fedex_2day";
  if (isExpressPaid) return "ups_2nd_day_air";
  if (zone >= FAR_ZONE && weightOunces > LIGHT_OUNCES && weightOunces <= HEAVY_OUNCES) return "usps_priority_mail";
  return presetFor(facts) ?? "ups_ground";
}
