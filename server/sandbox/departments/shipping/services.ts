/** What the merchant's carriers offer, with what a parcel costs: a base, and a rate a pound and zone. */
export const SERVICES = {
  usps_ground_advantage: { carrier: "stamps_com", name: "USPS Ground Advantage", baseMinor: 420, perPoundZoneMinor: 17 },
  usps_priority_mail: { carrier: "stamps_com", name: "USPS Priority Mail", baseMinor: 710, perPoundZoneMinor: 24 },
  ups_ground: { carrier: "ups_walleted", name: "UPS Ground", baseMinor: 780, perPoundZoneMinor: 14 },
  ups_2nd_day_air: { carrier: "ups_walleted", name: "UPS 2nd Day Air", baseMinor: 1650, perPoundZoneMinor: 52 },
  fedex_ground: { carrier: "fedex_walleted", name: "FedEx Ground", baseMinor: 760, perPoundZoneMinor: 15 },
  fedex_2day: { carrier: "fedex_walleted", name: "FedEx 2Day", baseMinor: 1580, perPoundZoneMinor: 55 },
} as const;
export type ServiceCode = keyof typeof SERVICES;

export const CARRIERS = [
  { code: "stamps_com", name: "Stamps.com" },
  { code: "ups_walleted", name: "UPS by ShipStation" },
  { code: "fedex_walleted", name: "FedEx by ShipStation" },
] as const;

export const SERVICE_CODES = [
  "usps_ground_advantage",
  "usps_priority_mail",
  "ups_ground",
  "ups_2nd_day_air",
  "fedex_ground",
  "fedex_2day",
] as const satisfies readonly ServiceCode[];

const ZONES: Readonly<Record<string, number>> = { ME: 2, MA: 2, NY: 3, NC: 5, IL: 5, FL: 6, TX: 7, CO: 7, AZ: 8, WA: 8 };

/** How far a parcel travels to a state, as carriers count from Maine. */
export const zoneOf = (state: string): number => ZONES[state] ?? 5;

/** What a label costs. */
export function costMinor(service: ServiceCode, { weightOunces, zone }: { weightOunces: number; zone: number }): number {
  const { baseMinor, perPoundZoneMinor } = SERVICES[service];
  return baseMinor + Math.round((weightOunces / 16) * zone * perPoundZoneMinor);
}
