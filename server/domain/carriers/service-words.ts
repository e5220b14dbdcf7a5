const AS_WRITTEN: Readonly<Record<string, string>> = { ups: "UPS", usps: "USPS", fedex: "FedEx", dhl: "DHL", ontrac: "OnTrac", lso: "LSO" };

/** A service's code as people read it, the same for every account: ups_2nd_day_air is "UPS 2nd day air". */
export const serviceWords = (code: string): string =>
  code
    .split(/[_\s]+/)
    .filter((word) => word !== "")
    .map((word) => AS_WRITTEN[word.toLowerCase()] ?? word.toLowerCase())
    .join(" ");
