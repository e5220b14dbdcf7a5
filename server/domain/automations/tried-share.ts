import { wilsonLower } from "../decisions/wilson.ts";
import type { Interval } from "../interval.ts";
import type { SourceReference } from "../provenance.ts";
import type { Learning } from "./learning.ts";

/** What share of a workflow's decisions its rules took as people did, by a back-test. Days as 2026-03-31. */
export type TriedShare = { share: Interval; source: Extract<SourceReference, { kind: "backTest" }> };

/** Decisions that rules were held against, and how many they took as people did. Days as 2026-03-31. */
export type TriedOn = { decisions: number; agreement: { agreed: number; share: number | null }; fromDay: string; toDay: string };

/**
 * What a back-test is worth for what comes: of rules that were learned from decisions of its window, how such rules did on cases that were
 * held out while they were learned, where that was measured. On what they had seen they do better than they will.
 */
export function triedOn(
  report: {
    decisions: number;
    agreement: TriedOn["agreement"];
    learned: (Learning & { learnedFrom: { decisions: number } }) | null;
  },
  window: { fromDay: string; toDay: string },
): TriedOn {
  const { learned } = report;
  if (learned === null || learned.heldOut === null || learned.learnedFrom.decisions === 0)
    return { decisions: report.decisions, agreement: report.agreement, ...window };
  const { decisions, heldOut, fromMs, untilMs } = learned;
  return { decisions, agreement: heldOut, fromDay: isoDay(fromMs), toDay: isoDay(untilMs) };
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/**
 * The share of past decisions that rules would have taken, and as people did: what they leave to people, or take otherwise, spares nobody.
 *
 * @returns the share with its 90 % interval (Wilson); null where people decided nothing in the window
 */
export function triedShare(
  { decisions, agreement, fromDay, toDay }: TriedOn,
  test: { automationId: string; version: number },
): TriedShare | null {
  if (decisions === 0) return null;
  const alike = agreement.agreed;
  return {
    share: { low: wilsonLower(alike, decisions), point: alike / decisions, high: 1 - wilsonLower(decisions - alike, decisions) },
    source: {
      kind: "backTest",
      automationId: test.automationId,
      version: test.version,
      from: fromDay,
      to: toDay,
      alike,
      count: decisions,
    },
  };
}
