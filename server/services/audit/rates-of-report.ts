import { pricesOn, type Price } from "../rates/prices-on.ts";
import type { AuditSettings } from "./audit-settings.ts";

/** The rates of a day, ISO: as an audit takes them, and as its report names them. */
export function ratesOfReport({ rates, currency }: Pick<AuditSettings, "rates" | "currency">, day: string) {
  const { rest, byRole } = pricesOn(rates, day);
  return {
    options: {
      loadedRate: { minorPerHour: rest.minorAnHour, currency },
      ratesByRole: new Map([...byRole].map(([role, { minorAnHour }]) => [role, minorAnHour])),
    },
    report: { rate: { ...named(rest), currency }, roleRates: [...byRole].map(([role, price]) => ({ role, ...named(price) })) },
  };
}

const named = ({ minorAnHour, class: evidence, source, effectiveFrom }: Price) => ({
  minorPerHour: minorAnHour,
  evidence,
  note: source ?? "Loaded rate",
  from: effectiveFrom,
});
