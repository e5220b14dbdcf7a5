/** What the ledger counts of one item, in whole units. null: the ledger does not say. */
export type LedgerCount = { onHand: number | null; committed: number | null; reserved: number | null; damaged: number | null };

/**
 * How much of an item a channel is given. The shares of an item's channels add up to at most 1, so that no unit is promised twice.
 *
 * `buffer`: units kept back on the channel for what is sold between two readings.
 */
export type ChannelRule = { share: number; buffer: number };

/** Units that are free to be sold: on hand - committed - reserved - damaged. Below 0 when more is promised than is there; null when one is not known. */
export function freeUnits({ onHand, committed, reserved, damaged }: LedgerCount): number | null {
  if (onHand === null || committed === null || reserved === null || damaged === null) return null;
  return onHand - committed - reserved - damaged;
}

/**
 * The quantity that a channel has to show: its share of what is free, rounded down, less its buffer; never below 0.
 *
 * @param free null where it is not known, and then neither is the target
 */
export const targetOf = (free: number | null, { share, buffer }: ChannelRule): number | null =>
  free === null ? null : Math.max(0, Math.floor(free * share) - buffer);

/** A quantity that is to be published instead of the one that was read. The channel takes it only while it still shows that one. */
export type Publication = { from: number; to: number };

/**
 * What to publish on a channel by what was last read of it and of the ledger; null when it stands at its target, or when either is not known.
 *
 * @param tolerance units by which a channel may be below its target before it is raised; it is lowered at once, since what is shown too high is sold
 */
export function publicationOf(
  { free, quantity }: { free: number | null; quantity: number | null },
  rule: ChannelRule,
  tolerance: number,
): Publication | null {
  const to = targetOf(free, rule);
  if (to === null || quantity === null || isAtTarget({ quantity, target: to }, tolerance)) return null;
  return { from: quantity, to };
}

export const isAtTarget = ({ quantity, target }: { quantity: number; target: number }, tolerance: number): boolean =>
  quantity <= target && target - quantity <= tolerance;
