const KEY = /^[A-Za-z]+(?:_[A-Za-z]+)+$/;

/** A value that a system writes as a key, as people say it: "missing unit" for missing_unit, "incorrect address" for INCORRECT_ADDRESS. */
export const valueWords = (value: string): string => (KEY.test(value) ? value.replaceAll("_", " ").toLowerCase() : value);

const READS_AS_GRAMMAR = new Set(["yes", "no", "not", "or", "and", "known", "unknown", "anything", ""]);

/** The same within a sentence: in quotes where its words would run into those around it, as in: topic is not "where is my order". */
export function quotedValue(value: string): string {
  const words = valueWords(value);
  return /\s/.test(words) || READS_AS_GRAMMAR.has(words.toLowerCase()) ? `"${words}"` : words;
}
