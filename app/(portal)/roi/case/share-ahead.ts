/**
 * Share of draws in which the first case is worth more than the second, 0..1; a tie is not ahead.
 *
 * @param one net present value by draw, from the same seed as `other`
 * @throws RangeError for a different number of draws: they belong to no common random numbers
 */
export function shareAhead(one: Float64Array, other: Float64Array): number {
  if (one.length !== other.length) throw new RangeError(`${one.length} draws cannot be compared with ${other.length}`);
  let ahead = 0;
  for (let draw = 0; draw < one.length; draw += 1) if (one[draw]! > other[draw]!) ahead += 1;
  return one.length === 0 ? 0 : ahead / one.length;
}
