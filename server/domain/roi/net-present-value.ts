/**
 * Present value of monthly flows, not rounded: sum of flow_t / (1 + m)^t with m = (1 + rate)^(1/12) - 1.
 *
 * @param ratePerYear discount rate a year as a fraction, above -1
 * @param flowsMinor flowsMinor[0] is now, undiscounted
 * @throws RangeError when the rate is not above -1
 */
export function netPresentValue(ratePerYear: number, flowsMinor: readonly number[]): number {
  if (!(ratePerYear > -1)) throw new RangeError(`discount rate must be above -1, got ${ratePerYear}`);
  return flowsMinor.reduce((sum, flow, month) => sum + flow / (1 + ratePerYear) ** (month / 12), 0);
}
