const KEY = /^[A-Za-z]+(?:_[A-Za-z]+|_\d+(?=_))+$/;

/**
 * A value that a system writes as a key, or as several with commas between, as people say it: "missing unit" for missing_unit, "incorrect
 * address" for INCORRECT_ADDRESS, "same items, within 30 min" for same_items, within_30_min.
 */
export const valueWords = (value: string): string =>
  value
    .split(", ")
    .map((part) => (KEY.test(part) ? part.replaceAll("_", " ").toLowerCase() : part))
    .join(", ");

/** The same within a sentence: in quotes, so that its words do not run into those around it, as in: topic is not "where is my order". */
export const quotedValue = (value: string): string => `"${valueWords(value)}"`;
