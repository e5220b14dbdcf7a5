import { EVIDENCE_WORDS } from "#app/ui/figure/evidence-words.ts";
import { countOf, formatShare } from "#app/ui/format/format-count.ts";
import type { EvidenceClass } from "#server/domain/interval.ts";
import type { HoursByEvidence, KnownItems } from "#server/domain/audit/hours-by-evidence.ts";

/** What the hours of the headline rest on. With timed items in, how far these carry; without any, what the class of the total means. */
export function evidenceInWords({ shares, timed, tooFew }: HoursByEvidence, total: EvidenceClass, locale: string): string {
  const few =
    tooFew.items === 0
      ? ""
      : ` ${itemsOf(tooFew, locale)} in ${activitiesOf(tooFew, locale)} ${tooFew.items === 1 ? "is" : "are"} too few there yet: the best estimate moves with what was timed, the limits stay.`;
  if (timed.items === 0) return `${EVIDENCE_WORDS[total].meaning}${few}`;
  const rest = REST.flatMap(([evidence, words]) => {
    const share = shares[evidence] ?? 0;
    return share > 0 ? [`${formatShare(share, locale)} ${words}`] : [];
  });
  const carried = rest.length === 0 ? "All of these hours" : `Of these hours ${formatShare(shares.timed ?? 0, locale)}`;
  return `${[`${carried} rest on ${itemsOf(timed, locale)} in ${activitiesOf(timed, locale)}`, ...rest].join("; ")}.${few}`;
}

const REST: readonly [EvidenceClass, string][] = [
  ["recorded", "on starts and ends that the source recorded"],
  ["bounds", "lies between two limits that follow from timestamps"],
  ["assumed", "on minutes that somebody assumed"],
  ["benchmark", "on a published benchmark"],
];

const itemsOf = ({ items, someRecorded }: KnownItems, locale: string) =>
  someRecorded
    ? countOf(items, "item timed or recorded with its start", "items timed or recorded with their start", locale)
    : countOf(items, "timed item", "timed items", locale);

const activitiesOf = ({ activities }: KnownItems, locale: string) => countOf(activities, "activity", "activities", locale);
