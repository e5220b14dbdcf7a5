export type Choice = { value: string; label: string };

/** Currencies by code and English name; those most shops use come first. */
export function currencyChoices(): Choice[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  const first = ["USD", "EUR", "GBP", "CAD", "AUD"];
  const rest = Intl.supportedValuesOf("currency").filter((code) => !first.includes(code));
  return [...first, ...rest].map((code) => ({ value: code, label: `${code}: ${names.of(code) ?? code}` }));
}

/** Time zones by name; UTC first. */
export const timeZoneChoices = (): Choice[] =>
  ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((zone) => ({
    value: zone,
    label: zone.replaceAll("_", " "),
  }));
