import type { EvidenceClass } from "#server/domain/interval.ts";
import { Badge } from "../badge.tsx";
import { EVIDENCE_WORDS } from "./evidence-words.ts";

/** How a figure is known; `note` adds the size of the evidence, as "34 samples". */
export function EvidenceBadge({ evidence, note }: { evidence: EvidenceClass; note?: string | undefined }) {
  const { label, tone } = EVIDENCE_WORDS[evidence];
  return <Badge tone={tone}>{note ? `${label}, ${note}` : label}</Badge>;
}
