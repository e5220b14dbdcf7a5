/**
 * Months from the first month in the red until the cumulative flow is back at zero, linearly interpolated within the month.
 *
 * @param flowsMinor monthly net flows, flowsMinor[0] is now
 * @returns 0 when the cumulative flow never falls below zero, null when it does and does not recover within the flows
 */
export function paybackMonths(flowsMinor: readonly number[]): number | null {
  let cumulative = 0;
  let inTheRedSince: number | null = null;
  for (const [month, flow] of flowsMinor.entries()) {
    const before = cumulative;
    cumulative += flow;
    if (inTheRedSince === null) {
      if (cumulative < 0) inTheRedSince = month;
    } else if (cumulative >= 0) {
      return month - 1 + -before / flow - inTheRedSince;
    }
  }
  return inTheRedSince === null ? 0 : null;
}
