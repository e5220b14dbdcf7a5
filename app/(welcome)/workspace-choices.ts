export type Choice = { value: string; label: string };

// Money that one cannot pay with any more is still known to Intl. Source: ISO 4217, list of current currency codes, without funds and metals.
const CURRENT = new Set(
  (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK " +
    "DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS " +
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD " +
    "OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP " +
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
  ).split(" "),
);

/** Places that Intl still lists under the name they had: what people look for stands first. */
const CALLED_NOW: Readonly<Record<string, string>> = {
  "Africa/Asmera": "Africa/Asmara",
  "America/Buenos_Aires": "America/Argentina/Buenos Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho Chi Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
  "Pacific/Enderbury": "Pacific/Kanton",
  "Pacific/Ponape": "Pacific/Pohnpei",
  "Pacific/Truk": "Pacific/Chuuk",
};

/**
 * Currencies that are in use, by code and English name; those most shops use come first.
 *
 * @param kept one that is offered in any case, since it is what a workspace has
 */
export function currencyChoices(kept?: string): Choice[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  const first = ["USD", "EUR", "GBP", "CAD", "AUD"];
  const rest = Intl.supportedValuesOf("currency").filter((code) => (CURRENT.has(code) || code === kept) && !first.includes(code));
  return [...first, ...rest].map((code) => ({ value: code, label: `${code}: ${names.of(code) ?? code}` }));
}

/** Time zones by name; UTC first. */
export const timeZoneChoices = (): Choice[] =>
  ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => ({
    value: zone,
    label: CALLED_NOW[zone] ?? zone.replaceAll("_", " "),
  }));
