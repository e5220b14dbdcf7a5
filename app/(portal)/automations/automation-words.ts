import { formatCount } from "#app/ui/format/format-count.ts";
import type { RouterOutputs } from "#app/trpc/types.ts";
import type { BadgeTone } from "#app/ui/badge.tsx";
import { NEEDS_PERSON } from "#server/domain/decisions/rule-table.ts";

export type Automation = RouterOutputs["automations"]["list"]["automations"][number];
export type Stage = Automation["stage"];
export type KnownFacts = RouterOutputs["automations"]["decision"]["decision"]["facts"];
type Agreement = RouterOutputs["automations"]["gates"]["approve"]["agreement"];

/** What each stage is called and what it means for the outside world. */
export const STAGE_WORDS: Readonly<Record<Stage, { label: string; tone: BadgeTone; says: string }>> = {
  draft: { label: "draft", tone: "neutral", says: "Its rules are being written. It decides nothing." },
  "back-test": {
    label: "back-test",
    tone: "neutral",
    says: "Its rules are tried on past cases. It decides nothing live and writes nothing.",
  },
  shadow: { label: "shadow", tone: "neutral", says: "It decides on live cases beside your team and writes nothing." },
  approve: { label: "approve", tone: "good", says: "It proposes; each change is made after a person approved it." },
  auto: { label: "auto", tone: "good", says: "It decides and acts. Every change can be seen, and undone where the vendor allows it." },
  retired: { label: "retired", tone: "neutral", says: "It decides nothing any more. What it did stays on record." },
};

export const automationHref = (automationId: string, tab: "" | "back-test" | "decisions" | "stage" = ""): string =>
  `/automations/${automationId}${tab === "" ? "" : `/${tab}`}`;

/** The address of the rules with a case beside them, to try it, keep it as a test or make a row of it. */
export function tryHref(automationId: string, { facts, people, name }: { facts: KnownFacts; people: string | null; name: string }): string {
  const plain = Object.fromEntries(Object.entries(facts).map(([fact, { value }]) => [fact, value]));
  return `${automationHref(automationId)}?case=${encodeURIComponent(JSON.stringify({ facts: plain, people, name }))}`;
}

/** The title of an outcome as the playbook words it. */
export function outcomeTitle(outcomes: readonly { name: string; title: string }[], name: string): string {
  if (name === NEEDS_PERSON) return "Needs a person";
  return outcomes.find((outcome) => outcome.name === name)?.title ?? name;
}

/** 0.953 as "95.3 %"; what is not known says so. */
export const shareWords = (share: number | null): string => (share === null ? "not known" : `${Number((share * 100).toFixed(1))} %`);

/** A count in a sentence of these pages, "3,293". */
export const counted = (count: number): string => formatCount(count, "en-US");

/** "1,204 decisions" */
export const decisionsCounted = (count: number): string => `${counted(count)} ${count === 1 ? "decision" : "decisions"}`;

/** "1,204 of 1,310 decisions", "all 1,310 decisions" */
export const ofAll = (part: number, whole: number): string =>
  part === whole ? `all ${decisionsCounted(whole)}` : `${counted(part)} of ${decisionsCounted(whole)}`;

/** How a way of learning did on cases that it was not shown; nothing where nobody asked, or it would have decided none of them. */
export const heldOutWords = (heldOut: Pick<Agreement, "share" | "lower" | "upper" | "n"> | null): string =>
  heldOut === null || heldOut.share === null
    ? ""
    : `On cases that were held out while learning, such rules agree with people in ${agreementWords(heldOut)}.`;

/** "96.4 % (94.8 to 97.6 %, n = 412)": an agreement never stands without its interval and its number. */
export const agreementWords = ({ share, lower, upper, n }: Pick<Agreement, "share" | "lower" | "upper" | "n">): string =>
  share === null
    ? "no answers yet"
    : `${shareWords(share)} (${Number((lower * 100).toFixed(1))} to ${shareWords(upper)}, n = ${counted(n)})`;
