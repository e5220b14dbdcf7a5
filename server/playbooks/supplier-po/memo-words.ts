export type MemoMeaning = "ask supplier" | "ask for an earlier date" | "escalate" | "pass to a buyer" | "acknowledge";

// What buyers write into the memo when they have done something about an order; the first that is met is meant.
const WORDS: readonly (readonly [RegExp, MemoMeaning])[] = [
  [/\bescalat/i, "escalate"],
  [/\bbuyer (has to|must|please) decide/i, "pass to a buyer"],
  [/\b(earlier|sooner|expedit)/i, "ask for an earlier date"],
  [/\b(ask(ed|ing)?|chas(ed?|ing)|remind(ed|er)?|request(ed)?|followed up)\b/i, "ask supplier"],
  [/\b(confirmed|acknowledged)\b/i, "acknowledge"],
];

/** What a memo says was done; null where it says none of this. */
export const readMemo = (text: string): MemoMeaning | null => WORDS.find(([words]) => words.test(text))?.[1] ?? null;
