import type { Figure } from "#server/domain/provenance.ts";
import { formatFigure } from "../format/format-figure.ts";
import type { MoneyPrecision } from "../format/format-money.ts";

/**
 * A figure in words, for what can hold text only: live regions, names of charts, lists of differences.
 * It takes the whole figure, so that no amount is said that does not know where it comes from.
 */
export const figureText = (figure: Figure, { locale, precision }: { locale: string; precision?: MoneyPrecision }): string =>
  formatFigure(figure.value, figure.unit, { locale, precision });
