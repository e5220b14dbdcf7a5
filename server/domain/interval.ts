/** A figure with its range: low <= point <= high, all in the same unit. */
export type Interval = { low: number; point: number; high: number };

/**
 * How a figure is known, best first (product.md: no number without its class).
 * recorded: true start and end from the source; timed: timed samples; bounds: from end times alone;
 * assumed: typed in by a person; benchmark: from a published source.
 */
export type EvidenceClass = "recorded" | "timed" | "bounds" | "assumed" | "benchmark";
