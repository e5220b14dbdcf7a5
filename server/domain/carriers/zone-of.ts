/** A place as shipping systems write it: state and country by their letters. */
export type Place = { region: string | null; country: string | null };

/**
 * The carriers' zone between two states, 2 (next door) to 8 (across the country), by the distance of the states' middles. The carriers' own
 * charts go by the first three digits of the postcode, so near a border between two zones this is one off.
 *
 * @returns null for another country, for a place that is not known, and for a state that is none of the fifty or the District
 * Source: USPS National Zone Charts: 150, 300, 600, 1,000, 1,400 and 1,800 miles.
 */
export function zoneOf(from: Place, to: Place): number | null {
  if (from.country !== "US" || to.country !== "US") return null;
  const [start, end] = [MIDDLES[from.region ?? ""], MIDDLES[to.region ?? ""]];
  if (!start || !end) return null;
  const miles = milesBetween(start, end);
  return 2 + ZONE_ENDS_MILES.filter((limit) => miles > limit).length;
}

const ZONE_ENDS_MILES = [150, 300, 600, 1_000, 1_400, 1_800];
const EARTH_RADIUS_MILES = 3_959;

type Middle = readonly [latitude: number, longitude: number];

/** Along the surface. Source: haversine, Sinnott 1984. */
function milesBetween([fromLatitude, fromLongitude]: Middle, [toLatitude, toLongitude]: Middle): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const share =
    half(fromLatitude, toLatitude) + Math.cos(radians(fromLatitude)) * Math.cos(radians(toLatitude)) * half(fromLongitude, toLongitude);
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(share));
}

// Degrees north and east of the middle of each state, to a tenth.
const MIDDLES: Readonly<Record<string, Middle>> = {
  AK: [63.6, -154.5], AL: [32.3, -86.9], AR: [35.2, -91.8], AZ: [34, -111.1], CA: [36.8, -119.4], CO: [39.6, -105.8], CT: [41.6, -73.1],
  DC: [38.9, -77], DE: [38.9, -75.5], FL: [27.7, -81.5], GA: [32.2, -82.9], HI: [19.9, -155.6], IA: [41.9, -93.1], ID: [44.1, -114.7],
  IL: [40.6, -89.4], IN: [40.6, -85.6], KS: [39, -98.5], KY: [37.8, -84.3], LA: [31.2, -92.1], MA: [42.4, -71.4], MD: [39, -76.6],
  ME: [45.3, -69.4], MI: [44.3, -85.6], MN: [46.7, -94.7], MO: [38, -91.8], MS: [32.4, -89.4], MT: [46.9, -110.4], NC: [35.8, -79],
  ND: [47.6, -101], NE: [41.5, -99.9], NH: [43.2, -71.6], NJ: [40.1, -74.4], NM: [34.5, -105.9], NV: [38.8, -116.4], NY: [43.3, -74.2],
  OH: [40.4, -82.9], OK: [35, -97.1], OR: [43.8, -120.6], PA: [41.2, -77.2], RI: [41.6, -71.5], SC: [33.8, -81.2], SD: [44, -99.9],
  TN: [35.5, -86.6], TX: [32, -99.9], UT: [39.3, -111.1], VA: [37.4, -78.7], VT: [44.6, -72.6], WA: [47.8, -120.7], WI: [43.8, -88.8],
  WV: [38.6, -80.5], WY: [43.1, -107.3],
}; // prettier-ignore
