import type { FactDefinition } from "./rule-table.ts";

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

/** As quotedValue for one of a fact's choices; a text is said as it is typed, letter by letter, since whoever types it otherwise means another one. */
export const textValue = (value: string, definition: FactDefinition | undefined): string =>
  definition?.type.kind === "text" ? `"${value}"` : quotedValue(value);
