/** How often people decided a row's cases as most of them did. */
export type Agreed = { agreed: number; decisions: number };

const MEANS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.99];
const STRENGTHS = [1, 2, 4, 8, 16, 32, 64];

/**
 * What to expect of a row's further cases, given how the people of all the rows decide: a row of few cases is taken for one like the
 * others, a row of many for itself. That like rows agree alike is a Beta distribution, whose mean and strength are those that make what was
 * seen most likely (empirical Bayes).
 *
 * @param rows those that the team's habits are learned from; none: nothing is known of them, and half is expected of a row without cases
 * @returns the expected share of agreement of a row, 0..1, rising with `agreed` and falling with what did not agree
 * Source: Robbins (1956), "An empirical Bayes approach to statistics"; beta-binomial likelihood.
 */
export function expectedAgreement(rows: readonly Agreed[]): (row: Agreed) => number {
  let best = { alike: Number.NEGATIVE_INFINITY, yes: 1, no: 1 };
  for (const mean of MEANS)
    for (const strength of STRENGTHS) {
      const [yes, no] = [mean * strength, (1 - mean) * strength];
      const alike = rows.reduce((total, row) => total + logLikelihood(row, yes, no), 0);
      if (rows.length > 0 && alike > best.alike) best = { alike, yes, no };
    }
  const { yes, no } = best;
  return ({ agreed, decisions }) => (agreed + yes) / (decisions + yes + no);
}

/** Logarithm of the beta-binomial probability, the number of orders left out: it is the same for every prior. */
function logLikelihood({ agreed, decisions }: Agreed, yes: number, no: number): number {
  let total = 0;
  for (let seen = 0; seen < agreed; seen += 1) total += Math.log(yes + seen);
  for (let seen = 0; seen < decisions - agreed; seen += 1) total += Math.log(no + seen);
  for (let seen = 0; seen < decisions; seen += 1) total -= Math.log(yes + no + seen);
  return total;
}
