/**
 * Round numbers for an axis from 0 that covers `highest`: steps of 1, 2, 2.5 or 5 times a power of ten.
 *
 * @param count about how many steps are wanted; there may be one fewer or more
 * @returns ticks in order, first 0, last >= highest; [0, 1] when there is nothing to show
 */
export function niceTicks(highest: number, count = 4): number[] {
  if (!Number.isFinite(highest) || highest <= 0) return [0, 1];
  const rough = highest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough - power * 1e-9) ?? 10);
  const steps = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
