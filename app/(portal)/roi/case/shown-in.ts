import type { Unit } from "#server/domain/provenance.ts";
import { minorDigits } from "#server/domain/roi/minor-units.ts";

/** How a field shows a value and takes it in: shares in percent, money in major units and whole minor ones. */
export type Shown = { suffix: string; show: (value: number) => string; read: (text: string) => number | null };

export function shownIn(unit: Unit): Shown {
  if (unit.kind === "share") return shownTimes(100, "%");
  if (unit.kind === "money") return shownTimes(1 / 10 ** minorDigits(unit.currency), unit.currency, Math.round);
  if (unit.kind === "moneyPerHour") return shownTimes(1 / 10 ** minorDigits(unit.currency), `${unit.currency} an hour`, Math.round);
  return shownTimes(1, unit.kind === "count" ? unit.of : unit.kind);
}

function shownTimes(factor: number, suffix: string, whole: (value: number) => number = (value) => value): Shown {
  return {
    suffix,
    show: (value) => String(Number((value * factor).toPrecision(7))),
    read: (text) => {
      const value = Number(text);
      return text.trim() === "" || !Number.isFinite(value) ? null : whole(value / factor);
    },
  };
}
