import type { EvidenceClass } from "#server/domain/interval.ts";
import type { BadgeTone } from "../badge.tsx";

/** What each class of evidence is called, and what it means to someone who decides on it. */
export const EVIDENCE_WORDS: Record<EvidenceClass, { label: string; meaning: string; tone: BadgeTone }> = {
  recorded: { label: "recorded", meaning: "Start and end were recorded by the source system.", tone: "good" },
  timed: { label: "timed", meaning: "Rests on samples timed by the team.", tone: "good" },
  bounds: { label: "bounds only", meaning: "Between two limits that follow from timestamps; the truth lies inside.", tone: "warn" },
  assumed: {
    label: "assumed",
    meaning: "A value that somebody entered, or that came with the product. Nobody has measured it.",
    tone: "warn",
  },
  benchmark: { label: "benchmark", meaning: "From a published source about other companies, not from yours.", tone: "neutral" },
};
