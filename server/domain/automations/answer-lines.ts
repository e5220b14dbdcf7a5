import { valueWords } from "../decisions/value-words.ts";

/** One thing that a vendor's answer says, in words: { what: "fulfilment order, state", value: "open" }. */
export type AnswerLine = { what: string; value: string };

/** Longer answers are those of whole records; what a change was about stands first in them. */
const MOST_LINES = 60;

/**
 * A vendor's answer, or a record as it was read back, line by line, each with where it stands in the answer. What is empty says nothing and is
 * left out.
 *
 * @returns at most 60 lines in the order of the answer
 */
export function answerLines(answer: unknown): AnswerLine[] {
  return linesOf(answer, []).slice(0, MOST_LINES);
}

function linesOf(value: unknown, path: readonly string[]): AnswerLine[] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) {
    // A record kept as pairs, so that their order is always the same.
    if (value.length > 0 && value.every(isPair)) return value.flatMap(([key, inner]) => linesOf(inner, [...path, key]));
    if (value.length > 0 && value.every((item) => typeof item !== "object"))
      return [{ what: path.join(", "), value: value.map(plain).join(", ") }];
    return value.flatMap((item, at) => linesOf(item, value.length === 1 ? path : [...path, String(at + 1)]));
  }
  if (typeof value === "object") return Object.entries(value).flatMap(([key, inner]) => linesOf(inner, [...path, keyWords(key)]));
  return [{ what: path.join(", "), value: plain(value) }];
}

const isPair = (item: unknown): item is [string, unknown] => Array.isArray(item) && item.length === 2 && typeof item[0] === "string";

/** "updatedAt" is "updated at". */
const keyWords = (key: string): string => key.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

const plain = (value: unknown): string =>
  value === true ? "yes" : value === false ? "no" : typeof value === "string" ? valueWords(value) : String(value);
