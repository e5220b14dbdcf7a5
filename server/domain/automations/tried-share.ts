import { wilsonLower } from "../decisions/wilson.ts";
import type { Interval } from "../interval.ts";
import type { SourceReference } from "../provenance.ts";

/** What share of a workflow's decisions its rules took as people did, by a back-test. Days as 2026-03-31. */
export type TriedShare = { share: Interval; source: Extract<SourceReference, { kind: "backTest" }> };

/**
 * The share of past decisions that rules would have taken, and as people did: what they leave to people, or take otherwise, spares nobody.
 *
 * @returns the share with its 90 % interval (Wilson); null where people decided nothing in the window
 */
export function triedShare(
  { decisions, agreement }: { decisions: number; agreement: { agreed: number } },
  test: { automationId: string; version: number; fromDay: string; toDay: string },
): TriedShare | null {
  if (decisions === 0) return null;
  const alike = agreement.agreed;
  return {
    share: { low: wilsonLower(alike, decisions), point: alike / decisions, high: 1 - wilsonLower(decisions - alike, decisions) },
    source: {
      kind: "backTest",
      automationId: test.automationId,
      version: test.version,
      from: test.fromDay,
      to: test.toDay,
      alike,
      count: decisions,
    },
  };
}
