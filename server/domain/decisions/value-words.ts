const KEY = /^[A-Za-z]+(?:_[A-Za-z]+)+$/;

/** A value that a system writes as a key, as people say it: "missing unit" for missing_unit, "incorrect address" for INCORRECT_ADDRESS. */
export const valueWords = (value: string): string => (KEY.test(value) ? value.replaceAll("_", " ").toLowerCase() : value);

/** The same within a sentence: in quotes, so that its words do not run into those around it, as in: topic is not "where is my order". */
export const quotedValue = (value: string): string => `"${valueWords(value)}"`;
