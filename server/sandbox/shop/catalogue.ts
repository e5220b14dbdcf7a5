/** What the shop sells. `weight` is the share of order lines. */
export const CATALOGUE = [
  { sku: "HP-MUG-01", title: "Stoneware mug", unitPriceMinor: 1800, weight: 14 },
  { sku: "HP-MUG-04", title: "Stoneware mug, set of four", unitPriceMinor: 6400, weight: 8 },
  { sku: "HP-THR-02", title: "Wool throw", unitPriceMinor: 12900, weight: 6 },
  { sku: "HP-CND-01", title: "Pine candle", unitPriceMinor: 2600, weight: 15 },
  { sku: "HP-CND-03", title: "Harbour candle", unitPriceMinor: 2600, weight: 11 },
  { sku: "HP-LMP-01", title: "Brass table lamp", unitPriceMinor: 18900, weight: 4 },
  { sku: "HP-TRY-01", title: "Oak serving tray", unitPriceMinor: 5900, weight: 7 },
  { sku: "HP-LIN-02", title: "Linen napkins, set of six", unitPriceMinor: 4800, weight: 9 },
  { sku: "HP-RUG-01", title: "Cotton rug, 5 by 8", unitPriceMinor: 24900, weight: 3 },
  { sku: "HP-VAS-02", title: "Bud vase", unitPriceMinor: 3200, weight: 9 },
  { sku: "HP-KNF-01", title: "Bread knife", unitPriceMinor: 7200, weight: 5 },
  { sku: "HP-SHL-01", title: "Entry shelf", unitPriceMinor: 14900, weight: 3 },
  { sku: "HP-BSK-01", title: "Seagrass basket", unitPriceMinor: 4400, weight: 6 },
] as const;

export const APPS = {
  addressCheck: { kind: "app", id: 7_100_001, title: "Doorstep Address Check" },
  stock: { kind: "app", id: 7_100_002, title: "Stockline" },
  shipping: { kind: "app", id: 7_100_003, title: "ShipDock" },
  helpdesk: { kind: "app", id: 7_100_004, title: "Replybox" },
  returns: { kind: "app", id: 7_100_005, title: "Loopback Returns" },
  threePl: { kind: "app", id: 7_100_006, title: "Harbour 3PL" },
} as const;

export const FLOW = { kind: "rule", id: 7_100_010, title: "Shopify Flow" } as const;

export const LOCATION = { id: 91_000_001, name: "Harbour warehouse", city: "Portland", provinceCode: "ME", countryCode: "US" } as const;
