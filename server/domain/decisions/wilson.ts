/**
 * Lower end of the Wilson score interval of a share.
 *
 * @param z 1.645 for a one-sided bound of 95 %
 * @returns 0..1; 0 for n = 0
 * Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
 */
export function wilsonLower(successes: number, n: number, z = 1.6448536): number {
  if (n === 0) return 0;
  const share = successes / n;
  const centre = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return Math.max(0, (centre - spread) / (1 + (z * z) / n));
}
