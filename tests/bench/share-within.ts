/**
 * How many of the values of a normal distribution around 0 lie within a limit on either side.
 *
 * @param limit 0 or more, in the unit of the standard error
 * @returns 0..1; 1 for a standard error of 0
 * Source: Abramowitz, Stegun (1964), 7.1.26: the error function to seven digits.
 */
export function shareWithin(limit: number, standardError: number): number {
  if (standardError === 0) return 1;
  const x = limit / (standardError * Math.SQRT2);
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return 1 - series * Math.exp(-x * x);
}
