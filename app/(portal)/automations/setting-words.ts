import { counted, shareWords } from "./automation-words.ts";

export type Kind = "share" | "count" | "hours" | "money" | "word";

/** What each setting is called, in the words of the form that changes it. */
export const SETTINGS: Readonly<Record<string, readonly [label: string, kind: Kind]>> = {
  "gates.approve.agreementLower": ["Gate to approve, agreement at its lower bound", "share"],
  "gates.approve.fewest": ["Gate to approve, answered decisions", "count"],
  "gates.approve.lossPerThousandMinor": ["Gate to approve, expected loss per 1,000", "money"],
  "gates.auto.agreementLower": ["Gate to auto, agreement at its lower bound", "share"],
  "gates.auto.fewest": ["Gate to auto, answered decisions", "count"],
  "gates.auto.lossPerThousandMinor": ["Gate to auto, expected loss per 1,000", "money"],
  "brake.records": ["Records an hour before a person has to say so", "count"],
  "brake.moneyMinor": ["Money at risk an hour before a person has to say so", "money"],
  "approval.hours": ["A proposal waits", "hours"],
  "approval.onTimeout": ["When nobody answers, it", "word"],
  holdOutShare: ["Cases left to people, to compare", "share"],
  "demotion.severeErrors": ["Severe errors until it goes back to shadow", "count"],
  "demotion.cusumLimit": ["Disagreements beyond the expected until it goes back to shadow", "count"],
  callsPerMinute: ["Calls a minute to the vendor", "count"],
};
const WORDS: Readonly<Record<string, string>> = { lapse: "lapses", act: "is done" };

/** A setting of an automation as the form that changes it says it; money is shown by the page, in its currency. */
export function settingWords(value: number | string, kind: Kind): string {
  if (typeof value === "string") return WORDS[value] ?? value;
  if (kind === "share") return shareWords(value);
  return kind === "hours" ? `${value} hours` : counted(value);
}
